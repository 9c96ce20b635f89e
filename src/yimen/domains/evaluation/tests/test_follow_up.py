from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.actions.appeal import appeal
from yimen.domains.evaluation.actions.fix import fix
from yimen.domains.evaluation.actions.recheck import recheck
from yimen.domains.evaluation.actions.tell_back import tell_back
from yimen.domains.evaluation.actions.verify import verify
from yimen.domains.evaluation.errors import OwnRating
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.evaluation.present import history_of, light_of
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import DomainError, Incomplete, NotAllowed, Stale

Desk = dict[str, Account]
LATER = NOW + timedelta(days=3)
DONE = "换了窗口人员，贴出了材料清单"


@pytest.fixture
def opened(case: Case) -> FollowUp:
    return make.follow_up(case, make.BAD_CALL_ME)


def checked(opened: FollowUp, handler: Account, **given: Any) -> FollowUp:
    said = {"finding": "true", "size": "simple", "reached": True, "found": "属实", **given}
    return verify(actor=handler.actor(LATER), follow_up=opened, now=LATER, **said)


def fixed(row: FollowUp, handler: Account, done: str = DONE) -> FollowUp:
    return fix(actor=handler.actor(LATER), follow_up=row, done=done, now=LATER)


def appealed(row: FollowUp, handler: Account, reason: str = "录像里没有") -> FollowUp:
    return appeal(actor=handler.actor(LATER), follow_up=row, reason=reason, now=LATER)


def rechecked(row: FollowUp, handler: Account, upheld: bool | None = True, note: str = "看了全部录像") -> FollowUp:
    return recheck(actor=handler.actor(LATER), follow_up=row, upheld=upheld, note=note, now=LATER)


def keys(refused: pytest.ExceptionInfo[Incomplete]) -> list[str]:
    return [fault.key for fault in refused.value.faults]


def test_the_whole_way_of_a_true_word(opened: FollowUp, desk: Desk) -> None:
    row = checked(opened, desk["operator"], size="simple")
    # Rated on Friday 20 November; five working days later is Friday the 27th, whenever it was verified.
    assert (row.state, row.finding, f"{row.answer_by}", row.verified_by) == (
        "verified",
        "true",
        "2026-11-27",
        desk["operator"],
    )
    row = fixed(row, desk["head"])
    assert (row.state, row.done) == ("fixed", DONE)
    row = tell_back(actor=desk["head"].actor(LATER), follow_up=row, way="phone", answer="向您道歉", now=LATER)
    assert (row.state, row.answer, row.told_by_way, row.closed_at) == ("told", "向您道歉", "phone", LATER)
    acts = ["open-follow-up", "verify-follow-up", "fix-follow-up", "tell-back"]
    assert list(Entry.objects.filter(object_ref=row.number).order_by("pk").values_list("action", flat=True)) == acts


def test_a_complex_one_has_fifteen_working_days(opened: FollowUp, desk: Desk) -> None:
    assert f"{checked(opened, desk['operator'], size='complex').answer_by}" == "2026-12-11"


@pytest.mark.parametrize("finding", ["false", "unclear"])
def test_what_is_not_true_or_not_clear_is_told_without_fixing(opened: FollowUp, desk: Desk, finding: str) -> None:
    row = checked(opened, desk["operator"], finding=finding, size="complex")
    assert (row.size, f"{row.answer_by}") == ("", "2026-11-27")
    with pytest.raises(Stale):
        fixed(row, desk["operator"])
    assert make.told(row, desk["operator"]).state == "told"


def test_what_is_true_is_not_told_before_it_is_fixed(opened: FollowUp, desk: Desk) -> None:
    row = checked(opened, desk["operator"])
    with pytest.raises(Stale):
        make.told(row, desk["operator"])


def test_nothing_is_fixed_or_told_before_it_is_verified(opened: FollowUp, desk: Desk) -> None:
    for step in (fixed, make.told, appealed, rechecked):
        with pytest.raises(Stale):
            step(opened, desk["operator"])
    opened.refresh_from_db()
    assert opened.state == "open"


