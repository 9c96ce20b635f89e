"""Timers that repeat, that move, and that count in months, as the worker comes round."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tests.cast import NOW
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit import SYSTEM
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.move_timer import move_timer
from yimen.ground.processes.models import Instance, Task, Timer
from yimen.ground.processes.tests.make import Probe, at, one_round, start, waiting

DAY = timedelta(days=1)
LAST_OF_JANUARY = datetime(2027, 1, 31, 2, 0, tzinfo=UTC)


def reminding(cycle: str) -> bpmn.Process:
    """Somebody looks at it; beside it a reminder comes round."""
    return process(
        f"""<startEvent id="start"/><userTask id="look" ym:post="registrar"/><endEvent id="done"/>
        <boundaryEvent id="again" attachedToRef="look" cancelActivity="false"><timerEventDefinition>
        <timeCycle>{cycle}</timeCycle></timerEventDefinition></boundaryEvent>
        <userTask id="remind" ym:post="registrar"/><endEvent id="reminded"/>"""
        + chain("start", "look", "done")
        + chain("again", "remind", "reminded")
    )


def reminders(instance: Instance) -> list[datetime]:
    return list(
        Task.objects.filter(instance=instance, node="remind").order_by("pk").values_list("opened_at", flat=True)
    )


def test_a_cycle_fires_so_often_and_no_more(probe: Probe) -> None:
    probe.process = reminding("R3/P1D")
    instance = start()
    for day in range(1, 6):
        one_round(NOW + day * DAY)
    assert reminders(instance) == [NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY]
    assert at(instance) == ["look", "remind", "remind", "remind"]
    assert not Timer.objects.filter(closed_at=None).exists()


def test_a_cycle_without_a_number_goes_on_until_its_task_is_done(probe: Probe) -> None:
    probe.process = reminding("R/P1D")
    instance = start()
    for day in range(1, 8):
        one_round(NOW + day * DAY)
    assert len(reminders(instance)) == 7
    with transaction.atomic():
        cancel_process(actor=SYSTEM, kind="probe", reference="P1", ended_with="withdrawn", now=NOW)
    assert one_round(NOW + 30 * DAY) == 0


def test_a_worker_that_comes_late_shifts_no_later_turn(probe: Probe) -> None:
    probe.process = reminding("R3/P1D")
    start()
    one_round(NOW + DAY + timedelta(hours=5))
    assert Timer.objects.get(closed_at=None).due_at == NOW + 2 * DAY


def test_turns_that_were_missed_all_come_when_the_worker_is_back(probe: Probe) -> None:
    probe.process = reminding("R3/P1D")
    instance = start()
    back = NOW + 30 * DAY
    for _ in range(3):
        assert one_round(back) == 1
    assert reminders(instance) == [back] * 3
    assert one_round(back) == 0


def test_months_are_counted_from_the_first_day_so_that_february_shortens_no_later_month(probe: Probe) -> None:
    probe.process = reminding("R4/P1M")
    start(now=LAST_OF_JANUARY)
    due = []
    while timer := Timer.objects.filter(closed_at=None).first():
        due.append(timer.due_at)
        one_round(timer.due_at)
    assert [(one.month, one.day) for one in due] == [(2, 28), (3, 31), (4, 30), (5, 31)]


def test_a_cycle_with_a_beginning_counts_from_it(probe: Probe) -> None:
    probe.process = reminding("R3/2027-01-31T10:00:00/P1M")
    start()
    due = []
    while timer := Timer.objects.filter(closed_at=None).first():
        due.append(timer.due_at)
        one_round(timer.due_at)
    assert due == [datetime(2027, month, day, 2, 0, tzinfo=UTC) for month, day in ((1, 31), (2, 28), (3, 31))]


def test_an_intermediate_cycle_lets_a_token_go_on_each_time(probe: Probe) -> None:
    probe.process = process(
        """<startEvent id="start"/><intermediateCatchEvent id="wait"><timerEventDefinition>
        <timeCycle>R2/P1D</timeCycle></timerEventDefinition></intermediateCatchEvent>
        <userTask id="look" ym:post="registrar"/><endEvent id="done"/>"""
        + chain("start", "wait", "look", "done")
    )
    instance = start()
    one_round(NOW + DAY)
    assert at(instance) == ["look", "wait"]
    one_round(NOW + 2 * DAY)
    assert at(instance) == ["look", "look"]


@pytest.mark.parametrize("new", [NOW + 2 * DAY, NOW + 9 * DAY])
def test_a_date_that_moves_takes_its_timer_with_it(probe: Probe, new: datetime) -> None:
    probe.process = waiting("until", "timeDate")
    instance = start(variables={"until": NOW + 5 * DAY})
    with transaction.atomic():
        move_timer(kind="probe", reference="P1", was=NOW + 5 * DAY, becomes=new)
    one_round(new - timedelta(seconds=1))
    assert at(instance) == ["wait"]
    one_round(new)
    assert at(instance) == []
