"""The whole restaurant in English: no page of the citizen's leaves a Chinese word or runs out of a phone."""

from playwright.sync_api import Page

from tests import axe
from tests.journeys import english
from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Enter
from tests.journeys.days import Days
from tests.journeys.offices import FIRST, HEAD, REFUSED, SECOND, WHY_WIDTH, WINDOW, through_four_departments
from tests.journeys.restaurant import ANSWERS, DRAWING

OFFICERS = {WINDOW, *FIRST.values(), *SECOND.values(), *HEAD.values()}
# What she and the officers typed, and who they are.
KEPT = (
    *OFFICERS, *(one for one in ANSWERS.values() if isinstance(one, str)), WHY_WIDTH, REFUSED["note"],
    DRAWING["name"], "陈静", "学府路 12 号 1 层", "滨河街道",
)  # fmt: skip


def test_four_departments_decide_one_application_in_english(enter: Enter, days: Days) -> None:
    found: dict[str, list[str]] = {}

    def only_english(page: Page, name: str) -> None:
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == "en", name
        found[name] = english.left_in_chinese(page, KEPT)
        for width in axe.WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            found[name] += [f"scrolls sideways at {width}"] if axe.scrolls_sideways(page) else []

    through_four_departments(Applicant(enter, only_english, english.said, prefix="/en"), days)
    assert {name: faults for name, faults in found.items() if faults} == {}
