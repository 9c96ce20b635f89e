"""Each rule by an act that officers really did, with the clock moved; and the same act in order."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.withdraw_request import withdraw_request
from yimen.domains.cases.events import CaseAccepted
from yimen.domains.cases.jobs import deem_accepted_cases
from yimen.domains.cases.models import Case, Inspection, SpecialProcedure
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.tests import make_allowance, make_food
from yimen.domains.cases.tests import make_consultation as opinions
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, say, special, visited
from yimen.domains.supervision.actions.examine import examine, on_event
from yimen.domains.supervision.facts.judgement import must_pass
from yimen.domains.supervision.jobs import supervise
from yimen.domains.supervision.models import Examined, Finding
from yimen.domains.supervision.tests.make import FIFTH, SIXTH, accepted_on
from yimen.ground.audit.models import Entry
from yimen.ground.audit.record import record
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.actions.release import REASONS, release
from yimen.ground.processes.models import Task


def rules(case: Case) -> list[str]:
    return sorted(Finding.objects.filter(case=case).values_list("rule", flat=True))


def the(case: Case, rule: str) -> Finding:
    return Finding.objects.get(case=case, rule=rule)


def fact(finding: Finding, name: str) -> object:
    return next(one["value"] for one in finding.facts if one["name"] == name)


def swept(case: Case, now: datetime) -> list[str]:
    """What stands there after the daily job."""
    supervise.call(now.isoformat())
    return rules(case)


def test_it_finds_an_acceptance_after_the_fifth_day(cast: Cast) -> None:
    finding = the(accepted_on(cast, SIXTH), "accept-late")
    assert finding.officer == cast.wang_fang and finding.body == finding.case.body
    assert (finding.severity, finding.basis) == ("serious", "行政许可法第三十二条第一款第四项")
    told = {one["name"]: one for one in finding.facts}
    assert told["answer_late_days"]["value"] == 1
    assert "2026年11月27日为止" in told["answer_late_days"]["source"]
    # Monday; the fifth working day after it.
    assert str(finding.answer_by) == "2026-12-07"


def test_it_finds_nothing_in_an_acceptance_on_the_fifth_day(cast: Cast) -> None:
    case = accepted_on(cast, FIFTH)
    assert rules(case) == []
    assert Examined.objects.filter(case=case).count() == 1


def test_a_day_that_is_off_is_after_the_last_day_too(cast: Cast) -> None:
    finding = the(accepted_on(cast, at(11, 28)), "accept-late")
    assert fact(finding, "answer_late_days") == 1


def test_where_silence_accepts_it_concerns_the_post_that_was_silent(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing, now=NOW)
    deem_accepted_cases.call(SIXTH.isoformat())
    drain(SIXTH)
    finding = the(case, "accept-late")
    assert finding.officer is None
    assert finding.post is not None and finding.post.code == "acceptor"


def test_one_correction_in_time_is_in_order(cast: Cast) -> None:
    case = make_food.correcting(cast)
    assert rules(case) == []
    assert Examined.objects.filter(case=case).count() == 1


def test_it_finds_a_second_correction(cast: Cast) -> None:
    case = make_food.correcting(cast)
    # No action asks twice; a program that went around them would leave this.
    record(cast.wang_fang.actor(NOW), "request-correction", object_kind="case", object_ref=case.number, at=NOW)
    assert swept(case, NOW) == ["correction-again"]
    assert fact(the(case, "correction-again"), "corrections") == 2


def test_while_the_applicant_had_to_act_no_answer_is_late(cast: Cast) -> None:
    case, later = make_food.correcting(cast), at(12, 19)
    # The day has passed on which the applicant should have brought what lacked: the acceptor looks again.
    drain(later)
    accept(actor=cast.wang_fang.actor(later), case=case, task=task_of(case), now=later)
    drain(later)
    assert "accept-late" not in rules(case)


def test_it_finds_a_decision_after_the_limit_of_the_law(cast: Cast) -> None:
    late = at(12, 7)
    case = make_food.inspected(cast)
    say(case, cast.zheng_hong, "grant", now=late)
    drain(late)
    # Accepted on Friday 20 November; ten working days end on Friday 4 December.
    assert rules(case) == ["decide-late"]
    finding = the(case, "decide-late")
    assert finding.officer == cast.zheng_hong and fact(finding, "limit_late_days") == 1
    assert fact(finding, "promise_late_days") == 6


def test_it_reminds_of_a_promise_that_was_not_kept(cast: Cast) -> None:
    late = at(11, 30)
    case = make_food.inspected(cast)
    say(case, cast.zheng_hong, "grant", now=late)
    drain(late)
    assert rules(case) == ["promise-broken"]


def test_a_decision_in_time_by_the_checklist_is_in_order(cast: Cast) -> None:
    case = make_food.granted(cast)
    assert rules(case) == []
    assert Examined.objects.filter(case=case).count() == 4


def against(cast: Cast, note: str) -> Case:
    """The kitchen is not in order, and 郑红 grants all the same."""
    found = {**make_food.IN_ORDER, "site_no_cross": "false"}
    return make_food.decided(cast, "grant", note=note, found=found)


def test_it_finds_a_grant_against_the_checklist_with_a_reason_that_says_nothing(cast: Cast) -> None:
    case = against(cast, "同意")
    finding = the(case, "reason-too-thin")
    assert finding.officer == cast.zheng_hong and fact(finding, "reason_chars") == 2


def test_a_grant_against_the_checklist_with_a_reason_is_in_order(cast: Cast) -> None:
    assert rules(against(cast, "已经加装隔断，12 月 1 日复查过，生熟分开")) == []


@pytest.mark.parametrize(("outcome", "rule"), [("grant", "grant-without-reason"), ("refuse", "refuse-without-reason")])
def test_it_finds_a_decision_against_the_checklist_without_a_reason(cast: Cast, outcome: str, rule: str) -> None:
    case = make_food.inspected(cast)
    # The action asks for the reason; what a fault of the program lets through is found here.
    details = {"outcome": outcome, "against_checklist": True}
    record(cast.zheng_hong.actor(NOW), "decide", object_kind="case", object_ref=case.number, at=NOW, details=details)
    assert swept(case, NOW) == [rule]


def test_it_finds_a_step_that_nobody_has_done(cast: Cast) -> None:
    case = make_food.inspected(cast)
    Task.objects.filter(instance__subject_ref=case.number, node="written-review").update(outcome="")
    say(case, cast.zheng_hong, "grant")
    supervise.call(NOW.isoformat())
    finding = the(case, "step-skipped")
    assert "书面审查" in next(one["source"] for one in finding.facts if one["name"] == "steps_skipped")


def test_what_may_be_left_out_is_no_skipped_step(cast: Cast) -> None:
    process = service_of(make_food.draft(cast.chen_jing)).process
    # Neither the correction nor the visit lies on every way to the decision.
    assert must_pass(process, "decision") == ["check-papers", "written-review"]


def test_it_finds_an_officer_who_did_not_hold_the_post(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing)
    accept(actor=cast.wu_lei.actor(NOW), case=case, task=task_of(case), now=NOW)
    drain()
    finding = the(case, "wrong-post")
    assert finding.officer == cast.wu_lei and finding.severity == "ordinary"


def test_a_hearing_stops_the_clock_by_the_law(cast: Cast) -> None:
    case = make_food.accepted(cast)
    special(case, cast.wu_lei)
    drain()
    assert rules(case) == []


@pytest.mark.parametrize(
    ("instead", "rule"),
    [({"article": ""}, "pause-without-article"), ({"kind": "现场核查"}, "pause-not-in-law")],
)
def test_it_finds_a_pause_that_no_article_allows(cast: Cast, instead: dict[str, str], rule: str) -> None:
    case = make_food.accepted(cast)
    special(case, cast.wu_lei)
    SpecialProcedure.objects.filter(case=case).update(**instead)
    drain()
    assert rules(case) == [rule]


def test_an_extension_by_the_head_is_in_order_and_a_second_one_is_found(cast: Cast) -> None:
    case = make_food.accepted(cast)
    extend(officer=cast.ma_jianguo, case=case, added=3, reason="要等省里的检测报告", now=NOW)
    drain()
    assert rules(case) == []
    record(cast.ma_jianguo.actor(NOW), "extend", object_kind="case", object_ref=case.number, at=NOW)
    assert swept(case, NOW) == ["extend-again"]


def test_it_finds_an_extension_that_the_head_has_not_approved(cast: Cast) -> None:
    case = make_food.accepted(cast)
    with patch("yimen.domains.cases.actions.extend.may_extend", return_value=True):
        extend(officer=cast.wu_lei, case=case, added=3, reason="要等省里的检测报告", now=NOW)
    drain()
    assert rules(case) == ["extend-not-head"]


def test_two_officers_on_site_are_in_order_and_one_is_found(cast: Cast) -> None:
    assert rules(make_food.inspected(cast)) == []
    case = make_food.inspected(cast)
    Inspection.objects.filter(case=case).update(second=None)
    assert swept(case, NOW) == ["visit-alone"]


def taken_over(cast: Cast, reason: str) -> Case:
    """吴磊 takes the visit, gives it back, and 孙健 takes it."""
    case = make_food.on_site(cast)
    task = task_of(case)
    claim(officer=cast.wu_lei, task=task, now=NOW)
    release(officer=cast.wu_lei, task=task, reason=reason, now=NOW + timedelta(minutes=5))
    claim(officer=cast.sun_jian, task=task_of(case), now=NOW + timedelta(minutes=9))
    return case


def test_it_finds_a_change_of_handler_without_a_reason(cast: Cast) -> None:
    case = taken_over(cast, "")
    assert swept(case, NOW + timedelta(hours=1)) == ["handler-changed"]
    finding = the(case, "handler-changed")
    assert finding.officer == cast.sun_jian
    assert "从吴磊换成孙健" in str(finding.facts)


def test_a_change_of_handler_with_a_reason_is_in_order(cast: Cast) -> None:
    assert swept(taken_over(cast, REASONS[0]), NOW + timedelta(hours=1)) == []


def test_the_second_officer_of_a_visit_changes_nothing(cast: Cast) -> None:
    case = make_food.on_site(cast)
    claim(officer=cast.wu_lei, task=task_of(case), now=NOW)
    visited(case, cast.wu_lei, cast.sun_jian)
    claim(officer=cast.sun_jian, task=task_of(case), now=NOW + timedelta(minutes=9))
    assert swept(case, NOW + timedelta(hours=1)) == []


def test_it_finds_a_task_that_has_lain_for_four_working_days_and_finds_it_once(cast: Cast) -> None:
    case = make_food.accepted(cast)
    # Opened on Friday 20 November.
    assert swept(case, at(11, 25)) == []
    assert swept(case, at(11, 26)) == ["idle-long"]
    assert swept(case, at(11, 27)) == ["idle-long"]
    finding = the(case, "idle-long")
    assert finding.officer is None and finding.post is not None and finding.post.code == "reviewer"


def test_a_task_whose_clock_is_stopped_may_lie(cast: Cast) -> None:
    case = make_food.accepted(cast)
    special(case, cast.wu_lei, start=date(2026, 11, 20), planned_end=date(2026, 12, 4))
    drain()
    assert swept(case, at(12, 2)) == []


def test_it_finds_an_opinion_that_was_not_given_by_its_day_with_the_body_that_was_asked(cast: Cast) -> None:
    row = opinions.asked(cast)
    assert "opinion-late" not in swept(row.case, at(row.due_on.month, row.due_on.day))
    late = NOW + (row.due_on - NOW.date()) + timedelta(days=1)
    assert "opinion-late" in swept(row.case, late)
    swept(row.case, late + timedelta(days=1))
    finding = the(row.case, "opinion-late")
    assert finding.body.role == "fire-rescue" and finding.post == row.post and finding.officer is None
    assert fact(finding, "opinion_late_days") == 1 and row.number in str(finding.facts)
    assert opinions.QUESTION not in str(finding.facts)


def test_an_opinion_given_the_morning_after_is_late_and_concerns_who_gave_it(cast: Cast) -> None:
    row = opinions.asked(cast)
    late = NOW + (row.due_on - NOW.date()) + timedelta(days=1)
    claim(officer=opinions.officer("qinlang"), task=opinions.task_of(row), now=late)
    opinions.answer(row, now=late)
    assert "opinion-late" in swept(row.case, late + timedelta(hours=1))
    assert the(row.case, "opinion-late").officer == opinions.officer("qinlang")


def test_an_opinion_in_time_or_no_longer_wanted_is_nobodys_delay(cast: Cast) -> None:
    row = opinions.asked(cast)
    opinions.answer(row, now=at(row.due_on.month, row.due_on.day))
    (other,) = opinions.ask(row.case, cast.wu_lei, opinions.post("drainage", "reviewer"))
    withdraw_request(officer=cast.wu_lei, consultation=other, why="材料里已经写明", now=NOW + timedelta(hours=1))
    assert "opinion-late" not in swept(row.case, at(12, 4))


def test_it_finds_a_case_that_is_undecided_after_the_limit(cast: Cast) -> None:
    case = make_food.accepted(cast)
    assert "undecided" not in swept(case, at(12, 4))
    assert "undecided" in swept(case, at(12, 7))
    assert Finding.objects.filter(case=case, rule="undecided").count() == 1


def test_a_matter_that_is_no_permit_has_rules_of_its_own(cast: Cast) -> None:
    case = make_allowance.submitted(cast)
    late = at(12, 15)
    accept(actor=cast.gao_feng.actor(late), case=case, task=task_of(case), now=late)
    drain(late)
    finding = the(fresh(case), "answer-late")
    assert finding.severity == "ordinary" and finding.body.name == "云溪市云岭乡人民政府"


def test_an_act_is_judged_once_however_often_its_event_comes(cast: Cast) -> None:
    case = accepted_on(cast, SIXTH)
    entry = Entry.objects.get(action="accept", object_ref=case.number)
    for _ in range(2):
        on_event(CaseAccepted(case.pk, case.number, False), SIXTH)
        assert examine(entry=entry, now=SIXTH) == []
    assert rules(case) == ["accept-late"]
    assert Entry.objects.filter(action="find").count() == 1
