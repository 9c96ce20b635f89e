"""A registration in English, from the home page to the certificate; what is left in Chinese is meant to be."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.utils.translation import override
from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.conftest import Look
from tests.journeys.english import left_in_chinese

NAME = "云溪市滨河路小书店"
DETAIL = "滨河路 25 号 1 层"
KEPT = (NAME, DETAIL, walk.LIU_YANG[1], "滨河街道", "城关街道", r"人民路 \d+ 号( \d+ 室)?")


@pytest.fixture
def check(look: Look) -> Iterator[Callable[..., None]]:
    """Looks at the page as every journey does, and reads it for Chinese words."""
    found: dict[str, list[str]] = {}

    def look_and_read(page: Page, name: str) -> None:
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == "en", name
        if left := left_in_chinese(page, KEPT):
            found[name] = left
        with override("en"):
            look(page, f"in English: {name}")

    yield look_and_read
    assert found == {}


def test_a_registration_is_found_filled_and_granted_in_english(
    enter: Callable[..., Page], check: Callable[..., None]
) -> None:
    page = enter()
    page.goto("/")
    page.get_by_role("link", name="English").click()
    check(page, "home")
    _find(page, check)
    number = _begin(page, check)
    _fill(page, number, check)
    _submit(page, number, check)
    _see_the_result(page, number, check)


def _find(page: Page, check: Callable[..., None]) -> None:
    page.get_by_role("searchbox").fill("open a small shop")
    page.get_by_role("button", name="Search").click()
    check(page, "search")
    page.get_by_role("link", name="Registration of an individual business").first.click()
    check(page, "service")
    page.get_by_label("In a rented place").check()
    page.get_by_role("button", name="Answer 3 questions").click()
    check(page, "guide")
    page.get_by_label(re.compile("^Alone")).check()
    page.get_by_role("button", name="Next question").click()
    page.get_by_label("Not sure yet").check()
    page.get_by_role("button", name="Next question").click()
    expect(page.get_by_role("heading", name="What you need")).to_be_visible()
    check(page, "what to prepare")
    page.get_by_role("link", name="Start now").click()


def _begin(page: Page, check: Callable[..., None]) -> str:
    mobile, name, id_number = walk.LIU_YANG
    page.get_by_label("Mobile number", exact=True).fill(mobile[:5])
    page.get_by_role("button", name="Send code").click()
    expect(page.get_by_role("alert")).to_contain_text("Things to change: 1")
    assert page.title().startswith("Error:")
    page.get_by_label("Mobile number", exact=True).fill(mobile)
    page.get_by_role("button", name="Send code").click()
    page.wait_for_url("**/en/sign-in/code/**")
    check(page, "code")
    code = re.search(r"\d{6}", page.locator(".note").inner_text())
    assert code
    page.get_by_label("Code", exact=True).fill(code[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"^(?!.*sign-in).*$"))
    if "/me/identity/" in page.url:
        check(page, "identity")
        page.get_by_label("Name").fill(name)
        page.get_by_label("ID number").fill(id_number)
        page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_url("**/en/s/individual-business-registration/begin/**")
    check(page, "begin")
    page.get_by_role("button", name="OK, start").click()
    page.wait_for_url("**/en/apply/**")
    check(page, "hub")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def _fill(page: Page, number: str, check: Callable[..., None]) -> None:
    def go_on() -> None:
        page.get_by_role("button", name="Save and continue").last.click()
        page.wait_for_load_state()

    page.goto(f"/en/apply/{number}/operator/")
    check(page, "operator")
    page.get_by_label(re.compile("^Alone")).check()
    go_on()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Name", exact=True).fill(NAME)
    check(page, "name")
    go_on()
    page.get_by_label(re.compile("^A rented place")).check()
    page.get_by_label("Subdistrict (or town)").select_option("990181002")
    page.get_by_label("Address").fill(DETAIL)
    check(page, "premises")
    go_on()
    page.get_by_label(re.compile("^Everyday goods")).check()
    page.get_by_label("How many people work there in all?").fill("two")
    go_on()
    expect(page.get_by_role("alert")).to_contain_text("in digits")
    check(page, "business, refused")
    page.get_by_label("How many people work there in all?").fill("2")
    go_on()
    check(page, "contact")
    go_on()


def _submit(page: Page, number: str, check: Callable[..., None]) -> None:
    page.goto(f"/en/apply/{number}/")
    check(page, "hub, ready")
    page.goto(f"/en/apply/{number}/check/")
    check(page, "check")
    page.get_by_role("button", name=re.compile("^Submit to")).click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the promise, then submit")
    page.locator("[name=promise]").check()
    page.get_by_role("button", name=re.compile("^Submit to")).click()
    page.wait_for_url(f"**/en/cases/{number}/")
    expect(page.get_by_role("heading", name="Receipt (收件凭证)").first).to_be_visible()


def _see_the_result(page: Page, number: str, check: Callable[..., None]) -> None:
    walk.wait_for_outcome(page, "has been issued")
    expect(page.locator("main")).to_contain_text("in Chinese")
    check(page, "case")
    page.goto(f"/en/cases/{number}/answers/")
    check(page, "answers")
    page.goto("/en/me/inbox/?tab=know")
    expect(page.locator("li b").filter(has_text="We have received your application: Registration")).to_be_visible()
    check(page, "inbox")
    page.goto("/en/me/cases/")
    check(page, "my cases")
    page.goto("/en/me/certs/")
    check(page, "my certificates")
    page.locator(".cert h2 a, .cert h3 a").first.click()
    check(page, "certificate")
    page.goto(f"/en/cases/{number}/")
    page.locator("a[href^='/en/verify/']").first.click()
    expect(page.get_by_role("heading", name="This certificate is real and valid")).to_be_visible()
    check(page, "verify")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="这张证照是真的，有效")).to_be_visible()
