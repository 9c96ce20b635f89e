"""The figures of bodies and their points: from real cases, never of one officer."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Q
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests.make_steps import at
from yimen.domains.supervision.actions.rule import rule
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.performance import Performance, decided, performances, period_at
from yimen.domains.supervision.tests import make
from yimen.domains.supervision.tests.make import SIXTH
from yimen.ground.places.models import Organisation

NOON = at(12, 31)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make.accepted_on(cast, NOW)


def copies(case: Case, *, number: int, on: datetime, promised: date | None = date(2026, 11, 27)) -> list[Case]:
    """So many more cases, accepted on Friday 20 November, decided on a day. Figures read no more of them."""
    made = []
    for _ in range(number):
        case.pk, case.number = None, f"YX20261120-9{Case.objects.count():04}"
        case._state.adding = True
        case.decision, case.decided_at, case.promised_on, case.status = "grant", on, promised, "granted"
        case.accepted_on = date(2026, 11, 20)
        case.save()
        made.append(Case.objects.get(pk=case.pk))
    return made


def of(body: Organisation, now: datetime = NOON) -> Performance:
    period = period_at(now)
    assert period is not None
    (found,) = performances([body], period)
    return found


def test_all_in_time_and_quick_without_findings_is_the_best(case: Case) -> None:
    copies(case, number=5, on=at(11, 23))
    found = of(case.body)
    assert (found.cases, found.on_time_rate, found.days, found.promised) == (5, Decimal(100), Decimal(1), Decimal(5))
    assert found.score is not None and found.score.points == 40 + 20 + 25 + 12
    assert [term.why for term in found.score.terms] == [
        "件件按期，得满分",
        "实际用时不超过承诺的一半",
        "没有认定的问题，得满分",
        "评价不足 5 条，按中间的分数算",
    ]


def test_one_late_case_of_eight_never_hides_behind_a_round_figure(case: Case) -> None:
    copies(case, number=7, on=at(11, 27))
    copies(case, number=1, on=at(11, 28))
    found = of(case.body)
    assert (found.on_time, found.on_time_rate) == (7, Decimal("87.5"))
    assert found.figures["days_ratio"] == 1


def test_a_decision_late_in_the_evening_counts_for_the_day_of_the_city(case: Case) -> None:
    # Half past midnight in Shanghai is the evening before in UTC.
    copies(case, number=1, on=at(11, 27, 23, 30))
    copies(case, number=1, on=at(11, 28, 0, 30))
    assert of(case.body).on_time == 1


def test_fewer_than_five_cases_are_not_scored(case: Case) -> None:
    copies(case, number=4, on=at(11, 23))
    found = of(case.body)
    assert found.cases == 4 and found.score is None


def test_what_is_older_than_the_period_does_not_count(case: Case) -> None:
    copies(case, number=5, on=at(11, 23))
    assert of(case.body, at(11, 24, year=2027)).cases == 0


def test_only_findings_that_stand_count_and_a_case_counts_once(cast: Cast) -> None:
    finding = make.answered(cast)
    copies(Case.objects.get(pk=finding.case_id), number=5, on=at(12, 1))
    assert of(finding.body).upheld == 0
    rule(officer=cast.fang_yuan, finding=finding, upheld=True, text="期限是法定的", now=SIXTH)
    second = Finding.objects.get(pk=finding.pk)
    second.pk, second.number, second.key, second.rule = None, "JC-2", "key-2", "wrong-post"
    second._state.adding = True
    second.save()
    found = of(finding.body)
    assert found.upheld == 1 and found.figures["upheld_rate"] == 20
    assert found.score is not None and found.score.terms[2].points == 0
    Finding.objects.update(state="overturned")
    assert of(finding.body).upheld == 0


def test_many_bodies_ask_no_more_than_one(
    cast: Cast, case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    period = period_at(NOON)
    assert period is not None
    copies(case, number=5, on=at(11, 23))
    everyone = list(Organisation.objects.all())
    performances(everyone, period)
    with django_assert_num_queries(3):
        found = performances(everyone, period)
    assert len(found) == len(everyone) > 10


def test_the_points_lead_down_to_the_cases(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOON + timedelta(days=1))
    copies(case, number=60, on=at(11, 23))
    (late,) = copies(case, number=1, on=at(12, 4))
    browser, here = browser_of(cast.fang_yuan), reverse("supervision:body", args=[case.body.code])
    listed = browser.get(reverse("supervision:bodies")).content.decode()
    assert here in listed and "98.3%" in listed
    with django_assert_max_num_queries(25):
        page = browser.get(here).content.decode()
    assert page.count('<small class="num">YX') == 50 and "按期率 98% 以上" in page
    only = browser.get(here, {"only": "late"}).content.decode()
    assert only.count('<small class="num">YX') == 1 and late.number in only
    # Neither the applicant nor any officer stands there.
    for name in (cast.chen_jing.name, cast.wang_fang.name):
        assert name not in page.split("<main")[1]
    period = period_at(NOON)
    assert period is not None and decided(Q(body=case.body), period).count() == 61


def test_of_a_handful_of_cases_no_figure_is_shown(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOON + timedelta(days=1))
    copies(case, number=3, on=at(11, 23))
    copies(case, number=1, on=at(12, 4))
    browser = browser_of(cast.fang_yuan)
    listed = browser.get(reverse("supervision:bodies")).content.decode()
    page = browser.get(reverse("supervision:body", args=[case.body.code])).content.decode()
    for shown in (listed, page):
        assert "办结不足 5 件，不打分" in shown and "75%" not in shown
