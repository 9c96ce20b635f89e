"""The whole restaurant in the elder version on a phone: every page of it in large letters with large targets."""

from playwright.sync_api import Page

from tests import axe
from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Enter
from tests.journeys.days import Days
from tests.journeys.offices import through_four_departments

PHONE = {"viewport": {"width": 390, "height": 844}}


def test_four_departments_decide_one_application_in_the_elder_version(enter: Enter, days: Days) -> None:
    found: list[str] = []

    def comfortable(page: Page, name: str) -> None:
        page.wait_for_load_state()
        found.extend(f"{name}: {fault}" for fault in axe.elder_faults(page))

    through_four_departments(Elder(enter, comfortable, settings=PHONE), days)
    assert found == []


class Elder(Applicant):
    """Presses 长辈版 first."""

    def come_in(self) -> None:
        super().come_in()
        self.page.goto("/")
        self.page.get_by_role("link", name="长辈版").click()
