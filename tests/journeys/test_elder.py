"""The elder version on a phone: the same way to the same certificate, in large letters with large targets."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import axe
from tests.journeys import walk

PHONE = {"width": 390, "height": 844}


def comfortable(page: Page) -> None:
    assert list(axe.elder_faults(page)) == []


def test_an_old_person_gets_through_in_the_elder_version(enter: Callable[..., Page]) -> None:
    page = enter(viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name="长辈版").click()
    expect(page.get_by_role("link", name="退出长辈版")).to_be_visible()
    comfortable(page)
    page.goto(walk.SERVICE)
    comfortable(page)
    page.get_by_role("link", name="开始办理").first.click()
    comfortable(page)
    mobile, name, id_number = walk.ZHAO_XIULAN
    walk.sign_in_by_code(page, mobile)
    comfortable(page)
    walk.confirm_identity(page, name, id_number)
    comfortable(page)
    page.get_by_role("button", name="好，开始填").click()
    page.wait_for_url("**/apply/**")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    comfortable(page)
    walk.fill_all(page, number, name="云溪市云岭街豆腐坊", street="990181004", detail="云岭街 1 号")
    page.goto(f"/apply/{number}/check/")
    comfortable(page)
    walk.submit(page, number)
    walk.wait_for_outcome(page, "营业执照已经签发")
    comfortable(page)
    page.goto("/me/certs/")
    comfortable(page)
    page.goto("/")
    comfortable(page)
