"""What people do in the browser, in words."""

import re

from playwright.sync_api import Page, expect

SERVICE = "/s/individual-business-registration/"


def sign_in_as(page: Page, name: str, next: str = "/") -> None:
    """Enter by the demo door as one of the cast."""
    page.goto(f"/sign-in/?next={next}")
    page.locator(".cast button", has_text=name).click()
    page.wait_for_url(re.compile(r"^(?!.*sign-in).*$"))


def start(page: Page) -> str:
    """From the service page to the hub; the number of the draft."""
    page.goto(f"{SERVICE}begin/")
    page.get_by_role("button", name="好，开始填").click()
    page.wait_for_url("**/apply/**")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def open_section(page: Page, number: str, section: str) -> None:
    page.goto(f"/apply/{number}/{section}/")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="保存并继续").last.click()
    page.wait_for_load_state()


def fill_all(page: Page, number: str, *, name: str, street: str, detail: str, scope: str = "A0101") -> None:
    """Fill every section the short way: one person, a rented place, one trade."""
    open_section(page, number, "operator")
    page.get_by_label("我一个人（个人经营）").check()
    go_on(page)
    open_section(page, number, "name")
    page.get_by_label("是", exact=True).check()
    go_on(page)
    page.get_by_label("名称", exact=True).fill(name)
    go_on(page)
    open_section(page, number, "premises")
    page.get_by_label("租来的地方").check()
    go_on(page)
    page.get_by_label("街道（乡镇）").select_option(street)
    page.get_by_label("详细地址").fill(detail)
    go_on(page)
    open_section(page, number, "business")
    page.locator(f"input[value={scope}]").check()
    page.get_by_label("一共几个人干活").fill("２")
    go_on(page)
    open_section(page, number, "contact")
    go_on(page)


def submit(page: Page, number: str) -> None:
    page.goto(f"/apply/{number}/check/")
    page.get_by_label(re.compile("^我承诺")).check()
    page.get_by_role("button", name=re.compile("^提交给")).click()
    page.wait_for_url(f"**/cases/{number}/")


def wait_for_outcome(page: Page, words: str) -> None:
    """The page refreshes itself while the machine is at work."""
    expect(page.locator("#progress")).to_contain_text(words, timeout=30_000)
