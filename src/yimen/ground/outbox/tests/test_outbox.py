from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Stale, Unavailable
from yimen.ground.outbox import deliver, registry
from yimen.ground.outbox.announce import announce
from yimen.ground.outbox.deliver import LEASE, MAX_ATTEMPTS, deliver_due
from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import listen
from yimen.ground.outbox.undelivered import deliver_again, undelivered

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Happened:
    what: str


@dataclass(frozen=True, slots=True)
class NobodyCares:
    what: str


class Ear:
    """A listener that remembers what it heard, and fails as often as it is told."""

    def __init__(self, name: str, fails: int = 0) -> None:
        self.heard: list[tuple[str, datetime]] = []
        self.told_off: list[str] = []
        self.calls, self._fails = 0, fails
        listen(Happened, self.react, name=name, gave_up=self.gave_up)

    def react(self, event: Happened, now: datetime) -> None:
        self.calls += 1
        if self.calls <= self._fails:
            raise OSError(f"line {self.calls} is busy")
        self.heard.append((event.what, now))

    def gave_up(self, event: Happened, reason: str, now: datetime) -> None:
        self.told_off.append(f"{event.what}: {reason}")


@pytest.fixture(autouse=True)
def nobody_else_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_LISTENERS", {})


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def say(what: str = "开门了") -> None:
    with transaction.atomic():
        announce(Happened(what), now=NOW)


@pytest.mark.django_db
def test_each_listener_gets_a_row_of_its_own() -> None:
    one, other = Ear("one"), Ear("other")
    say()
    assert list(Delivery.objects.order_by("listener").values_list("listener", flat=True)) == ["one", "other"]
    assert deliver_due(at(NOW)) == 2
    assert one.heard == other.heard == [("开门了", NOW)]
    assert deliver_due(at(NOW + timedelta(days=1))) == 0
    assert not Delivery.objects.filter(done_at=None).exists()


@pytest.mark.django_db
def test_an_event_that_nobody_listens_to_leaves_no_row() -> None:
    Ear("one")
    with transaction.atomic():
        announce(NobodyCares("x"), now=NOW)
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_events_are_delivered_in_the_order_in_which_they_were_announced() -> None:
    ear = Ear("one")
    for what in ("一", "二", "三"):
        say(what)
    deliver_due(at(NOW))
    assert [what for what, _ in ear.heard] == ["一", "二", "三"]


@pytest.mark.django_db
def test_nothing_is_announced_when_the_transaction_rolls_back() -> None:
    ear = Ear("one")
    with pytest.raises(ValueError, match="refused"), transaction.atomic():
        announce(Happened("x"), now=NOW)
        raise ValueError("refused")
    assert deliver_due(at(NOW)) == 0
    assert ear.heard == []


