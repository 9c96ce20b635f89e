"""Whom a signal reaches: those who wait at the moment when it is thrown, all of them and nobody else."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.cast import NOW
from yimen.engines.bpmn.tests.make import chain
from yimen.ground.audit import SYSTEM
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions.deliver import message_sent, signal_due, signal_thrown
from yimen.ground.processes.actions.resume import resume
from yimen.ground.processes.actions.send import throw_signal
from yimen.ground.processes.events import MessageSent, SignalDue, SignalThrown
from yimen.ground.processes.jobs import empty_old_messages
from yimen.ground.processes.models import Instance, Message, Subscription
from yimen.ground.processes.queries import variables_of
from yimen.ground.processes.tests.letters import (
    MESSAGE,
    SIGNAL,
    begin,
    catching,
    drawn,
    found,
    send,
    throw,
    throwing,
)
from yimen.ground.processes.tests.make import Probe, at, one_round

SECOND = timedelta(seconds=1)


def drain() -> None:
    # Whose clock goes ahead has put his letters into the outbox for then.
    while one_round(NOW + SECOND):
        pass


def throw_at(moment: datetime) -> None:
    with transaction.atomic():
        throw_signal(actor=SYSTEM, name="closed", variables={}, sender="t", now=moment)


@pytest.mark.parametrize("ahead", [-SECOND, timedelta(0), SECOND])
def test_who_waits_hears_it_whatever_the_clocks_of_both_say(probe: Probe, ahead: timedelta) -> None:
    waits = begin(probe, "R1", catching(SIGNAL))
    throw_at(NOW - ahead)
    drain()
    assert at(waits) == ["look"]


@pytest.mark.parametrize("ahead", [-SECOND, timedelta(0), SECOND])
def test_who_begins_to_wait_after_it_does_not_whatever_the_clocks_of_both_say(probe: Probe, ahead: timedelta) -> None:
    throw_at(NOW - ahead)
    late = begin(probe, "R1", catching(SIGNAL))
    drain()
    assert at(late) == ["wait"]


def test_who_begins_to_wait_in_the_same_transaction_hears_what_is_thrown_after_it(probe: Probe) -> None:
    with transaction.atomic():
        before = begin(probe, "R1", catching(SIGNAL))
        throw("t1")
        after = begin(probe, "R2", catching(SIGNAL))
    drain()
    assert (at(before), at(after)) == (["look"], ["wait"])


def test_nobody_who_waits_is_no_fault(probe: Probe) -> None:
    begin(probe, "T", throwing(SIGNAL), why="flood")
    drain()
    message = Message.objects.get()
    assert (message.reaches, message.consumed_at) == (0, NOW + SECOND)


def test_one_that_had_stopped_is_told_what_came_while_it_waited_and_nothing_older(probe: Probe) -> None:
    throw("older")
    waits = begin(probe, "R1", catching(SIGNAL))
    Instance.objects.update(stopped_at=NOW)
    drain()
    resume(actor=SYSTEM, instance_id=waits.pk, now=NOW)
    drain()
    assert at(waits) == ["wait"]
    Instance.objects.update(stopped_at=NOW)
    throw_at(NOW - SECOND)
    drain()
    resume(actor=SYSTEM, instance_id=waits.pk, now=NOW)
    drain()
    assert at(waits) == ["look"]


def test_signals_from_before_reach_those_whom_they_would_have_reached(probe: Probe) -> None:
    early, late = (begin(probe, f"R{n}", catching(SIGNAL)) for n in (1, 2))
    Subscription.objects.filter(instance=late).update(since=NOW + SECOND)
    throw("t1")
    Message.objects.update(reaches=0)
    migration = import_module("yimen.ground.processes.migrations.0013_whom_a_signal_reaches")
    migration.as_found_until_now(apps, SimpleNamespace(connection=connection))
    assert Message.objects.get().reaches == Subscription.objects.get(instance=early).pk
    drain()
    assert (at(early), at(late)) == (["look"], ["wait"])


AGAIN = drawn(
    f"""<eventBasedGateway id="which"/><intermediateCatchEvent id="first">{SIGNAL}</intermediateCatchEvent>
    <intermediateCatchEvent id="told">{MESSAGE}</intermediateCatchEvent>
    <intermediateCatchEvent id="second">{SIGNAL}</intermediateCatchEvent>"""
    + chain("start", "which", "first", "look", "done")
    + chain("which", "told", "second", "done")
)
# The letterbox hears everything that comes, beside a wait that begins anew.
BESIDE = drawn(
    f"""<parallelGateway id="split"/><intermediateCatchEvent id="told">{MESSAGE}</intermediateCatchEvent>
    <intermediateCatchEvent id="second">{SIGNAL}</intermediateCatchEvent>
    <intermediateCatchEvent id="always">{SIGNAL}</intermediateCatchEvent><endEvent id="heard"/>"""
    + chain("start", "split", "told", "second", "done")
    + chain("split", "always", "look", "heard")
)


def deliver_signal_late(reference: str) -> None:
    """The message that came after the signal is brought before it."""
    throw("t1")
    send("J1", "s1")
    signal, message = Message.objects.get(kind="signal"), Message.objects.get(kind="message")
    signal_thrown(SignalThrown(signal.pk), NOW)
    message_sent(MessageSent(message.pk), NOW)
    signal_due(SignalDue(signal.pk, found(reference).pk), NOW)


def test_a_wait_that_began_after_the_signal_never_takes_it_however_late_it_is_brought(probe: Probe) -> None:
    waits = begin(probe, "R1", AGAIN, joint="J1")
    deliver_signal_late("R1")
    assert at(waits) == ["second"]
    throw("t2")
    drain()
    assert waits.events.filter(kind="SignalCaught").count() == 1
    assert at(waits) == []


def test_of_two_waits_of_one_process_only_the_one_that_began_before_it_goes_on(probe: Probe) -> None:
    waits = begin(probe, "R1", BESIDE, joint="J1")
    deliver_signal_late("R1")
    assert at(waits) == ["look", "second"]
    drain()
    assert at(waits) == ["look", "second"]


def test_one_that_had_stopped_takes_it_only_where_it_waited_before_it(probe: Probe) -> None:
    waits = begin(probe, "R1", AGAIN, joint="J1")
    send("J1", "s1")
    throw("t1")
    message_sent(MessageSent(Message.objects.get(kind="message").pk), NOW)
    Instance.objects.update(stopped_at=NOW)
    drain()
    resume(actor=SYSTEM, instance_id=waits.pk, now=NOW)
    drain()
    assert at(waits) == ["second"]


def emptied(day: int) -> list[object]:
    """What is left of what the signals carry when the job has run so many days later."""
    empty_old_messages.call((NOW + timedelta(days=day)).isoformat())
    return [one.get("why") for one in Message.objects.order_by("pk").values_list("payload", flat=True)]


@pytest.mark.parametrize("day", [31, 400])
def test_what_a_signal_carries_is_kept_for_one_that_had_stopped_however_late_it_goes_on(probe: Probe, day: int) -> None:
    stopped, other = (begin(probe, f"R{n}", catching(SIGNAL)) for n in (1, 2))
    Instance.objects.filter(pk=stopped.pk).update(stopped_at=NOW)
    throw("t1", why="flood")
    drain()
    assert (at(stopped), at(other)) == (["wait"], ["look"])
    assert emptied(day) == ["flood"]
    late = NOW + timedelta(days=day)
    resume(actor=SYSTEM, instance_id=stopped.pk, now=late)
    while one_round(late):
        pass
    assert (at(stopped), variables_of("probe", "R1")) == (["look"], {"why": "flood"})
    assert emptied(day) == [None]


def test_it_is_not_kept_for_who_has_heard_it_began_to_wait_later_or_is_over(probe: Probe) -> None:
    hears = begin(probe, "R1", LISTENING)
    over = begin(probe, "R2", catching(SIGNAL))
    Instance.objects.filter(pk=over.pk).update(stopped_at=NOW)
    throw("t1", why="flood")
    drain()
    late = begin(probe, "R3", catching(SIGNAL))
    Instance.objects.update(stopped_at=NOW)
    Instance.objects.filter(pk=over.pk).update(ended_at=NOW)
    assert at(hears) == ["heard", "look", "note"] and at(late) == ["wait"]
    assert emptied(29) == ["flood"]
    assert emptied(31) == [None]


def test_it_is_kept_while_the_worker_has_it_in_hand_or_an_operator_may_ask_for_it(probe: Probe) -> None:
    begin(probe, "R1", catching(SIGNAL))
    throw("t1", why="flood")
    signal_thrown(SignalThrown(Message.objects.get().pk), NOW)
    Delivery.objects.exclude(event__endswith="SignalDue").update(done_at=NOW)
    assert emptied(31) == ["flood"]
    Delivery.objects.update(given_up_at=NOW)
    assert emptied(31) == ["flood"]
    Delivery.objects.update(told_at=NOW)
    assert emptied(31) == [None]


LISTENING = drawn(
    f"""<boundaryEvent id="heard" attachedToRef="look" cancelActivity="false">{SIGNAL}</boundaryEvent>
    <userTask id="note" ym:post="registrar"/><endEvent id="noted"/>"""
    + chain("start", "look", "done")
    + chain("heard", "note", "noted")
)
