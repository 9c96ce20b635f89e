"""What a process that cannot take a message in stands in the way of: nothing; and what it finds when it goes on."""

from datetime import timedelta

import pytest

from tests.cast import NOW
from yimen.ground.audit import SYSTEM
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions.migrate_instance import migrate_instance
from yimen.ground.processes.actions.resume import resume
from yimen.ground.processes.models import Instance, Message, Subscription
from yimen.ground.processes.queries import variables_of
from yimen.ground.processes.subjects import Called
from yimen.ground.processes.tests.letters import (
    MESSAGE,
    RECEIVER,
    SIGNAL,
    begin,
    catching,
    drawn,
    send,
    takers,
    throw,
)
from yimen.ground.processes.tests.make import Probe, at, one_round
from yimen.ground.processes.tests.test_stop import many_rounds, poisoned

pytestmark = pytest.mark.django_db


def drain() -> None:
    while one_round():
        pass


def go_on(instance: Instance) -> None:
    resume(actor=SYSTEM, instance_id=instance.pk, now=NOW)
    drain()


@pytest.mark.parametrize("kept", [True, False])
def test_who_cannot_take_a_message_in_stops_alone_and_the_next_one_gets_it(probe: Probe, kept: bool) -> None:
    if kept:
        send("J1", "x-1")
        drain()
    first = begin(probe, "R1", RECEIVER, joint="J1")
    second = begin(probe, "R2", RECEIVER, joint="J1")
    if not kept:
        send("J1", "x-1")
    with poisoned(first):
        many_rounds(NOW)
    first.refresh_from_db()
    assert first.stopped_reason == "“wait”等的消息到了，往下办时程序出错，试了几次都没成"
    assert takers() == {"x-1": "R2"}
    assert at(second) == ["look"]


def test_a_message_waits_for_a_stopped_process_to_go_on(probe: Probe) -> None:
    waits = begin(probe, "R1", RECEIVER, joint="J1")
    drain()
    Instance.objects.update(stopped_at=NOW)
    send("J1", "x-1")
    drain()
    assert takers() == {"x-1": None}
    assert not Delivery.objects.filter(done_at=None).exists()
    go_on(waits)
    assert takers() == {"x-1": "R1"}
    assert at(waits) == ["look"]


def test_a_signal_that_a_stopped_process_has_missed_is_told_when_it_goes_on(probe: Probe) -> None:
    waits = begin(probe, "R1", catching(SIGNAL))
    Instance.objects.update(stopped_at=NOW)
    throw("x-1", why="flood")
    drain()
    assert at(waits) == ["wait"]
    go_on(waits)
    assert at(waits) == ["look"]
    assert variables_of("probe", "R1") == {"why": "flood"}


def test_who_cannot_take_a_signal_in_stops_alone(probe: Probe) -> None:
    first, second = (begin(probe, f"R{n}", catching(SIGNAL)) for n in (1, 2))
    throw("x-1")
    with poisoned(first):
        many_rounds(NOW)
    first.refresh_from_db()
    assert first.stopped_at is not None
    assert at(second) == ["look"]
    go_on(first)
    assert at(first) == ["look"]


def test_a_wait_goes_with_its_process_to_another_version(probe: Probe) -> None:
    waits = begin(probe, "R1", RECEIVER, joint="J1")
    probe.processes["R1-new"] = drawn(
        f'<intermediateCatchEvent id="await">{MESSAGE}</intermediateCatchEvent>'
        + '<sequenceFlow id="a" sourceRef="start" targetRef="await"/>'
        + '<sequenceFlow id="b" sourceRef="await" targetRef="look"/>'
        + '<sequenceFlow id="c" sourceRef="look" targetRef="done"/>'
    )
    mapping = {"wait": "await", "start-wait": "a", "wait-look": "b", "look-done": "c"}
    migrate_instance(actor=SYSTEM, instance_id=waits.pk, to="R1-new", mapping=mapping, now=NOW + timedelta(hours=1))
    row = Subscription.objects.get()
    assert (row.node, row.since) == ("await", NOW)
    send("J1", "x-1")
    drain()
    assert at(waits) == ["look"]
    assert Message.objects.get().consumed_by == waits


def test_what_only_a_stopped_process_waits_for_begins_no_other_in_its_place(probe: Probe) -> None:
    probe.processes["probe@1"] = catching(MESSAGE)
    waits = begin(probe, "R1", RECEIVER, joint="J1")
    probe.begins = lambda letter: [Called("probe", "N1", "probe@1")]
    Instance.objects.filter(pk=waits.pk).update(stopped_at=NOW)
    send("J1", "x-1")
    drain()
    assert not Instance.objects.filter(subject_ref="N1").exists()
    assert takers() == {"x-1": None}
    go_on(waits)
    assert takers() == {"x-1": "R1"}
