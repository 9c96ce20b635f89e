from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import NOW, SERVICE, Cast
from yimen.domains.evaluation.actions.appeal import appeal
from yimen.domains.evaluation.actions.fix import fix
from yimen.domains.evaluation.actions.recheck import recheck
from yimen.domains.evaluation.grades import Grade
from yimen.domains.evaluation.models import FollowUp, Rating, Visit
from yimen.domains.evaluation.opinions import Opinion
from yimen.domains.evaluation.queries import FEWEST, _figures, figures, reasons_said
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account

Desk = dict[str, Account]
TOO_FEW = "评价不足 5 条，先不显示"


def good(cast: Cast, many: int, first: int = 100, opinion: Opinion = make.GOOD) -> None:
    for at in range(many):
        make.rating(make.case(cast, number=f"YX20261120-{first + at:05}"), opinion)


def bad(cast: Cast, at: int) -> FollowUp:
    return make.follow_up(make.case(cast, number=f"YX20261120-{at:05}"))


def test_it_says_the_sentence(cast: Cast, desk: Desk) -> None:
    good(cast, 9)
    fix(
        actor=desk["head"].actor(NOW),
        follow_up=make.verified(bad(cast, 1), desk["operator"]),
        done="改了",
        now=NOW,
    )
    for of in (SERVICE, make.regulator()):
        found = figures(of, now=NOW)
        assert found.sentence == "近 12 个月 10 条评价：好评率 90.0%，差评 1 条，已整改 1 条"
        assert (found.shown, found.count, found.rate, found.bad, found.fixed) == (True, 10, Decimal("90.0"), 1, 1)


def test_fewer_than_five_show_nothing_at_all(cast: Cast, desk: Desk) -> None:
    good(cast, FEWEST - 1)
    found = figures(SERVICE, now=NOW)
    assert (found.shown, found.sentence) == (False, TOO_FEW)
    assert (found.count, found.rate, found.bad, found.fixed, found.pending) == (0, 0, 0, 0, 0)
    good(cast, 1, first=200)
    assert figures(SERVICE, now=NOW).count == FEWEST


def test_what_waits_to_be_verified_is_told_apart(cast: Cast, desk: Desk) -> None:
    good(cast, 5)
    bad(cast, 1)
    assert figures(SERVICE, now=NOW).sentence == (
        "近 12 个月 5 条评价：好评率 100.0%，差评 0 条，已整改 0 条；另有 1 条正在核实"
    )


@pytest.mark.parametrize("finding", ["false", "unclear"])
def test_what_was_not_found_true_is_no_bad_rating(cast: Cast, desk: Desk, finding: str) -> None:
    good(cast, 5)
    make.verified(bad(cast, 1), desk["operator"], finding)
    found = figures(SERVICE, now=NOW)
    assert (found.count, found.bad, found.pending) == (5, 0, 0)


def test_an_appeal_counts_only_when_it_is_upheld(cast: Cast, desk: Desk) -> None:
    good(cast, 5)
    row = make.verified(bad(cast, 1), desk["operator"])
    row = appeal(actor=desk["head"].actor(NOW), follow_up=row, reason="不是这样", now=NOW)
    assert figures(SERVICE, now=NOW).bad == 1
    recheck(actor=desk["third"].actor(NOW), follow_up=row, upheld=True, note="看了录像", now=NOW)
    assert figures(SERVICE, now=NOW).bad == 0


def test_one_bad_among_thousands_is_never_rounded_away(cast: Cast, desk: Desk) -> None:
    make.verified(bad(cast, 1), desk["operator"])
    one = make.case(cast, number="YX20261120-00002")
    Rating.objects.bulk_create(
        Rating(number=f"PJ-{at}", visit=at_visit, body=one.body, item=one.version.item, grade=5, given_at=NOW)
        for at, at_visit in enumerate(_visits(cast, desk["clerk"], 2999))
    )
    found = figures(SERVICE, now=NOW)
    assert (found.count, found.bad, found.rate) == (3000, 1, Decimal("99.9"))


def _visits(cast: Cast, clerk: Account, many: int) -> list[Visit]:
    first = make.visit(cast, clerk)
    return Visit.objects.bulk_create(
        Visit(
            code=f"code-{at}",
            organisation=first.organisation,
            post=first.post,
            officer=clerk,
            officer_name=first.officer_name,
            person=first.person,
            case_number=f"{at}",
            at=NOW,
            day=first.day,
        )
        for at in range(many)
    )


def test_the_sentence_is_that_of_the_rule() -> None:
    assert _figures(good=834, bad=8, fixed=8, pending=0).sentence == (
        "近 12 个月 842 条评价：好评率 99.0%，差评 8 条，已整改 8 条"
    )


def test_it_looks_back_twelve_months_and_no_further(cast: Cast, desk: Desk) -> None:
    good(cast, 6)
    old = Rating.objects.order_by("pk")[0]
    for moment, count in (("2025-11-20T00:00:00+08:00", 6), ("2025-11-19T23:59:59+08:00", 5)):
        Rating.objects.filter(pk=old.pk).update(given_at=moment)
        assert figures(SERVICE, now=NOW).count == count
    assert not figures(SERVICE, now=NOW + timedelta(days=400)).shown


def test_another_service_and_another_body_have_their_own(cast: Cast, desk: Desk) -> None:
    good(cast, 6)
    assert not figures("old-age-allowance", now=NOW).shown
    body = make.regulator()
    body.pk, body.code, body.role = None, "119901810000099990", "somebody-else"
    body.save()
    assert figures(body, now=NOW).sentence == TOO_FEW


def test_the_three_grades_from_fair_up_are_good(cast: Cast, desk: Desk) -> None:
    for at, grade in enumerate((Grade.FAIR, Grade.FAIR, Grade.GOOD, Grade.VERY_GOOD, Grade.VERY_GOOD)):
        good(cast, 1, first=100 + at, opinion=Opinion(grade))
    assert figures(SERVICE, now=NOW).rate == Decimal("100.0")


def test_reasons_are_counted_and_rare_ones_left_out(cast: Cast, desk: Desk) -> None:
    good(cast, 6)
    good(cast, 4, first=300, opinion=Opinion(Grade.GOOD, ("413", "411")))
    said = reasons_said(SERVICE, now=NOW)
    # 413 was given four times only: who gave it might be known.
    assert [(one.code, one.words, one.count, one.bad) for one in said] == [("411", "跑一次就办完", 10, False)]


def test_one_question_makes_a_figure(cast: Cast, desk: Desk, django_assert_num_queries: object) -> None:
    good(cast, 7)
    with django_assert_num_queries(1):
        figures(SERVICE, now=NOW)
