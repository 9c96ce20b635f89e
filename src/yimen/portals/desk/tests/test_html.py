"""What every page of the desk owes to its readers: one heading, labels, captions, no id twice, no dead fragment."""

import re
from html.parser import HTMLParser

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.tests import make as cases
from yimen.portals.desk.tests import make


class Reading(HTMLParser):
    """Ids, labels, fields, headings and fragments of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.fragments: set[str] = set()
        self.described: set[str] = set()
        self.count = {"h1": 0, "fieldset": 0, "legend": 0, "table": 0, "caption": 0, "main": 0}
        self._in_label = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag in self.count:
            self.count[tag] += 1
        if tag == "label":
            self._in_label += 1
            self.labelled.add(str(told.get("for")))
        if tag in ("input", "select", "textarea") and told.get("type") not in ("hidden", "submit"):
            self.fields.append({**told, "wrapped": "yes" if self._in_label else None})
        if tag == "a" and str(told.get("href", "")).startswith("#"):
            self.fragments.add(str(told["href"])[1:])
        for name in ("aria-describedby", "aria-labelledby"):
            self.described |= set(str(told.get(name) or "").split())

    def handle_endtag(self, tag: str) -> None:
        self._in_label -= tag == "label"


def check(html: str) -> None:
    page = Reading(html)
    assert page.count["h1"] == page.count["main"] == 1
    assert sorted(set(page.ids)) == sorted(page.ids)
    assert page.count["fieldset"] == page.count["legend"]
    assert page.count["table"] == page.count["caption"]
    assert page.fragments - {"main"} <= set(page.ids)
    assert page.described <= set(page.ids)
    nameless = [one for one in page.fields if not one["wrapped"] and str(one.get("id")) not in page.labelled]
    assert nameless == []
    assert not re.search(r"\{[{%#]|None|&lt;", html)


STAGES = ["received", "correct", "accepted", "reviewed", "confirm", "inspected", "registration", "head", "done"]


@pytest.mark.parametrize("stage", STAGES)
def test_pages_and_their_refusals_are_whole(cast: Cast, staff: make.Staff, stage: str) -> None:
    match stage:
        case "received" | "correct":
            desk = make.window(staff.wang_fang, make.received(cast.chen_jing, healthy_staff="2"))
        case "accepted":
            desk = make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))
            urge(actor=cast.chen_jing.actor(NOW), case=desk.case, text="", now=NOW)
        case "reviewed" | "confirm":
            desk = make.window(staff.wu_lei, make.reviewed(cast.chen_jing, staff))
        case "inspected" | "head":
            found = {**make.FOUND, "site_facilities": "false"}
            who = staff.zheng_hong if stage == "inspected" else staff.ma_jianguo
            desk = make.window(who, make.inspected(cast.chen_jing, staff, found=found))
        case "registration":
            desk = make.window(staff.li_min, cases.in_review(cast.chen_jing))
        case _:
            desk = make.window(staff.li_min, cases.granted(cast.zhang_wei))
    check(desk.page())
    check(desk.browser.get("/desk/").content.decode())
    check(desk.page("clock"))
    if stage in ("head", "done"):
        return
    desk.claim()
    check(desk.page())
    if stage == "confirm":
        visit = {"outcome": "done", "visited_on": "2026-11-20", "visited_time": "9:30", "second": staff.sun_jian.pk}
        assert desk.post(**visit, **{f"item.{key}": value for key, value in make.FOUND.items()}).status == 302
        check(desk.page())
        desk = make.window(staff.sun_jian, desk.case)
        check(desk.page())
        return
    if stage == "correct":
        check(desk.page("correct"))
        check(desk.post("correct", point=["material.m3", "field.healthy_staff"]).html)
        check(desk.browser.get(desk.path("mend"), {"key": "biz_address"}).content.decode())
        check(desk.browser.get(desk.path("mend"), {"key": "projects"}).content.decode())
        return
    check(desk.post(outcome="refuse").html)
    check(desk.post(outcome="done").html)
    check(desk.post(outcome="decline").html)
    check(desk.post(seen="0.0", outcome="agree", note="看过").html)
    if stage == "accepted":
        check(desk.post("special").html)
        check(desk.post("urge").html)


def test_a_batch_and_its_report_are_whole(cast: Cast, staff: make.Staff) -> None:
    case, other = make.received(cast.chen_jing), make.received(cast.chen_jing, healthy_staff="2")
    desk = make.window(staff.wang_fang, case)
    check(desk.browser.post("/desk/batch-accept/").content.decode())
    check(desk.browser.get("/desk/?number=YX1").content.decode())
    desk.browser.post("/desk/batch-accept/", {"task": [make.task_of(case).pk, make.task_of(other).pk, 0]})
    check(desk.browser.get("/desk/batch-accept/report/").content.decode())
