from datetime import datetime, timedelta

import pytest

from tests.cast import NOW
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.actions.change_rating import change_rating
from yimen.domains.evaluation.jobs import forget_phones
from yimen.domains.evaluation.models import Rating
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry


def run(now: datetime) -> int:
    return forget_phones.func(now.isoformat())


def test_a_number_is_forgotten_thirty_days_after_all_is_over(case: Case, desk: dict[str, Account]) -> None:
    make.told(make.verified(make.follow_up(case, make.BAD_CALL_ME), desk["operator"], "false"), desk["operator"])
    assert run(NOW + timedelta(days=30)) == 0
    assert Rating.objects.get().phone == "15400000001"
    assert run(NOW + timedelta(days=30, seconds=1)) == 1
    assert Rating.objects.get().phone == ""
    assert Entry.objects.filter(action="forget-phone").count() == 1
    assert run(NOW + timedelta(days=60)) == 0


@pytest.mark.parametrize("stage", ["open", "verified"])
def test_a_number_that_is_still_needed_is_kept(case: Case, desk: dict[str, Account], stage: str) -> None:
    opened = make.follow_up(case, make.BAD_CALL_ME)
    if stage == "verified":
        make.verified(opened, desk["operator"])
    assert run(NOW + timedelta(days=400)) == 0
    assert Rating.objects.get().phone == "15400000001"


def test_a_follow_up_opened_anew_keeps_the_number(case: Case) -> None:
    assert case.account is not None
    actor = case.account.actor(NOW)
    rating = make.rating(case, make.BAD_CALL_ME)
    for opinion in (make.GOOD, make.BAD_CALL_ME):
        change_rating(actor=actor, rating=rating, opinion=opinion, now=NOW)
    assert run(NOW + timedelta(days=400)) == 0
    assert Rating.objects.get().phone == "15400000001"
