from datetime import date, timedelta

from yimen.engines import bpmn
from yimen.ground.processes.watching import history, words
from yimen.ground.processes.watching.history import Element, Entry, Watched, stays_of, with_jobs
from yimen.ground.processes.watching.tests.run import START, Run, corrected


def element(watched: Watched, node: str) -> Element:
    return next(one for one in watched.elements if one.node.id == node)


def test_what_waits_now_is_known_with_since_when() -> None:
    run = corrected()
    (here,) = run.watched().here
    assert (here.node.id, here.state, here.since) == ("check-again", history.HERE, run.now)


def test_elements_stand_in_the_order_in_which_they_were_reached() -> None:
    visited = [one.node.id for one in corrected().watched().visited]
    assert visited == [
        "start",
        "receipt",
        "look-up",
        "check-papers",
        "papers-judged",
        "ask-correction",
        "supply",
        "check-again",
    ]


def test_a_wait_keeps_how_long_it_was_and_who_ended_it() -> None:
    found = element(corrected().watched(), "check-papers")
    (stay,) = found.stays
    assert stay.until is not None
    assert stay.until - stay.since == timedelta(days=1, hours=2)
    assert (words.who(stay, found.node), words.how(stay, found.node)) == ("受理岗 王芳", "要补正")
    applicant = element(corrected().watched(), "supply")
    assert words.who(applicant.stays[0], applicant.node) == "申请人 王芳"


def test_a_timer_that_was_not_needed_is_no_visit() -> None:
    overdue = element(corrected().watched(), "supply-overdue")
    assert (overdue.state, overdue.passed) == (history.AHEAD, 0)


def test_a_timer_beside_a_task_is_armed_and_does_not_count_as_waiting() -> None:
    run = Run().returned().returned().done("correct")
    run.go(bpmn.CapabilityReturned(run.token().id, {"supply_until": date(2026, 12, 1)}))
    found = run.watched()
    assert [one.node.id for one in found.here] == ["supply"]
    assert element(found, "supply-overdue").state == history.ARMED
    assert element(found, "supply-overdue").now == ()


def test_a_way_walked_twice_is_counted_twice() -> None:
    run = Run().returned().returned().done("accept").returned().returned().decided()
    run.done("agree").decided().done("done", "核查岗").decided().done("back", days=1)
    found = run.watched()
    review = element(found, "written-review")
    assert (review.state, review.passed, len(review.stays)) == (history.HERE, 1, 2)
    assert review.since == run.now
    assert element(found, "grant").state == history.AHEAD


def test_a_step_that_failed_is_shown_as_failed() -> None:
    run = Run().returned().returned().done("correct")
    # The day until which to supply is missing: its timer cannot begin, and a person is asked.
    found = run.returned().watched()
    assert element(found, "supply-overdue").state == history.FAILED


def test_an_instance_that_ended_has_nothing_here() -> None:
    run = Run().returned().returned().done("decline", hours=3).returned().returned()
    found = run.watched()
    assert (found.here, found.ended_at) == ((), run.now)
    assert element(found, "not-accepted").state == history.PASSED


def test_the_history_says_in_order_what_happened() -> None:
    told = words.lines(corrected().watched())
    assert told[0] == (START, "流程开始；到“出具收件凭证”，等系统。")
    assert told[3][1] == "“受理审查”要补正（受理岗 王芳，用了 1 天 2 小时）；经过“受理吗”；到“一次告知补正”，等系统。"
    assert told[-1][1] == "“补正”已补正（申请人 王芳，用了 2 天）；到“补正后再看”，等工作人员。"


def test_the_history_of_a_refusal_ends_with_its_end() -> None:
    run = Run().returned().returned().done("decline").returned().returned()
    assert words.lines(run.watched())[-1][1].endswith("到了终点“不予受理”；流程结束。")


def test_lengths_are_said_with_two_figures() -> None:
    said = [words.length(one) for one in (4, 60, 3600, 3 * 3600 + 120, 86400, 2 * 86400 + 3700)]
    assert said == ["不到 1 分钟", "1 分钟", "1 小时", "3 小时 2 分钟", "1 天", "2 天 1 小时"]


def test_a_token_that_moved_on_under_its_number_was_on_both_elements() -> None:
    run = corrected()
    token = run.token()
    moved = Entry(run.now + timedelta(hours=2), "TokenMoved", {"t": [[token.id, "written-review", 1]]})
    first, second = stays_of([*run.entries, moved], run.process)[-2:]
    assert (first.node, first.until, first.how) == ("check-again", moved.at, "left")
    assert (second.node, second.since, second.until) == ("written-review", moved.at, None)
    stays = with_jobs(stays_of([*run.entries, moved], run.process), [])
    told = words.lines(Watched(run.process, START, None, (*run.entries, moved), stays))
    assert told[-1][1] == "管理员把流程移到了另一步；到“书面审查”，等工作人员。"


def test_what_only_an_older_version_had_is_told_by_the_name_of_its_work() -> None:
    before = Entry(START, "Started", {"t": [[1, "old-step", 1]]})
    after = Entry(START + timedelta(days=1), "TaskCompleted", {"x": [[1]], "t": [[2, "written-review", 1]]})
    process = Run().process
    found = Watched(
        process, START, None, (before, after), tuple(stays_of((before, after), process)), {"old-step": "老办法审"}
    )
    old = element(found, "old-step")
    assert (old.state, old.node.label) == (history.PASSED, "老办法审")
    assert words.lines(found)[-1][1].startswith("“老办法审”办完（系统，用了 1 天）；到“书面审查”")