def test_announcing_outside_a_transaction_is_refused(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    Ear("one")
    with django_db_blocker.unblock():
        with pytest.raises(RuntimeError, match="inside the transaction"):
            announce(Happened("x"), now=NOW)
        assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_listener_that_fails_does_not_disturb_the_other() -> None:
    broken, sound = Ear("broken", fails=99), Ear("sound")
    say()
    assert deliver_due(at(NOW)) == 2
    assert sound.heard == [("开门了", NOW)]
    waiting = Delivery.objects.get(done_at=None)
    assert (waiting.listener, waiting.last_error.splitlines()[0]) == ("broken", "OSError")
    deliver_due(at(NOW + timedelta(seconds=2)))
    assert (broken.calls, sound.calls) == (2, 1)


@pytest.mark.django_db
def test_it_tries_again_after_a_pause_that_grows() -> None:
    ear = Ear("one", fails=4)
    say()
    moment, pauses = NOW, []
    while not ear.heard:
        assert deliver_due(at(moment)) == 1
        row = Delivery.objects.get()
        if row.done_at is None:
            pauses.append((row.next_at - moment).total_seconds())
            assert deliver_due(at(row.next_at - timedelta(seconds=0.5))) == 0
            moment = row.next_at
    assert pauses == [1, 4, 16, 64]
    row = Delivery.objects.get()
    assert (row.attempts, row.last_error, row.done_at) == (5, "", moment)
    assert ear.told_off == []


@pytest.mark.django_db
def test_it_gives_up_after_six_and_says_so_once() -> None:
    ear = Ear("one", fails=99)
    say()
    moment = NOW
    for _ in range(MAX_ATTEMPTS + 3):
        deliver_due(at(moment))
        moment += timedelta(hours=1)
    assert MAX_ATTEMPTS == 6
    assert ear.calls == 6
    assert ear.told_off == ["开门了: 试了 6 次都没有办成（OSError）。原因看服务日志，查明后再试一次。"]
    row = Delivery.objects.get()
    assert row.given_up_at == NOW + timedelta(hours=5)
    assert row.done_at is None


class Killed(BaseException):
    """The worker dies: no code of ours gets to clean up."""


def dies(event: Happened, now: datetime) -> None:
    raise Killed


@pytest.mark.django_db
def test_what_kills_the_worker_does_so_six_times_and_no_more() -> None:
    ear = Ear("one")
    say()
    registry._LISTENERS["one"] = registry.Listener("one", Happened, dies, ear.gave_up)
    for hour in range(MAX_ATTEMPTS):
        with pytest.raises(Killed):
            deliver_due(at(NOW + timedelta(hours=hour)))
    for hour in range(MAX_ATTEMPTS, MAX_ATTEMPTS + 3):
        deliver_due(at(NOW + timedelta(hours=hour)))
    assert ear.told_off == ["开门了: 办这一步的程序每次都中途停了。原因看服务日志，查明后再试一次。"]
    assert Delivery.objects.get().given_up_at == NOW + timedelta(hours=MAX_ATTEMPTS)


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_delivered_again() -> None:
    ear = Ear("one")
    say()
    registry._LISTENERS["one"] = registry.Listener("one", Happened, dies)
    with pytest.raises(Killed):
        deliver_due(at(NOW))
    registry._LISTENERS["one"] = registry.Listener("one", Happened, ear.react)
    assert deliver_due(at(NOW + LEASE - timedelta(seconds=1))) == 0
    assert deliver_due(at(NOW + LEASE)) == 1
    assert len(ear.heard) == 1
    assert Delivery.objects.get().attempts == 2


@pytest.mark.django_db
def test_of_two_workers_only_one_takes_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    ear, claim = Ear("one"), deliver._claim

    def the_other_was_faster(delivery: Delivery, now: datetime) -> bool:
        assert claim(Delivery.objects.get(pk=delivery.pk), now)
        return claim(delivery, now)

    say()
    monkeypatch.setattr(deliver, "_claim", the_other_was_faster)
    assert deliver_due(at(NOW)) == 0
    assert ear.calls == 0


@pytest.mark.django_db
def test_a_row_whose_listener_is_gone_stays_visible_and_disturbs_nobody() -> None:
    Ear("gone")
    sound = Ear("sound")
    say()
    del registry._LISTENERS["gone"]
    deliver_due(at(NOW))
    assert len(sound.heard) == 1
    assert "KeyError" in Delivery.objects.get(listener="gone").last_error


@pytest.mark.django_db
def test_a_listener_who_cannot_even_be_told_off_stops_nobody() -> None:
    ear = Ear("one", fails=99)

    def deaf(event: Happened, reason: str, now: datetime) -> None:
        raise RuntimeError("deaf")

    registry._LISTENERS["one"] = registry.Listener("one", Happened, ear.react, deaf)
    say()
    for hour in range(8):
        deliver_due(at(NOW + timedelta(hours=hour)))
    assert Delivery.objects.get().given_up_at is None
    for hour in range(8, 16):
        deliver_due(at(NOW + timedelta(hours=hour)))
    assert Delivery.objects.get().given_up_at is not None


SECRET = "张三 330106199001011234"


def leaks(event: Happened, now: datetime) -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


@pytest.mark.django_db
def test_log_and_row_name_the_kind_of_an_error_and_its_places_and_never_what_it_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def deaf(event: Happened, reason: str, now: datetime) -> None:
        raise RuntimeError(SECRET)

    listen(Happened, leaks, name="leaks", gave_up=deaf)
    say()
    for hour in range(MAX_ATTEMPTS):
        deliver_due(at(NOW + timedelta(hours=hour)))
    row = Delivery.objects.get()
    for told in (row.last_error, caplog.text):
        assert "KeyError" in told and "ValueError" in told
        assert "test_outbox.py:" in told and " leaks" in told
        assert SECRET not in told
    assert "RuntimeError" in caplog.text


@pytest.mark.django_db
def test_a_refusal_by_rule_is_no_fault_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def refuses(event: Happened, now: datetime) -> None:
        raise Unavailable("印章系统没有应答", "过一会儿再试。")

    listen(Happened, refuses, name="refuses")
    say()
    deliver_due(at(NOW))
    assert [one.levelname for one in caplog.records] == ["WARNING"]
    assert Delivery.objects.get().last_error.startswith("Unavailable\n")


def tried_at(ear: Ear, until: timedelta) -> list[int]:
    """The seconds at which it was tried, by a worker that looks each ten seconds."""
    found = []
    for second in range(0, int(until.total_seconds()), 10):
        before = ear.calls
        deliver_due(at(NOW + timedelta(seconds=second)))
        found += [second] * (ear.calls > before)
    return found


class Refused(Ear):
    """The database answers everybody else, and refuses this."""

    def react(self, event: Happened, now: datetime) -> None:
        self.calls += 1
        raise OperationalError("canceling statement due to statement timeout")


@pytest.mark.django_db
def test_what_the_database_refuses_is_tried_for_an_hour_and_then_told() -> None:
    ear = Refused("one")
    say()
    assert tried_at(ear, timedelta(hours=2)) == [0, 10, 50, 210, 850, 3410]
    assert len(ear.told_off) == 1
    assert Delivery.objects.get().told_at == Delivery.objects.get().given_up_at is not None
    assert not undelivered().exists()


@pytest.mark.django_db
def test_a_database_that_is_away_for_days_counts_for_nothing_and_loses_nothing() -> None:
    def away(*args: object) -> None:
        raise OperationalError("the server closed the connection")

    ear = Ear("one")
    say()
    with connection.execute_wrapper(away):
        for hour in range(100):
            with pytest.raises(OperationalError):
                deliver_due(at(NOW + timedelta(hours=hour)))
    assert Delivery.objects.get().attempts == 0
    assert deliver_due(at(NOW + timedelta(hours=100))) == 1
    assert len(ear.heard) == 1


@pytest.mark.django_db
def test_one_that_falls_in_the_midst_of_a_delivery_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise OperationalError("the server closed the connection")

    ear = Ear("one", fails=1)
    say()
    with monkeypatch.context() as falls:
        falls.setattr(deliver, "_try_later", away)
        with pytest.raises(OperationalError):
            deliver_due(at(NOW))
    assert deliver_due(at(NOW + LEASE)) == 1
    assert len(ear.heard) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("deaf", [True, False])
def test_what_nobody_was_told_of_stands_before_the_operators_and_is_asked_for_again(deaf: bool) -> None:
    ear = Ear("one", fails=99)

    def cannot(event: Happened, reason: str, now: datetime) -> None:
        raise OperationalError("lock timeout")

    registry._LISTENERS["one"] = registry.Listener("one", Happened, ear.react, cannot if deaf else None)
    say()
    for hour in range(20):
        deliver_due(at(NOW + timedelta(hours=hour)))
    row = undelivered().get()
    assert (row.told_at, row.last_error.partition("\n")[0]) == (None, "OSError")
    ear._fails = 0
    assert deliver_due(at(NOW + timedelta(hours=21))) == 0, "only an operator lets it go on"
    deliver_again(actor=SYSTEM, number=row.pk, now=NOW + timedelta(hours=22))
    assert Entry.objects.get(action="deliver-again").details == {"listener": "one"}
    with pytest.raises(Stale):
        deliver_again(actor=SYSTEM, number=row.pk, now=NOW + timedelta(hours=22))
    assert deliver_due(at(NOW + timedelta(hours=22))) == 1
    assert [what for what, _ in ear.heard] == ["开门了"]
    assert not undelivered().exists()


@pytest.mark.django_db
def test_rows_from_before_keep_the_kind_of_their_error_and_whether_somebody_was_told() -> None:
    Ear("processes.perform"), Ear("processes.signal-thrown")
    say()
    Delivery.objects.update(given_up_at=NOW, last_error=f"ValueError: {SECRET}")
    migration = import_module("yimen.ground.outbox.migrations.0002_who_was_told")
    migration.as_it_was(apps, SimpleNamespace(connection=connection))
    assert [one.listener for one in undelivered()] == ["processes.signal-thrown"]
    assert set(Delivery.objects.values_list("last_error", flat=True)) == {"ValueError"}


def test_two_listeners_of_one_name_are_refused() -> None:
    Ear("one")
    with pytest.raises(ValueError, match="two listeners are called one"):
        Ear("one")
