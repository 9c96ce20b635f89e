from datetime import datetime, timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.actions.add_remark import add_remark
from yimen.domains.evaluation.actions.change_rating import change_rating
from yimen.domains.evaluation.actions.rate import rate_visit
from yimen.domains.evaluation.errors import NoChange, RemarkedAlready
from yimen.domains.evaluation.grades import Grade
from yimen.domains.evaluation.models import FollowUp, Rating
from yimen.domains.evaluation.opinions import Opinion
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Incomplete

LATER = NOW + timedelta(days=2)
# The tenth day after Friday 20 November is Monday the 30th; it ends at 16:00 UTC.
LAST_MOMENT = datetime.fromisoformat("2026-11-30T15:59:59+00:00")


def change(rating: Rating, opinion: Opinion, *, now: datetime = LATER) -> Rating:
    assert rating.case is not None and rating.case.account is not None
    return change_rating(actor=rating.case.account.actor(now), rating=rating, opinion=opinion, now=now)


def remark(rating: Rating, text: str) -> Rating:
    assert rating.case is not None and rating.case.account is not None
    return add_remark(actor=rating.case.account.actor(LATER), rating=rating, text=text, now=LATER)


def test_a_rating_is_changed_up_to_the_last_moment_of_the_tenth_day(case: Case) -> None:
    rating = make.rating(case, make.GOOD)
    changed = change(rating, Opinion(Grade.VERY_GOOD, ("510",)), now=LAST_MOMENT)
    assert (changed.grade, changed.reasons, changed.text, changed.changed_at) == (5, ["510"], "", LAST_MOMENT)
    assert Rating.objects.count() == 1


def test_a_moment_later_it_stands(case: Case) -> None:
    rating = make.rating(case, make.GOOD)
    with pytest.raises(NoChange, match="11月30日前"):
        change(rating, make.BAD, now=LAST_MOMENT + timedelta(seconds=1))
    assert Rating.objects.get().grade == Grade.GOOD


def test_a_better_word_before_verification_ends_the_follow_up(case: Case) -> None:
    opened = make.follow_up(case)
    rating = change(opened.rating, make.GOOD)
    assert rating.follow_up is None
    opened.refresh_from_db()
    assert (opened.state, opened.closed_at) == ("dropped", LATER)


def test_a_worse_word_opens_one_with_days_of_its_own(case: Case) -> None:
    rating = change(make.rating(case, make.GOOD), make.BAD)
    opened = rating.follow_up
    assert opened is not None
    # Changed on Sunday 22 November: the next working day is Monday.
    assert (opened.opened_at, f"{opened.verify_by}") == (LATER, "2026-11-23")


def test_another_bad_word_gains_nobody_days(case: Case) -> None:
    opened = make.follow_up(case)
    rating = change(opened.rating, make.BAD_CALL_ME)
    assert rating.follow_up == opened
    assert FollowUp.objects.get().opened_at == NOW


def test_back_and_forth_leaves_one_live_follow_up(case: Case) -> None:
    rating = make.rating(case, make.BAD)
    for opinion in (make.GOOD, make.BAD, make.GOOD, make.BAD):
        rating = change(rating, opinion)
    assert [one.state for one in FollowUp.objects.order_by("pk")] == ["dropped", "dropped", "open"]


def test_a_verified_rating_stands_so_that_nobody_is_talked_into_taking_it_back(
    case: Case, desk: dict[str, Account]
) -> None:
    opened = make.verified(make.follow_up(case), desk["operator"])
    with pytest.raises(NoChange, match="已经核实"):
        change(opened.rating, make.GOOD)
    assert Rating.objects.get().grade == Grade.BAD


def test_a_rating_by_link_counts_once(cast: Cast, desk: dict[str, Account]) -> None:
    actor = desk["clerk"].actor(NOW)
    rating = rate_visit(actor=actor, visit=make.visit(cast, desk["clerk"]), opinion=make.GOOD, now=NOW)
    with pytest.raises(NoChange, match="链接"):
        change_rating(actor=actor, rating=rating, opinion=make.BAD, now=NOW)


def test_the_evidence_of_a_change_does_not_say_what_changed(case: Case) -> None:
    change(make.rating(case, make.GOOD), make.BAD)
    assert [row.details for row in Entry.objects.filter(action="change-rating")] == [{}]


def test_one_more_word_is_added_once(case: Case, desk: dict[str, Account]) -> None:
    opened = make.told(make.verified(make.follow_up(case), desk["operator"], "false"), desk["operator"])
    rating = remark(opened.rating, " 我不同意\r\n录像不全 ")
    assert (rating.remark, rating.remarked_at) == ("我不同意\n录像不全", LATER)
    with pytest.raises(RemarkedAlready):
        remark(rating, "再说一句")
    assert Rating.objects.get().remark == "我不同意\n录像不全"
    assert [row.details for row in Entry.objects.filter(action="add-remark")] == [{}]


@pytest.mark.parametrize(("text", "sentence"), [("  ", "写下您要补充的话"), ("慢" * 501, "多了 1 个")])
def test_an_empty_or_endless_remark_is_refused(case: Case, text: str, sentence: str) -> None:
    rating = make.rating(case)
    with pytest.raises(Incomplete, match=sentence):
        remark(rating, text)
    assert Rating.objects.get().remarked_at is None
