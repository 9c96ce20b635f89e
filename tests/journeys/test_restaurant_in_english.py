"""The whole restaurant in English: no page of the citizen's leaves a Chinese word or runs out of a phone."""

from playwright.sync_api import Page

from tests import axe
from tests.journeys import english
from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Enter
from tests.journeys.days import Days
from tests.journeys.offices import FIRST, HEAD, REFUSED, SECOND, WHY_WIDTH, WINDOW, through_four_departments
from tests.journeys.restaurant import ANSWERS

OFFICERS = "|".join(sorted({WINDOW, *FIRST.values(), *SECOND.values(), *HEAD.values()}))
TYPED = [one for one in ANSWERS.values() if isinstance(one, str)]
# Who they are (two stand with a Chinese comma between them), what she and the officers typed, her files, addresses.
KEPT = (
    *(f"({OFFICERS})、({OFFICERS})", OFFICERS, "陈静", *TYPED, r"\w+\.png", WHY_WIDTH, REFUSED["note"]),
    *("滨河街道", "城关街道", r"人民路 \d+ 号", "学府路 12 号 1 层"),
)


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
