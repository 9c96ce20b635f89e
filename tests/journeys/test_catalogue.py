"""From a delivery of the province to a citizen who finds it by an everyday phrase: an editor, a reviewer, a citizen."""

import re
import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.journeys.conftest import City, Enter, Look
from tests.journeys.province import COMPLETED, NAME


def test_an_item_of_the_province_is_completed_reviewed_published_and_found(
    city: City, enter: Enter, look: Look
) -> None:
    entry = _receive(city)
    editor = enter("沈青")
    editor.goto(f"/desk/directory/items/{entry}/")
    editor.get_by_role("button", name="写办事指南").click()
    expect(editor.get_by_role("heading", level=1, name=NAME)).to_be_visible()
    expect(editor.get_by_text("由样例省统一规定").first).to_be_visible()
    expect(editor.locator("#f-problems")).to_contain_text("没有平常的叫法")
    look(editor, "draft of a guide")
    for name, text in COMPLETED.items():
        editor.locator(f'[name="{name}"]').fill(text)
    editor.locator('[name="in_force_from"]').fill(editor.evaluate("new Date().toLocaleDateString('sv')"))
    editor.get_by_role("button", name="保存并提交审核").click()
    expect(editor.get_by_text("已提交", exact=True)).to_be_visible()
    _publish(enter("乔木"), look)
    _find(enter(), look)


def _receive(city: City) -> str:
    command = [sys.executable, "-m", "tests.journeys.province"]
    done = subprocess.run(command, env=city.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def _publish(reviewer: Page, look: Look) -> None:
    reviewer.goto("/desk/catalogue/")
    look(reviewer, "drafts and published items")
    reviewer.get_by_role("link", name=NAME).first.click()
    reviewer.get_by_role("link", name="去审核").click()
    look(reviewer, "review of a guide")
    reviewer.get_by_role("button", name="发布", exact=True).click()
    expect(reviewer.get_by_text("已发布", exact=True).first).to_be_visible()
    reviewer.goto("/desk/catalogue/")
    reviewer.get_by_role("region", name="已发布的事项").get_by_role("link", name=NAME).click()
    look(reviewer, "versions for editors")


def _find(citizen: Page, look: Look) -> None:
    citizen.goto("/s/?q=过年卖鞭炮要办什么证")
    citizen.get_by_role("link", name=re.compile(NAME.replace("（", ".").replace("）", "."))).first.click()
    expect(citizen.get_by_role("heading", name="到哪里办")).to_be_visible()
    expect(citizen.get_by_text("云溪大道 1 号市民中心二楼").first).to_be_visible()
    expect(citizen.get_by_role("link", name="开始办理")).to_have_count(0)
    look(citizen, "service with a guide only")
    citizen.get_by_role("link", name="每一版改了什么").click()
    expect(citizen.get_by_text("第一次发布。")).to_be_visible()
    look(citizen, "versions of a service")
