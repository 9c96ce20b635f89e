from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import NOW
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
        assert one_round(NOW + DAY) == 1
    other.refresh_from_db()
    assert other.ended_with == "done"
    assert Timer.objects.filter(instance=instance, closed_at=None).exists()


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
