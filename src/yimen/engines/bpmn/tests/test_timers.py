"""Timer events and timers on the edge of tasks."""

from datetime import date

import pytest

from yimen.engines.bpmn import (
    CancelTimer,
    CapabilityFailed,
    CloseTask,
    IncidentResolved,
    OpenTask,
    RaiseIncident,
    StaleHappening,
    StartTimer,
    TaskCompleted,
    TimerFired,
    advance,
    start,
)

from .make import at, chain, effects, on, process

BEGIN = '<startEvent id="s"/><endEvent id="e"/>'


def waiting(kind, text):
    return process(
        BEGIN
        + f'<intermediateCatchEvent id="w"><timerEventDefinition><{kind}><![CDATA[{text}]]></{kind}>'
        + "</timerEventDefinition></intermediateCatchEvent>"
        + chain("s", "w", "e")
    )


def edge(key, host, text, interrupting=True):
    return (
        f'<boundaryEvent id="{key}" attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}">'
        f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition></boundaryEvent>"
    )


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("timeDuration", "P5D", "P5D"),
        ("timeDuration", "P2W", "P14D"),
        ("timeDuration", "PT90M", "PT1H30M"),
        ("timeDuration", 'duration("P1D") * 3', "P3D"),
        ("timeDuration", 'duration("P14M")', "P1Y2M"),
        ("timeDuration", 'duration("-PT1S")', "-PT1S"),
        ("timeDate", "2026-01-05", "2026-01-05"),
        ("timeDate", 'received + duration("P5D")', "2026-01-10"),
        ("timeDate", "2026-01-05T09:00:00+08:00", "2026-01-05T09:00:00+08:00"),
    ],
)
def test_a_timer_starts_with_its_value_as_iso_text(kind, text, value):
    found = waiting(kind, text)
    step = start(found, {"received": date(2026, 1, 5)})
    assert step.effects == (StartTimer(1, "w", "date" if kind == "timeDate" else "duration", value),)
    assert advance(found, step.state, TimerFired(1)).state.done


@pytest.mark.parametrize(("kind", "text"), [("timeDuration", "missing"), ("timeDuration", "5"), ("timeDate", "limit")])
def test_a_timer_without_a_value_asks_a_person(kind, text):
    step = start(waiting(kind, text), {"limit": "2026-01-05"})
    assert step.effects == (RaiseIncident(1, "w", "ym:timer-without-value"),)
    assert step.doubts
    with pytest.raises(StaleHappening, match="等待人工处理"):
        advance(waiting(kind, text), step.state, TimerFired(1))


def test_a_timer_starts_once_its_value_is_supplied():
    found = waiting("timeDate", "limit")
    step = advance(found, start(found, {}).state, IncidentResolved(1, {"limit": date(2026, 1, 5)}))
    assert [(timer.kind, timer.expression_value) for timer in effects(step, StartTimer)] == [("date", "2026-01-05")]
    assert not step.state.tokens[0].incident


TWO_TIMERS = process(
    BEGIN
    + '<userTask id="t" name="审查" ym:post="clerk"/><userTask id="remind" ym:post="clerk"/>'
    + '<userTask id="late" ym:post="head"/>'
    + edge("half", "t", "P2D", interrupting=False)
    + edge("over", "t", "P5D")
    + chain("s", "t", "e")
    + chain("half", "remind", "e")
    + chain("over", "late", "e")
)


def test_a_task_opens_with_its_timers():
    step = start(TWO_TIMERS, {})
    assert at(step) == ["half", "over", "t"]
    assert [type(effect) for effect in step.effects] == [OpenTask, StartTimer, StartTimer]
    assert {token.host for token in step.state.tokens} == {None, on(step, "t")}


def test_finishing_the_task_cancels_its_timers():
    step = start(TWO_TIMERS, {})
    done = advance(TWO_TIMERS, step.state, TaskCompleted(on(step, "t")))
    assert done.state.done
    assert set(done.effects) == {CancelTimer(on(step, "half")), CancelTimer(on(step, "over"))}


def test_a_timer_that_does_not_interrupt_leaves_the_task_open():
    step = start(TWO_TIMERS, {})
    fired = advance(TWO_TIMERS, step.state, TimerFired(on(step, "half")))
    assert at(fired) == ["over", "remind", "t"]
    assert on(fired, "t") == on(step, "t")
    with pytest.raises(StaleHappening):
        advance(TWO_TIMERS, fired.state, TimerFired(on(step, "half")))


def test_a_timer_that_interrupts_closes_the_task_and_the_other_timer():
    step = start(TWO_TIMERS, {})
    fired = advance(TWO_TIMERS, step.state, TimerFired(on(step, "over")))
    assert at(fired) == ["late"]
    assert CloseTask(on(step, "t")) in fired.effects and CancelTimer(on(step, "half")) in fired.effects
    assert CancelTimer(on(step, "over")) not in fired.effects
    with pytest.raises(StaleHappening):
        advance(TWO_TIMERS, fired.state, TaskCompleted(on(step, "t")))


def test_a_call_that_is_tried_again_keeps_its_timers():
    found = process(
        BEGIN
        + '<serviceTask id="c" ym:capability="x"/>'
        + edge("over", "c", "P1D")
        + chain("s", "c", "e")
        + chain("over", "e")
    )
    step = start(found, {})
    failed = advance(found, step.state, CapabilityFailed(on(step, "c"), "X"))
    assert at(failed) == ["c", "over"]
    again = advance(found, failed.state, IncidentResolved(on(failed, "c")))
    assert on(again, "over") == on(step, "over")
    assert effects(again, StartTimer) == []
    fired = advance(found, again.state, TimerFired(on(again, "over")))
    assert fired.state.done
