from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import NOW
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.processes.actions import fire_timers
from yimen.ground.processes.actions.fire_timers import LEASE
from yimen.ground.processes.actions.move_timer import move_timer
from yimen.ground.processes.due import due_moment
from yimen.ground.processes.models import Instance, Timer
from yimen.ground.processes.tests.make import Probe, at, one_round, start, waiting

DAY = timedelta(days=1)


@pytest.fixture
def instance(probe: Probe) -> Instance:
    """A process that waits for one day."""
    probe.process = waiting('duration("P1D")')
    return start()


def test_a_timer_fires_when_it_is_due_and_not_before(instance: Instance) -> None:
    assert Timer.objects.get().due_at == NOW + DAY
    assert one_round(NOW + DAY - timedelta(seconds=1)) == 0
    assert at(instance) == ["wait"]
    assert one_round(NOW + DAY) == 1
    instance.refresh_from_db()
    assert (instance.ended_with, instance.ended_at) == ("done", NOW + DAY)


def test_a_timer_that_was_missed_fires_at_the_next_round(instance: Instance) -> None:
    assert one_round(NOW + 30 * DAY) == 1
    assert Instance.objects.get().ended_at == NOW + 30 * DAY


def test_a_timer_fires_once(instance: Instance) -> None:
    one_round(NOW + DAY)
    assert one_round(NOW + 2 * DAY) == 0
    timer = Timer.objects.get()
    Timer.objects.filter(pk=timer.pk).update(closed_at=None)
    assert one_round(NOW + 3 * DAY) == 1
    assert Instance.objects.get().ended_at == NOW + DAY


def test_a_timer_that_fails_disturbs_no_other_and_comes_round_again(
    probe: Probe, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = start("P2")
    with monkeypatch.context() as broken:
        broken.setattr(probe, "process", waiting('duration("P2D")'))
        instance.tokens.update(body="broken")
        assert one_round(NOW + DAY) == 2
    other.refresh_from_db()
    assert other.ended_with == "done"
    assert Timer.objects.filter(instance=instance, closed_at=None).exists()


def test_a_timer_that_another_worker_holds_is_left_alone_until_its_lease_is_over(instance: Instance) -> None:
    due = NOW + DAY
    Timer.objects.update(leased_until=due + LEASE, attempts=1)
    assert one_round(due) == 0
    assert at(instance) == ["wait"]
    assert one_round(due + LEASE) == 1
    assert (at(instance), Timer.objects.get().attempts) == ([], 2)


def test_whoever_has_lost_its_lease_no_longer_fires(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    held = fire_timers._leased(NOW + DAY, 50)
    taken_again = fire_timers._leased(NOW + DAY + LEASE, 50)
    fire_timers._fire(held[0], NOW + DAY + LEASE)
    assert at(instance) == ["wait"]
    fire_timers._fire(taken_again[0], NOW + DAY + LEASE)
    assert at(instance) == []


def test_a_timer_that_is_moved_while_somebody_holds_it_rings_at_its_new_time(instance: Instance) -> None:
    (held,) = fire_timers._leased(NOW + DAY, 50)
    move_timer(kind="probe", reference="P1", was=NOW + DAY, becomes=NOW + 3 * DAY)
    fire_timers._fire(held, NOW + DAY)
    assert at(instance) == ["wait"]
    assert one_round(NOW + 3 * DAY) == 1
    assert at(instance) == []


def test_a_timer_that_fails_waits_longer_each_time(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fire_timers, "go_on", _fails)
    moment = NOW + DAY
    for attempt, seconds in enumerate((1, 4, 16, 64), start=1):
        assert one_round(moment) == 1
        timer = Timer.objects.get()
        assert (timer.attempts, timer.closed_at) == (attempt, None)
        assert timer.leased_until == moment + timedelta(seconds=seconds)
        assert one_round(moment) == 0
        moment += timedelta(seconds=seconds)
    Timer.objects.update(attempts=1000)
    one_round(moment)
    assert Timer.objects.get().leased_until == moment + fire_timers.LONGEST_PAUSE


def test_missed_timers_fire_in_the_order_in_which_they_were_due(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    fired: list[str] = []
    for days in (5, 1, 3):
        probe.process = waiting(f"P{days}D")
        start(f"P{days}")
    monkeypatch.setattr(fire_timers, "go_on", lambda number, *_: fired.append(_reference(number)))
    assert one_round(NOW + 30 * DAY) == 3
    assert fired == ["P1", "P3", "P5"]


def test_of_one_process_a_later_timer_waits_for_the_earlier_one(probe: Probe) -> None:
    """The accident: one worker takes the first, another the second, and the second rings before the first."""
    probe.process = process(
        '<startEvent id="start"/><parallelGateway id="split"/><endEvent id="first-over"/><endEvent id="second-over"/>'
        + "".join(
            f'<intermediateCatchEvent id="{name}"><timerEventDefinition><timeDuration>{after}</timeDuration>'
            "</timerEventDefinition></intermediateCatchEvent>" + chain("split", name, f"{name}-over")
            for name, after in (("second", "P2D"), ("first", "P1D"))
        )
        + chain("start", "split")
    )
    instance = start()
    (held,) = fire_timers._leased(NOW + 9 * DAY, 50)
    assert held.node == "first"
    assert fire_timers._leased(NOW + 9 * DAY, 50) == []
    fire_timers._fire(held, NOW + 9 * DAY)
    assert at(instance) == ["second"]
    assert one_round(NOW + 9 * DAY) == 1
    assert at(instance) == []


def _fails(*_: object) -> None:
    raise RuntimeError("broken")


def _reference(number: int) -> str:
    return Instance.objects.get(pk=number).subject_ref


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("duration", "PT90S", NOW + timedelta(seconds=90)),
        ("duration", "P3D", NOW + 3 * DAY),
        ("duration", "P1M", datetime(2026, 12, 20, 2, 0, tzinfo=UTC)),
        ("date", "2026-12-01", datetime(2026, 11, 30, 16, 0, tzinfo=UTC)),
        ("date", "2026-12-01T09:00:00", datetime(2026, 12, 1, 1, 0, tzinfo=UTC)),
        ("date", "2026-12-01T09:00:00Z", datetime(2026, 12, 1, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_timer_is_due_in_the_time_of_the_city(kind: str, value: str, expected: datetime) -> None:
    assert due_moment(kind, value, NOW) == expected


def test_a_month_from_the_last_of_january_is_the_last_of_february() -> None:
    last = datetime(2027, 1, 31, 2, 0, tzinfo=UTC)
    assert due_moment("duration", "P1M", last) == datetime(2027, 2, 28, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("value", ["tomorrow", "", "12", "P1X"])
def test_what_is_no_time_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="a timer cannot wait for"):
        due_moment("duration", value, NOW)
