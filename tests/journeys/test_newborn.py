"""新生儿出生“一件事”: one form, and one part after the other: certificate, household register, insurance and card."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys import food, restaurant, walk
from tests.journeys.conftest import Enter, Look
from yimen.engines import service as engine

NEWBORN = restaurant.SERVICES / "health" / "newborn"
NAME = "陆宁"
BIRTH = {
    "midwife_agrees": "true",
    "birth_clock": "06:05",
    "gestation_weeks": "39",
    "birth_weight": "3250",
    "birth_length": "50",
    "paper_no": "样例 0002",
}
# The number that the registrar gives: day of birth, an even serial for a girl, the check sign.
CITIZEN = "990181202611100042"


def test_each_part_begins_by_itself_when_the_one_before_is_granted(enter: Enter, look: Look) -> None:
    mother = enter("孙晓梅")
    number = _one_form(mother, look)
    _the_hospital_issues_the_certificate(enter, number)
    walk.wait_for(mother, f"/cases/{number}/", "出生登记（落户）")
    mother.goto(f"/cases/{number}/")
    expect(mother.get_by_role("status").first).to_contain_text("后面还有：城乡居民医保参保登记、社会保障卡申领")
    look(mother, "joint case, parts to come", public=True)
    _the_police_station_registers_the_child(enter, number)
    walk.wait_for(mother, f"/cases/{number}/", "全部办好了")
    mother.goto(f"/cases/{number}/")
    for paper in ("出生医学证明", "预防接种证", "常住人口登记卡", "城乡居民医保参保凭证"):
        expect(mother.get_by_role("heading", name=paper, exact=True)).to_be_visible()
    look(mother, "joint case, all granted in turn", public=True)
    mother.goto(f"/cases/{number}-5/")
    expect(mother.get_by_role("heading", name="社会保障卡申领")).to_be_visible()
    expect(mother.get_by_text("办理结果通知书").first).to_be_visible()


def _one_form(page: Page, look: Look) -> str:
    page.goto("/s/newborn/")
    expect(page.get_by_role("heading", name="一张表，一件办成了接着办下一件")).to_be_visible()
    look(page, "joint service, parts in turn", public=True)
    page.goto("/s/newborn/begin/")
    page.get_by_role("button", name="好，开始填").click()
    page.wait_for_url("**/apply/**")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    service = engine.read_folder(NEWBORN)
    told = _answers(service)
    for section in service.form.sections:
        keys = [field.key for field in section.fields]
        given = restaurant.typed({key: told[key] for key in keys if told.get(key) is not None})
        saved = walk.post(page, f"/apply/{number}/{section.id}/", page="a-page", seen="", field=keys, **given)
        assert saved.ok, section.id
    assert walk.post(page, f"/apply/{number}/check/", promise="yes").url.endswith(f"/cases/{number}/")
    walk.wait_for(page, f"/cases/{number}/", "后面还有：预防接种证办理、出生登记（落户）")
    return number


def _answers(service: engine.Service) -> dict[str, Any]:
    found = next(one for one in service.scenarios if one.file == "scenarios/everything-from-the-start.yaml")
    return {**found.given.answers, "baby_name": NAME}


def _the_hospital_issues_the_certificate(enter: Enter, number: str) -> None:
    midwife = food.Desk(enter.unseen("舒云"), f"{number}-1")
    midwife.do(outcome="accept")
    midwife.do(outcome="done", **food.visit(), **{f"item.{key}": value for key, value in BIRTH.items()})
    food.Desk(enter.unseen("霍兰"), f"{number}-1").do(outcome="grant")


def _the_police_station_registers_the_child(enter: Enter, number: str) -> None:
    registrar = food.Desk(enter.unseen("彭飞"), f"{number}-3")
    registrar.do(outcome="accept")
    registrar.do(outcome="done", **food.visit(), **{"item.number_given": CITIZEN})
    decides = food.Desk(enter.unseen("陆秋"), f"{number}-3")
    decides.take_up()
    expect(decides.page.get_by_text(re.compile(CITIZEN)).first).to_be_visible()
    decides.go_on(outcome="grant")