def test_it_is_verified_once(opened: FollowUp, desk: Desk) -> None:
    checked(opened, desk["operator"])
    with pytest.raises(Stale):
        checked(opened, desk["head"], finding="false")
    opened.refresh_from_db()
    assert opened.finding == "true"


def test_a_verification_says_everything_it_must(opened: FollowUp, desk: Desk) -> None:
    with pytest.raises(Incomplete) as refused:
        checked(opened, desk["operator"], finding="", size="", reached=None, found=" ")
    assert keys(refused) == ["finding", "reached", "found"]
    with pytest.raises(Incomplete) as refused:
        checked(opened, desk["operator"], size="huge", found="长" * 1001)
    assert keys(refused) == ["size", "found"]


def test_who_left_no_number_is_not_called(case: Case, desk: Desk) -> None:
    row = checked(make.follow_up(case, make.BAD), desk["operator"], reached=True)
    assert row.reached is None
    with pytest.raises(Incomplete) as refused:
        tell_back(
            actor=desk["operator"].actor(LATER),
            follow_up=fixed(row, desk["operator"]),
            way="phone",
            answer="向您道歉",
            now=LATER,
        )
    assert keys(refused) == ["way"]


def test_a_fix_and_an_answer_are_written_down(opened: FollowUp, desk: Desk) -> None:
    row = checked(opened, desk["operator"])
    with pytest.raises(Incomplete):
        fixed(row, desk["operator"], done=" ")
    with pytest.raises(Incomplete) as refused:
        tell_back(actor=desk["head"].actor(LATER), follow_up=fixed(row, desk["head"]), way="", answer=" ", now=LATER)
    assert keys(refused) == ["way", "answer"]


def test_who_is_rated_does_not_judge(opened: FollowUp, desk: Desk) -> None:
    opened.rated_officers.add(desk["operator"])
    with pytest.raises(OwnRating):
        checked(opened, desk["operator"])
    assert checked(opened, desk["head"]).state == "verified"


def test_a_citizen_does_not_judge(case: Case, opened: FollowUp) -> None:
    assert case.account is not None
    with pytest.raises(NotAllowed):
        checked(opened, case.account)


def test_an_appeal_that_is_upheld_makes_the_word_untrue(opened: FollowUp, desk: Desk) -> None:
    row = appealed(checked(opened, desk["operator"]), desk["head"])
    assert row.is_under_appeal
    row = rechecked(row, desk["third"])
    assert (row.state, row.finding, row.upheld, row.size) == ("verified", "false", True, "")
    assert make.told(row, desk["third"]).state == "told"


def test_an_appeal_that_is_not_upheld_leaves_the_days_as_they_are(opened: FollowUp, desk: Desk) -> None:
    row = checked(opened, desk["operator"])
    before = row.answer_by
    row = rechecked(appealed(row, desk["head"]), desk["third"], upheld=False)
    assert (row.finding, row.answer_by, row.is_under_appeal) == ("true", before, False)
    assert fixed(row, desk["operator"]).state == "fixed"


def test_nothing_moves_while_an_appeal_is_open(opened: FollowUp, desk: Desk) -> None:
    row = appealed(checked(opened, desk["operator"]), desk["head"])
    for step in (fixed, make.told):
        with pytest.raises(Stale):
            step(row, desk["third"])


def test_there_is_one_appeal(opened: FollowUp, desk: Desk) -> None:
    row = rechecked(appealed(checked(opened, desk["operator"]), desk["head"]), desk["third"], upheld=False)
    with pytest.raises(Stale):
        appealed(row, desk["head"])


@pytest.mark.parametrize("finding", ["false", "unclear"])
def test_what_does_not_count_cannot_be_appealed(opened: FollowUp, desk: Desk, finding: str) -> None:
    with pytest.raises(Stale):
        appealed(checked(opened, desk["operator"], finding=finding), desk["head"])


