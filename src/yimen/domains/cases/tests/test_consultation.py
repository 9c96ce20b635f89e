"""征求意见: whoever has a case in hand asks other bodies, each answers by itself, and nothing of it stops the clock."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.actions.withdraw_request import OVER, withdraw_request
from yimen.domains.cases.consultations import (
    CONSULTATION,
    CURRENT,
    consultations_of,
    definition,
    open_consultations,
    soon_on,
)
from yimen.domains.cases.errors import ConsultationRefused, NoteTooLong, ReasonMissing, WrongOutcome
from yimen.domains.cases.models import Case, Consultation
from yimen.domains.cases.tests import make, make_food, make_restaurant
from yimen.domains.cases.tests import make_consultation as opinions
from yimen.domains.cases.tests.make_steps import UNPRINTABLE, at, evidence, steps
from yimen.engines import bpmn
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.errors import DomainError, Stale
from yimen.ground.messages.models import Notice
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.actions.fire_timers import fire_due_timers
from yimen.ground.processes.models import Instance, Message, Task, Timer

FRIDAY_AFTER = at(11, 27)


def fresh(row: Consultation) -> Consultation:
    return Consultation.objects.select_related("case", "post__organisation", "asking__organisation").get(pk=row.pk)


def told(row: Consultation, what: str) -> set[str]:
    """Who was told of it."""
    found = Notice.objects.filter(key__startswith=f"opinion-{what}:{row.number}:")
    return set(found.values_list("account__staff_name", flat=True))


def test_the_drawing_has_no_fault() -> None:
    process = definition(CURRENT)
    assert bpmn.check(process) == []
    assert {one.post for one in process.nodes.values() if isinstance(one, bpmn.UserTask)} == {"assistant"}


def test_asking_puts_a_task_before_the_other_body_with_its_own_day_and_moves_no_day_of_the_case(cast: Cast) -> None:
    case = opinions.in_hand(cast)
    (row,) = opinions.ask(case, cast.wu_lei)
    task = opinions.task_of(row)
    assert (row.number, row.due_on) == (f"{case.number}-Y1", date(2026, 11, 25))
    assert (task.post, task.act, task.due_on, task.soon_on) == (
        opinions.fire(), "advise", date(2026, 11, 25), date(2026, 11, 24),
    )  # fmt: skip
    after = make.fresh(case)
    assert (after.promised_on, after.statutory_on, after.status) == (case.promised_on, case.statutory_on, case.status)
    assert not after.special_procedures.exists()
    assert make.task_of(after).act == "review"


def test_asking_is_evidence_and_the_applicant_reads_whom_but_not_what(cast: Cast) -> None:
    row = opinions.asked(cast)
    case = make.fresh(row.case)
    details = evidence(case, "ask-opinion").details
    assert (details["consultation"], details["shows"]) == (row.number, sorted(opinions.SHOWS))
    assert case.steps.get(kind="opinion-asked").note == "云溪市消防救援大队"
    assert opinions.QUESTION not in "".join(case.steps.values_list("note", flat=True))


def test_those_who_may_answer_are_told_and_nobody_else(cast: Cast) -> None:
    row = opinions.asked(cast)
    assert told(row, "asked") == {"秦朗", "韩雪"}
    assert "陈静" not in "".join(Notice.objects.filter(key__contains=row.number).values_list("title", "text")[0])


def test_two_departments_are_asked_at_once_and_answer_apart(cast: Cast) -> None:
    case = opinions.in_hand(cast)
    first, second = opinions.ask(case, cast.wu_lei, opinions.fire(), opinions.post("city-management", "reviewer"))
    opinions.answer(first)
    assert [one.outcome for one in consultations_of(make.fresh(case))] == ["agree", ""]
    opinions.answer(second, "elsewhere", "招牌不在这次申请里。", by="luping")
    assert [one.answered_by for one in consultations_of(make.fresh(case))] == ["秦朗", "陆平"]


def test_a_case_for_which_nothing_was_asked_costs_no_question(cast: Cast, django_assert_num_queries: Callable) -> None:
    case = make_food.accepted(cast)
    list(case.steps.all())
    case = Case.objects.prefetch_related("steps").get(pk=case.pk)
    with django_assert_num_queries(0):
        assert consultations_of(case) == []


@pytest.mark.parametrize("outcome", ["agree", "object", "elsewhere"])
def test_an_answer_closes_the_task_tells_who_asked_and_sends_the_message(cast: Cast, outcome: str) -> None:
    row = opinions.asked(cast)
    opinions.answer(row, outcome)
    row = fresh(row)
    assert (row.outcome, row.text, row.answered_by, row.answered_at) == (outcome, opinions.ANSWER, "秦朗", NOW)
    assert not Task.objects.filter(instance__subject_ref=row.number, closed_at=None).exists()
    assert not Timer.objects.filter(instance__subject_ref=row.number, closed_at=None).exists()
    assert Instance.objects.get(subject_ref=row.number).result == "given"
    assert told(row, "given") == {"吴磊"}
    message = Message.objects.get(name="opinion-given")
    assert (message.key, message.payload) == (
        f"{row.case.number} fire-rescue/inspector", {"opinion_outcome": outcome},
    )  # fmt: skip
    entry = Entry.objects.get(action="answer-opinion", object_ref=row.number)
    assert entry.details == {"case": row.case.number, "outcome": outcome, "late": False}
    assert opinions.ANSWER not in "".join(row.case.steps.values_list("note", flat=True))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", ReasonMissing), (" \n", ReasonMissing), ("长" * 2001, NoteTooLong), (f"同意{UNPRINTABLE}", MissingGlyphs)],
)
def test_an_answer_has_reasons_that_can_be_kept(cast: Cast, text: str, refusal: type[Exception]) -> None:
    row = opinions.asked(cast)
    with pytest.raises(refusal):
        opinions.answer(row, text=text)
    assert fresh(row).is_open


@pytest.mark.parametrize("outcome", ["", "grant", "back"])
def test_there_are_three_answers_and_no_other(cast: Cast, outcome: str) -> None:
    row = opinions.asked(cast)
    with pytest.raises(WrongOutcome):
        opinions.answer(row, outcome)


def test_the_second_of_two_who_answer_is_told(cast: Cast) -> None:
    row = opinions.asked(cast)
    task = opinions.task_of(row)
    opinions.answer(row)
    with pytest.raises(Stale, match="已经由秦朗答复"):
        opinions.answer(row, "object", by="hanxue", task=task)
    assert fresh(row).outcome == "agree"


def test_who_has_not_the_case_in_hand_cannot_ask(cast: Cast) -> None:
    case = make_food.accepted(cast)
    with pytest.raises(ConsultationRefused, match="不在您手里"):
        opinions.ask(case, cast.wu_lei)
    claim(officer=cast.wu_lei, task=make.task_of(case), now=NOW)
    with pytest.raises(ConsultationRefused, match="不在您手里"):
        opinions.ask(case, cast.zheng_hong)
    assert not Consultation.objects.exists()


def refused(cast: Cast, match: str, **told: object) -> None:
    case = opinions.in_hand(cast)
    posts = told.pop("posts", [opinions.fire()])
    with pytest.raises(DomainError, match=match):
        opinions.ask(case, cast.wu_lei, *posts, **told)
    assert not Consultation.objects.exists() and "opinion-asked" not in steps(case)


def test_the_own_department_is_not_asked(cast: Cast) -> None:
    refused(cast, "本单位", posts=[opinions.post("market-regulator", "reviewer")])


def test_a_post_that_is_not_registered_to_answer_is_not_asked(cast: Cast) -> None:
    refused(cast, "还没有选", posts=[opinions.post("fire-rescue", "approver")])


def test_one_wrong_post_among_good_ones_refuses_all(cast: Cast) -> None:
    refused(cast, "还没有选", posts=[opinions.fire(), opinions.post("fire-rescue", "approver")])


@pytest.mark.parametrize(
    "name", ["material.m1", "field.agent_name", "material.m99", "field.no_such", "all", "fact.food_crime"]
)
def test_nothing_is_shown_that_the_asking_officer_does_not_see(cast: Cast, name: str) -> None:
    refused(cast, "看不到", shows=["material.m3", name])


@pytest.mark.parametrize("days", [0, -1, 16])
def test_an_answer_has_one_to_fifteen_working_days(cast: Cast, days: int) -> None:
    refused(cast, "1 到 15 个工作日", days=days)


@pytest.mark.parametrize(("question", "match"), [("", "还没有写"), ("长" * 1001, "1000"), (UNPRINTABLE, "印不出来")])
def test_a_question_can_be_read(cast: Cast, question: str, match: str) -> None:
    refused(cast, match, question=question)


def test_the_same_question_is_asked_once_and_another_again(cast: Cast) -> None:
    row = opinions.asked(cast)
    with pytest.raises(ConsultationRefused, match="已经问过消防大队"):
        opinions.ask(make.fresh(row.case), cast.wu_lei, question=f"  {opinions.QUESTION}\n")
    (second,) = opinions.ask(make.fresh(row.case), cast.wu_lei, question="操作间的灭火器够不够？")
    assert second.number == f"{row.case.number}-Y2"


def test_after_the_decision_nothing_is_asked_and_what_is_out_is_not_answered_any_more(cast: Cast) -> None:
    case = make_food.inspected(cast)
    task = make.task_of(case)
    claim(officer=cast.zheng_hong, task=task, now=NOW)
    (row,) = opinions.ask(case, cast.zheng_hong)
    waiting = opinions.task_of(row)
    decided = make.decided(case, cast.zheng_hong, "grant")
    row = fresh(row)
    assert (decided.status, row.withdrawn_by, row.withdrawn_why) == ("granted", SYSTEM.name, OVER)
    assert not open_consultations([decided.pk]).exists()
    with pytest.raises(Stale):
        opinions.ask(decided, cast.zheng_hong, question="还有一点")
    with pytest.raises(Stale):
        opinions.answer(row, task=waiting)


def test_between_the_decision_and_its_paper_nobody_answers(cast: Cast) -> None:
    row = opinions.asked(cast)
    Case.objects.filter(pk=row.case_id).update(decision="grant")
    with pytest.raises(Stale, match="已经有了决定"):
        opinions.answer(row)


def test_an_applicant_who_takes_the_case_back_ends_the_requests(cast: Cast) -> None:
    row = opinions.asked(cast)
    withdraw(actor=cast.chen_jing.actor(NOW), case=make.fresh(row.case), reason="", now=NOW)
    make.drain()
    assert not fresh(row).is_open
    assert not Task.objects.filter(closed_at=None, instance__subject_ref__startswith=row.case.number).exists()
    with pytest.raises(Stale, match="撤回"):
        opinions.answer(row, task=Task.objects.filter(instance__subject_ref=row.number).get())


def test_of_a_joint_application_each_part_asks_and_what_is_out_ends_with_the_whole(cast: Cast) -> None:
    whole = make_restaurant.submitted(cast, "everything-with-inspection")
    lane = make_restaurant.lane(whole, "sign")
    claim(officer=opinions.officer("luping"), task=make.task_of(lane), now=NOW)
    (row,) = opinions.ask(lane, opinions.officer("luping"), shows=[])
    assert row.number == f"{lane.number}-Y1"
    withdraw(actor=cast.chen_jing.actor(NOW), case=make.fresh(whole), reason="", now=NOW)
    make.drain()
    assert (fresh(row).withdrawn_by, fresh(row).withdrawn_why) == (SYSTEM.name, OVER)
    assert Instance.objects.get(subject_ref=row.number).result == "cancelled"


def test_whoever_has_the_case_takes_a_request_back_and_the_task_closes(cast: Cast) -> None:
    row = opinions.asked(cast)
    withdraw_request(officer=cast.wu_lei, consultation=row, why="申请人换了布局图", now=NOW)
    make.drain()
    after = fresh(row)
    assert (after.withdrawn_by, after.withdrawn_why) == ("吴磊", "申请人换了布局图")
    assert Instance.objects.get(subject_ref=row.number).ended_with == "withdrawn"
    assert Task.objects.get(instance__subject_ref=row.number).outcome == "cancelled"
    assert told(row, "withdrawn") == {"秦朗", "韩雪"}
    assert evidence(make.fresh(row.case), "withdraw-opinion-request").details == {"consultation": row.number}
    assert not Message.objects.exists()
    (again,) = opinions.ask(make.fresh(row.case), cast.wu_lei)
    assert again.is_open


def test_only_the_holder_takes_a_request_back_and_only_an_open_one(cast: Cast) -> None:
    row = opinions.asked(cast)
    with pytest.raises(ConsultationRefused, match="不在您手里"):
        withdraw_request(officer=cast.sun_jian, consultation=row, why="", now=NOW)
    with pytest.raises(NoteTooLong):
        withdraw_request(officer=cast.wu_lei, consultation=row, why="长" * 201, now=NOW)
    opinions.answer(row)
    with pytest.raises(Stale, match="已经答复"):
        withdraw_request(officer=cast.wu_lei, consultation=row, why="", now=NOW)


def test_one_that_is_late_is_reminded_of_once_and_may_still_be_answered(cast: Cast) -> None:
    row = opinions.asked(cast)
    assert fire_due_timers(lambda: at(11, 25, 23)) == 0
    assert fire_due_timers(lambda: at(11, 26, 1)) == 1
    make.drain(at(11, 26, 1))
    assert (told(row, "late"), told(row, "late-asker")) == ({"秦朗", "韩雪"}, {"吴磊"})
    assert fire_due_timers(lambda: FRIDAY_AFTER) == 0
    opinions.answer(row, now=FRIDAY_AFTER)
    assert Entry.objects.get(action="answer-opinion").details["late"] is True
    assert Instance.objects.get(subject_ref=row.number).ended_at == FRIDAY_AFTER


def test_whoever_has_the_case_by_now_is_told_of_the_answer_too(cast: Cast) -> None:
    row = opinions.asked(cast)
    give_opinion(
        actor=cast.wu_lei.actor(NOW),
        case=make.fresh(row.case),
        task=make.task_of(row.case),
        outcome="agree",
        text="材料齐全",
        now=NOW,
    )
    make.drain()
    claim(officer=cast.sun_jian, task=make.task_of(row.case), now=NOW)
    opinions.answer(row)
    assert told(row, "given") == {"吴磊", "孙健"}


def test_a_reminder_that_the_worker_brings_twice_is_one(cast: Cast) -> None:
    row = opinions.asked(cast)
    for _ in range(2):
        assert CONSULTATION.capabilities["remind"](row.number, now=at(11, 26, 1)) == {}
    make.drain(at(11, 26, 1))
    assert Entry.objects.filter(action="remind-opinion", object_ref=row.number).count() == 1
    assert Notice.objects.filter(key__startswith=f"opinion-late:{row.number}:").count() == 2


def test_the_day_before_the_last_working_day_is_soon(cast: Cast) -> None:
    assert soon_on(date(2026, 11, 23)) == date(2026, 11, 20)
