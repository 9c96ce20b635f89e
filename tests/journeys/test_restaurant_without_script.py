"""The whole restaurant without JavaScript: four parts, one correction, one visit, one refusal, one handing over."""

from playwright.sync_api import Page

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Enter
from tests.journeys.days import Days
from tests.journeys.offices import through_four_departments

# A button outside a form does nothing without script: it must not be shown.
DEAD = "button:visible:not(form button):not([form])"


def nothing_dead(page: Page, name: str) -> None:
    page.wait_for_load_state()
    assert page.locator(DEAD).all_inner_texts() == [], name


def test_four_departments_decide_one_application_without_script(enter: Enter, days: Days) -> None:
    applicant = Applicant(enter, nothing_dead, settings={"java_script_enabled": False}, script=False)
    through_four_departments(applicant, days)