def test_who_has_judged_does_not_recheck(opened: FollowUp, desk: Desk) -> None:
    row = appealed(checked(opened, desk["operator"]), desk["head"])
    for judge in ("operator", "head"):
        with pytest.raises(OwnRating):
            rechecked(row, desk[judge])
    row.refresh_from_db()
    assert row.is_under_appeal


def test_an_appeal_that_nobody_could_recheck_is_refused(opened: FollowUp, desk: Desk) -> None:
    desk["third"].appointments.update(until=NOW)
    with pytest.raises(Incomplete, match="没有第三个人"):
        appealed(checked(opened, desk["operator"]), desk["head"])


def test_an_appeal_and_its_answer_give_reasons(opened: FollowUp, desk: Desk) -> None:
    row = checked(opened, desk["operator"])
    with pytest.raises(Incomplete):
        appealed(row, desk["head"], reason="")
    row = appealed(row, desk["head"])
    with pytest.raises(Incomplete) as refused:
        rechecked(row, desk["third"], upheld=None, note="")
    assert keys(refused) == ["upheld", "note"]


def test_the_light_tells_what_is_late(opened: FollowUp, desk: Desk) -> None:
    calendar = working_calendar()
    friday = legal_day(NOW)
    assert light_of(opened, calendar, friday)[0] == "soon"
    assert light_of(opened, calendar, friday + timedelta(days=3)) == ("soon", "今天到期")
    assert light_of(opened, calendar, friday + timedelta(days=4)) == ("late", "超期 1 个工作日")
    row = checked(opened, desk["operator"], size="complex")
    assert light_of(row, calendar, legal_day(LATER)) == ("ok", "剩 14 个工作日")
    assert light_of(row, calendar, friday + timedelta(days=24))[0] == "late"
    row = make.told(fixed(row, desk["operator"]), desk["operator"])
    assert light_of(row, calendar, friday + timedelta(days=99))[0] == "pause"


def test_the_history_says_what_is_done_what_goes_on_and_by_when(opened: FollowUp, desk: Desk) -> None:
    assert [(one["title"], one["state"], one["time_text"]) for one in history_of(opened)[:2]] == [
        ("收到评价", "done", "11月20日 10:00"),
        ("核实", "now", "11月23日前"),
    ]
    row = make.told(fixed(checked(opened, desk["operator"]), desk["operator"]), desk["operator"])
    assert {one["state"] for one in history_of(row)} == {"done"}
    untrue = [one["title"] for one in history_of(FollowUp(finding="false", opened_at=NOW, verify_by=NOW.date()))]
    assert "整改" not in untrue


def test_evidence_has_findings_and_no_words(opened: FollowUp, desk: Desk) -> None:
    row = rechecked(appealed(checked(opened, desk["operator"]), desk["head"]), desk["third"], upheld=False)
    make.told(fixed(row, desk["third"]), desk["third"])
    details = dict(Entry.objects.filter(object_ref=row.number).values_list("action", "details"))
    assert details == {
        "open-follow-up": {},
        "verify-follow-up": {"finding": "true", "size": "simple"},
        "appeal-finding": {},
        "recheck-finding": {"upheld": False, "finding": "true"},
        "fix-follow-up": {},
        "tell-back": {"way": "page"},
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "verified"},
        {"state": "open", "finding": "true"},
        {"state": "fixed", "finding": "false", "done": "改了"},
        {"state": "fixed", "finding": "true"},
        {"state": "told", "finding": "true", "answer": "答复"},
        {"state": "told", "finding": "false"},
        {"state": "dropped", "finding": "false"},
    ],
    ids=str,
)
def test_the_database_itself_refuses_states_that_cannot_be(opened: FollowUp, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=opened.pk).update(**wrong)


def test_every_refusal_says_what_to_do(opened: FollowUp, desk: Desk) -> None:
    with pytest.raises(DomainError) as refused:
        fixed(opened, desk["operator"])
    assert refused.value.sentence and refused.value.advice
