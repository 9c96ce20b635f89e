"""Half and nine tenths by rank, exact on both databases; only the instances that ended last are looked at."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest

from yimen.ground.processes.models import Instance, Task, Token
from yimen.ground.processes.watching import figures as watching
from yimen.ground.processes.watching.figures import Standing, figures, loads

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def instance(definition: str = "shop@1", *, ended: int | None = 9) -> Instance:
    """``ended`` so many days after the beginning."""
    return Instance.objects.create(
        definition=definition,
        subject_kind="case",
        subject_ref=f"C{Instance.objects.count()}",
        started_at=START,
        ended_at=START + timedelta(days=ended) if ended is not None else None,
    )


def wait(of: Instance, node: str, seconds: float | None, *, number: int = 1, how: str = "left") -> Token:
    gone = START + timedelta(seconds=seconds) if seconds is not None else None
    how = how if gone else ""
    return Token.objects.create(
        instance=of, number=number, node=node, body="[1]", arrived_at=START, gone_at=gone, how=how
    )


def task(of: Instance, node: str, *, due: date | None, closed: datetime | None, **told: str) -> Task:
    return Task.objects.create(
        instance=of, token=1, node=node, name=node, opened_at=START, due_on=due, closed_at=closed, **told
    )


def waits(lengths: Sequence[float]) -> None:
    for seconds in lengths:
        wait(instance(), "look", seconds)


@pytest.mark.parametrize(
    ("lengths", "median", "most"),
    [
        ([30], 30, 30),
        ([10, 20], 10, 20),
        ([30, 10, 20], 20, 30),
        ([100, 10, 20, 30, 40, 50, 60, 70, 80, 90], 50, 90),
        ([0.25, 7.5, 86400], 7.5, 86400),
    ],
)
def test_half_and_nine_tenths_are_waits_that_happened(lengths: list[float], median: float, most: float) -> None:
    waits(lengths)
    taken = figures(["shop@1"], TODAY).taken["look"]
    assert taken.ended == len(lengths)
    assert (taken.median, taken.most) == (pytest.approx(median, abs=0.01), pytest.approx(most, abs=0.01))


def test_a_wait_that_was_taken_back_tells_nothing() -> None:
    one = instance()
    wait(one, "look", 5)
    wait(one, "look", 500, number=2, how="cancelled")
    assert figures(["shop@1"], TODAY).taken["look"].ended == 1


def test_running_instances_stand_and_are_not_in_the_sample() -> None:
    running = instance(ended=None)
    wait(running, "look", None)
    wait(running, "read", 9, number=2)
    found = figures(["shop@1"], TODAY)
    assert (found.running, found.sample, dict(found.taken)) == (1, 0, {})
    assert found.standing == {"look": Standing(1, START)}


def test_another_process_is_not_counted() -> None:
    wait(instance("other@1", ended=None), "look", None)
    wait(instance("other@1"), "look", 5)
    found = figures(["shop@1", "shop@2"], TODAY)
    assert (found.running, found.sample, dict(found.standing), dict(found.taken)) == (0, 0, {}, {})


def test_versions_are_taken_together() -> None:
    wait(instance("shop@1"), "look", 10)
    wait(instance("shop@2"), "look", 30)
    found = figures(["shop@1", "shop@2"], TODAY)
    assert (found.sample, found.taken["look"].ended, found.taken["look"].most) == (2, 2, pytest.approx(30, abs=0.01))


def test_only_those_that_ended_last_are_looked_at() -> None:
    for days, seconds in ((1, 1000), (8, 10), (9, 20)):
        wait(instance(ended=days), "look", seconds)
    with patch.object(watching, "SAMPLE", 2):
        found = figures(["shop@1"], TODAY)
    assert (found.sample, found.taken["look"].most) == (2, pytest.approx(20, abs=0.01))


def test_late_is_the_citys_day_after_the_last_one() -> None:
    one, other, third = instance(), instance(), instance()
    for of in (one, other, third):
        wait(of, "look", 60)
    # 23:59 and 0:01 in Shanghai.
    task(one, "look", due=date(2026, 11, 5), closed=datetime(2026, 11, 5, 15, 59, tzinfo=UTC), outcome="yes")
    task(other, "look", due=date(2026, 11, 5), closed=datetime(2026, 11, 5, 16, 1, tzinfo=UTC), outcome="yes")
    task(third, "look", due=None, closed=datetime(2026, 11, 9, tzinfo=UTC), outcome="yes")
    taken = figures(["shop@1"], TODAY).taken["look"]
    assert (taken.judged, taken.late) == (2, 1)


def test_open_tasks_are_late_or_failed() -> None:
    late, fine, failed = (instance(ended=None) for _ in range(3))
    for of in (late, fine, failed):
        wait(of, "look", None)
    task(late, "look", due=date(2026, 11, 19), closed=None)
    task(fine, "look", due=TODAY, closed=None)
    task(failed, "look", due=date(2026, 11, 19), closed=None, kind=Task.INCIDENT)
    assert figures(["shop@1"], TODAY).standing["look"] == Standing(3, START, late=1, failed=1)
    assert loads(TODAY)["shop@1"] == watching.Load(3, late=1, failed=1)


def test_a_handful_is_not_told() -> None:
    waits([1, 2, 3, 4])
    assert not figures(["shop@1"], TODAY).taken["look"].telling
    waits([5])
    assert figures(["shop@1"], TODAY).taken["look"].telling
