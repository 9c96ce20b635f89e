"""What is mine at a glance: the card on the home page, the list of cases; what waits for the person comes first."""

import re
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.make import drain
from yimen.domains.cases.tests.make_steps import special
from yimen.domains.catalogue.queries import definition, published
from yimen.ground.accounts.models import Account
from yimen.portals.citizen.rows import listed, rows
from yimen.portals.citizen.tests.read import text_of
from yimen.portals.citizen.views.home import OFTEN

MY_CASES = "/me/cases/"


def get(account: Account | None, path: str) -> HttpResponse:
    answer = browser_of(account).get(path)
    assert answer.status_code == 200
    return answer


def card(account: Account) -> str:
    found = re.search(
        r'<section class="card card--lift pull todo".*?</section>', get(account, "/").content.decode(), re.S
    )
    assert found
    return re.sub(r"<[^>]+>", "", found[0])


def test_a_correction_comes_before_a_draft_with_its_day_and_its_door(cast: Cast) -> None:
    case = make_food.correcting(cast)
    make.draft(cast.chen_jing)
    told = card(cast.chen_jing)
    assert "等您处理" in told and "食品经营许可（新办）：要补正 1 处：主要设备设施、经营布局、操作流程文件" in told
    assert "12月18日 周五前交回来" in told and "去补正" in told
    assert reverse("cases:correction", args=[case.number]) in get(cast.chen_jing, "/").content.decode()


def test_a_draft_is_told_with_the_day_until_which_it_is_kept(cast: Cast) -> None:
    make.draft(cast.chen_jing)
    assert "还没填完。12月20日 周日到期自动删除。" in card(cast.chen_jing) and "接着填" in card(cast.chen_jing)


def test_nothing_to_do_is_said(cast: Cast) -> None:
    make_food.submitted(cast.chen_jing)
    assert "现在没有要您处理的事" in card(cast.chen_jing) and "在办 1 件" in card(cast.chen_jing)


def test_the_list_says_word_outcome_and_what_is_waited_for(cast: Cast) -> None:
    stopped = make_food.accepted(cast)
    special(stopped, cast.wu_lei)
    gone = make_food.submitted(cast.chen_jing)
    withdraw(actor=cast.chen_jing.actor(NOW), case=gone, reason="", now=NOW)
    make_food.submitted(cast.chen_jing)
    make_food.correcting(cast)
    drain(NOW)
    told = text_of(get(cast.chen_jing, MY_CASES))
    assert "等您补正 1 处，12月18日 周五前" in told
    assert "等部门告知是否受理，11月27日 周五前" in told
    assert "等部门决定，检测期间不计时，承诺12月4日 周五前" in told
    assert re.search(r"已撤回\s*未办成", told)


def test_what_waits_for_the_person_stands_on_top(cast: Cast) -> None:
    waiting = make_food.correcting(cast)
    make_food.accepted(cast)
    draft = make.draft(cast.chen_jing)
    make_food.submitted(cast.chen_jing)
    found = [one["number"] for one in rows(listed(cast.chen_jing.person), date(2026, 11, 24))]
    assert found[:2] == [waiting.number, draft.number] and len(found) == 4


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2027, 1, 4)])
def test_a_day_that_has_passed_is_said_to_have_passed(cast: Cast, day: date) -> None:
    make_food.accepted(cast)
    (row,) = rows(listed(cast.chen_jing.person), day)
    assert row["waits"].startswith("等部门决定，承诺") and row["waits"].endswith("11月27日 周五已经过了")


def test_many_cases_ask_the_database_no_more_often_than_one(cast: Cast) -> None:
    client = browser_of(cast.chen_jing)
    first = make_food.accepted(cast)
    special(first, cast.wu_lei)
    counts = []
    for path in (MY_CASES, "/"):
        client.get(path)
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        counts.append(len(few))
    make_food.correcting(cast)
    make_food.submitted(cast.chen_jing)
    special(make_food.accepted(cast), cast.wu_lei)
    for path, few_queries in zip((MY_CASES, "/"), counts, strict=True):
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(many) == few_queries, path


def test_nobodys_home_page_has_no_card(cast: Cast) -> None:
    assert "card--lift pull todo" not in get(None, "/").content.decode()


def test_somebody_elses_cases_are_not_listed(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing)
    assert case.number in text_of(get(cast.chen_jing, MY_CASES))
    assert case.number not in text_of(get(cast.zhang_wei, MY_CASES))


def test_no_service_fills_the_home_page_alone(cast: Cast) -> None:
    page = get(None, "/").content.decode()
    asked = page.partition('aria-labelledby="faq-title"')[2].partition("</section>")[0]
    helped = page.partition('aria-labelledby="help-title"')[2].partition("</section>")[0]
    names = [definition(one).meta["plain_name"] for one in list(published())[:OFTEN]]
    assert len(names) == OFTEN
    for name in names:
        assert name in asked and name in helped, name
