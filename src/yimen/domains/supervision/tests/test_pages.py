"""Who opens which page, what stands there, and what a form does."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, browser_of
from yimen.domains.supervision.actions.publish_rulebook import publish_rulebook
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.tests import make
from yimen.domains.supervision.tests.make import SAID, SIXTH
from yimen.domains.supervision.tests.test_rulebook import stricter
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.calendar import moment

LIST = "supervision:findings"


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browsers open the pages on the sixth day."""
    monkeypatch.setattr(moment, "now", lambda: SIXTH)
    monkeypatch.setattr("yimen.config.middleware.now", lambda: SIXTH)


def page(browser: Client, name: str, *args: str, status: int = 200, **query: str) -> str:
    answer = browser.get(reverse(name, args=args), query)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_a_finding_is_seen_by_its_officer_the_head_and_supervisors_and_by_nobody_else(cast: Cast) -> None:
    finding = make.found(cast)
    for account in (cast.wang_fang, cast.ma_jianguo, cast.fang_yuan, cast.jiang_yue):
        assert finding.number in page(browser_of(account), LIST)
        assert "逾期受理" in page(browser_of(account), "supervision:finding", finding.number)
    for account in (cast.wu_lei, cast.zheng_hong, cast.li_min, cast.zhou_tao, cast.luo_lan):
        assert finding.number not in page(browser_of(account), LIST)
        page(browser_of(account), "supervision:finding", finding.number, status=404)
    for account in (cast.chen_jing, None):
        answer = browser_of(account).get(reverse("supervision:finding", args=[finding.number]))
        assert answer.status_code in (302, 403) and "逾期受理" not in answer.content.decode()


def test_the_page_tells_the_rule_the_article_and_the_facts_with_their_source(cast: Cast) -> None:
    finding = make.found(cast)
    shown = page(browser_of(cast.fang_yuan), "supervision:finding", finding.number)
    assert "收到材料满 5 个工作日没有告知，过了期才受理" in shown
    assert "行政许可法第三十二条第一款第四项" in shown
    assert "2026年11月27日为止" in shown
    # The applicant is no part of it.
    assert cast.chen_jing.name not in shown


def test_the_officer_answers_the_supervisor_rules_the_officer_appeals_another_reviews(cast: Cast) -> None:
    finding = make.found(cast)
    at = reverse("supervision:finding", args=[finding.number])
    told = [
        (cast.wang_fang, {"act": "answer", "text": SAID}, "answered"),
        (cast.fang_yuan, {"act": "rule", "upheld": "yes", "text": "期限是法定的"}, "upheld"),
        (cast.wang_fang, {"act": "appeal", "text": "材料是下班后才到的"}, "appealed"),
        (cast.jiang_yue, {"act": "review", "upheld": "no", "text": "查了门禁，属实"}, "overturned"),
    ]
    for account, sent, state in told:
        browser = browser_of(account)
        assert f'value="{sent["act"]}"' in page(browser, "supervision:finding", finding.number)
        assert browser.post(at, sent).status_code == 302
        finding.refresh_from_db()
        assert finding.state == state
    assert '<form method="post" novalidate' not in page(
        browser_of(cast.fang_yuan), "supervision:finding", finding.number
    )


def test_what_was_typed_stays_when_something_is_missing(cast: Cast) -> None:
    finding = make.answered(cast)
    at = reverse("supervision:finding", args=[finding.number])
    answer = browser_of(cast.fang_yuan).post(at, {"act": "rule", "text": "期限是法定的"})
    assert answer.status_code == 422
    assert "选认定，或者撤销" in answer.content.decode() and "期限是法定的" in answer.content.decode()


@pytest.mark.parametrize("act", ["rule", "review", "nothing"])
def test_a_step_that_is_not_yours_is_refused(cast: Cast, act: str) -> None:
    finding = make.answered(cast)
    at = reverse("supervision:finding", args=[finding.number])
    answer = browser_of(cast.wang_fang).post(at, {"act": act, "upheld": "no", "text": "撤销"})
    assert answer.status_code in (403, 409)
    finding.refresh_from_db()
    assert finding.state == "answered"


def copies(finding: Finding, number: int) -> None:
    for n in range(number):
        finding.pk, finding.number, finding.key = None, f"JC20261130-9{n:04}", f"copy:{n}"
        finding._state.adding = True
        finding.save()


def test_the_list_is_filtered_and_paged_without_counting(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    finding = make.found(cast)
    first = finding.number
    copies(finding, 60)
    browser = browser_of(cast.fang_yuan)
    shown = page(browser, LIST)
    assert shown.count('<small class="num">JC') == 50 and first not in shown
    later = shown.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(later).content.decode()
    assert second.count('<small class="num">JC') == 11 and first in second and 'rel="prev"' in second
    assert page(browser, LIST, state="lifted").count("JC2026") == 0
    assert page(browser, LIST, rule="accept-late", body=finding.body.code).count('<small class="num">JC') == 50
    with django_assert_num_queries(_queries(browser)):
        page(browser, LIST, state="open")


def _queries(browser: Client) -> int:
    """How many questions the empty list asks: the full one asks as many."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(browser, LIST, state="lifted")
    return len(asked)


def test_figures_of_bodies_are_for_supervisors_and_heads(cast: Cast) -> None:
    make.upheld(cast)
    for account in (cast.fang_yuan, cast.ma_jianguo):
        page(browser_of(account), "supervision:bodies")
    for account in (cast.wang_fang, cast.zhou_tao):
        page(browser_of(account), "supervision:bodies", status=404)
    regulator = Finding.objects.get().body
    page(browser_of(cast.ma_jianguo), "supervision:body", regulator.code)
    page(browser_of(cast.ma_jianguo), "supervision:body", "119901810000010380", status=404)


def test_only_bodies_that_one_may_compare_can_be_chosen(cast: Cast) -> None:
    make.found(cast)
    everywhere = page(browser_of(cast.fang_yuan), LIST)
    assert "云溪市民政局</option>" in everywhere and "逾期受理</option>" in everywhere
    own = page(browser_of(cast.ma_jianguo), LIST)
    assert "云溪市市场监督管理局</option>" in own and "云溪市民政局</option>" not in own
    assert 'name="body"' not in page(browser_of(cast.wang_fang), LIST)


def test_opening_a_finding_leaves_a_row_of_evidence(cast: Cast) -> None:
    finding = make.found(cast)
    page(browser_of(cast.fang_yuan), "supervision:finding", finding.number)
    read = Entry.objects.get(action="read-finding", object_ref=finding.number)
    assert read.actor_name == cast.fang_yuan.name and "效能监督员" in read.authority


def test_every_officer_reads_the_rules_in_force_and_when_others_begin(cast: Cast) -> None:
    shown = page(browser_of(cast.zhou_tao), "supervision:rules")
    for told in ("逾期受理", "行政许可法第三十二条第一款第四项", "超过告知期限的天数", "第 1 版"):
        assert told in shown
    publish_rulebook(actor=SYSTEM, files=stricter("2027-01-04"), now=SIXTH)
    assert "第 2 版 2027-01-04 起用" in page(browser_of(cast.zhou_tao), "supervision:rules")
    answer = browser_of(cast.chen_jing).get(reverse("supervision:rules"))
    assert answer.status_code == 403
