"""What is to be told within five working days counts when it is told, not when it was meant (行政许可法 32(1)(4))."""

from datetime import datetime

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, declined, papers, seal_away
from yimen.ground.documents.errors import SealUnavailable
from yimen.ground.outbox.models import Delivery

LAST = at(11, 27, 16)


def act(cast: Cast, case: Case, what: str, now: datetime) -> None:
    if what == "correct":
        request_correction(
            actor=cast.wang_fang.actor(now), case=case, task=task_of(case), points=[make.LAYOUT_LACKS], now=now
        )
    else:
        declined(case, cast.wang_fang, now=now)
    drain(now)


@pytest.mark.parametrize("what", ["correct", "decline"])
def test_a_notice_that_is_sealed_after_the_fifth_day_was_not_told_in_time(
    cast: Cast, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.submitted(cast.chen_jing)
    with monkeypatch.context() as away:
        seal_away(away)
        try:
            act(cast, case, what, LAST)
        except SealUnavailable:
            assert task_of(case).act == "accept"
    Delivery.objects.filter(done_at=None, given_up_at=None).update(next_at=at(12, 1))
    drain(at(12, 1))
    told = [one.data["date"] for one in papers(case) if one.kind in ("correction", "refuse-acceptance")]
    assert all(day <= "2026-11-27" for day in told)
    assert fresh(case).status not in ("correcting", "not-accepted")


@pytest.mark.parametrize(("what", "status"), [("correct", "correcting"), ("decline", "not-accepted")])
def test_on_the_fifth_day_it_is_in_time(cast: Cast, what: str, status: str) -> None:
    case = make.submitted(cast.chen_jing, now=NOW)
    act(cast, case, what, LAST)
    assert fresh(case).status == status
