"""The process of a finding: who may do what, when, and once."""

import pytest
from django.db import DatabaseError, transaction

from tests.cast import Cast
from yimen.domains.cases.tests.make import drain
from yimen.domains.cases.tests.make_steps import at
from yimen.domains.supervision.actions.answer import answer
from yimen.domains.supervision.actions.appeal import appeal
from yimen.domains.supervision.actions.review import review
from yimen.domains.supervision.actions.rule import rule
from yimen.domains.supervision.errors import NotYours, TooEarly, TooLate
from yimen.domains.supervision.models import TEXT_LENGTH, Statement
from yimen.domains.supervision.tests import make
from yimen.domains.supervision.tests.make import SAID, SIXTH
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Incomplete, Stale
from yimen.ground.messages.models import Notice


def test_the_officer_answers_and_the_supervisors_are_told(cast: Cast) -> None:
    finding = make.answered(cast)
    drain(SIXTH)
    assert finding.state == "answered"
    (said,) = finding.statements.all()
    assert (said.kind, said.text, said.by) == ("answer", SAID, cast.wang_fang)
    assert Entry.objects.filter(action="answer-finding", object_ref=finding.number).count() == 1
    told = Notice.objects.filter(key__startswith=f"finding-answered:{finding.number}")
    assert {one.account for one in told} == {cast.fang_yuan, cast.jiang_yue}
    # What asked the officer for the answer is settled.
    assert Notice.objects.get(key__startswith="finding-opened:", account=cast.wang_fang).done_at == SIXTH


def test_nobody_else_answers_for_the_officer(cast: Cast) -> None:
    finding = make.found(cast)
    for other in (cast.wu_lei, cast.ma_jianguo, cast.fang_yuan):
        with pytest.raises(NotYours):
            answer(officer=other, finding=finding, text=SAID, now=SIXTH)


def test_it_is_answered_once_and_with_words(cast: Cast) -> None:
    finding = make.found(cast)
    for text in (" ", "长" * (TEXT_LENGTH + 1)):
        with pytest.raises(Incomplete):
            answer(officer=cast.wang_fang, finding=finding, text=text, now=SIXTH)
    answer(officer=cast.wang_fang, finding=finding, text=SAID, now=SIXTH)
    with pytest.raises(Stale):
        answer(officer=cast.wang_fang, finding=finding, text=SAID, now=SIXTH)


def test_a_supervisor_rules_with_a_reason_and_the_officer_may_appeal_for_ten_working_days(cast: Cast) -> None:
    finding = make.answered(cast)
    with pytest.raises(Incomplete) as refused:
        rule(officer=cast.fang_yuan, finding=finding, upheld=None, text="", now=SIXTH)
    assert [one.key for one in refused.value.faults] == ["upheld", "text"]
    ruled = rule(officer=cast.fang_yuan, finding=finding, upheld=True, text="期限是法定的", now=SIXTH)
    assert (ruled.state, str(ruled.appeal_by)) == ("upheld", "2026-12-14")
    drain(SIXTH)
    told = Notice.objects.get(key__startswith=f"finding-ruled:{finding.number}")
    assert told.account == cast.wang_fang and "12月14日前可以申诉一次" in told.text


def test_it_may_be_lifted_and_that_is_the_end(cast: Cast) -> None:
    finding = rule(officer=cast.fang_yuan, finding=make.answered(cast), upheld=False, text="停电", now=SIXTH)
    assert finding.state == "lifted"
    with pytest.raises(Stale):
        appeal(officer=cast.wang_fang, finding=finding, text=SAID, now=SIXTH)


def test_only_a_supervisor_over_the_body_rules(cast: Cast) -> None:
    finding = make.answered(cast)
    for other in (cast.wang_fang, cast.ma_jianguo, cast.zhou_tao):
        with pytest.raises(NotYours):
            rule(officer=other, finding=finding, upheld=True, text="认定", now=SIXTH)


def test_without_an_answer_nobody_rules_before_its_day_has_passed(cast: Cast) -> None:
    finding = make.found(cast)
    with pytest.raises(TooEarly):
        rule(officer=cast.fang_yuan, finding=finding, upheld=True, text="认定", now=at(12, 7))
    ruled = rule(officer=cast.fang_yuan, finding=finding, upheld=True, text="没有说明", now=at(12, 8))
    assert ruled.state == "upheld"


def test_another_supervisor_reviews_the_appeal(cast: Cast) -> None:
    finding = make.appealed(cast)
    drain(SIXTH)
    assert Notice.objects.get(key__startswith=f"finding-appealed:{finding.number}").account == cast.jiang_yue
    with pytest.raises(NotYours):
        review(officer=cast.fang_yuan, finding=finding, upheld=True, text="维持", now=SIXTH)
    done = review(officer=cast.jiang_yue, finding=finding, upheld=False, text="查了门禁，属实", now=SIXTH)
    assert done.state == "overturned"
    with pytest.raises(Stale):
        review(officer=cast.jiang_yue, finding=done, upheld=True, text="维持", now=SIXTH)


def test_an_appeal_comes_in_time_and_from_the_officer(cast: Cast) -> None:
    finding = make.upheld(cast)
    with pytest.raises(NotYours):
        appeal(officer=cast.ma_jianguo, finding=finding, text=SAID, now=SIXTH)
    with pytest.raises(TooLate):
        appeal(officer=cast.wang_fang, finding=finding, text=SAID, now=at(12, 15))
    assert appeal(officer=cast.wang_fang, finding=finding, text=SAID, now=at(12, 14)).state == "appealed"


def test_no_appeal_is_taken_that_nobody_could_review(cast: Cast) -> None:
    finding = make.upheld(cast)
    cast.jiang_yue.appointments.update(until=SIXTH)
    with pytest.raises(Incomplete, match="第二个监督员"):
        appeal(officer=cast.wang_fang, finding=finding, text=SAID, now=SIXTH)


def test_what_was_said_is_never_changed(cast: Cast) -> None:
    said = make.answered(cast).statements.get()
    said.text = "别的"
    with pytest.raises(DatabaseError), transaction.atomic():
        said.save()
    assert Statement.objects.get(pk=said.pk).text == SAID
