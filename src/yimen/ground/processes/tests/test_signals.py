"""Whom a signal reaches: those who wait at the moment when it is thrown, all of them and nobody else."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.cast import NOW
from yimen.ground.audit import SYSTEM
from yimen.ground.processes.actions.resume import resume
from yimen.ground.processes.actions.send import throw_signal
from yimen.ground.processes.models import Instance, Message, Subscription
from yimen.ground.processes.tests.letters import SIGNAL, begin, catching, throw, throwing
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
