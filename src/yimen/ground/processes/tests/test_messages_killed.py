"""A worker killed anywhere between sender and receiver: nothing is lost while somebody waits, nothing comes twice."""

import random
from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW
from yimen.domains.cases.tests.deaths import Fate
from yimen.engines.bpmn.tests.make import chain
from yimen.ground.audit import SYSTEM
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.models import Event, Instance, Message, Subscription, Task
from yimen.ground.processes.queries import variables_of
from yimen.ground.processes.store import load, rebuilt
from yimen.ground.processes.tests.letters import (
    LISTENER,
    MESSAGE,
    RECEIVER,
    SIGNAL,
    begin,
    catching,
    drawn,
    send,
    throw,
)
from yimen.ground.processes.tests.make import Probe
from yimen.ground.processes.tests.test_calls_killed import another_worker, rounds, undone

# What sends, waits and throws begins by machine, so that it is the worker who does it.
SENDS_AND_THROWS = drawn(
    f"""<serviceTask id="work" ym:capability="work"/>
    <sendTask id="send" messageRef="m" ym:correlation="joint" ym:carries="rooms"/>
    <intermediateThrowEvent id="throw">{SIGNAL}</intermediateThrowEvent>"""
    + chain("start", "work", "send", "throw", "look", "done")
)
WAITS_LATE = drawn(
    f"""<serviceTask id="work" ym:capability="work"/>
    <intermediateCatchEvent id="wait">{MESSAGE}</intermediateCatchEvent>"""
    + chain("start", "work", "wait", "look", "done")
)


def standing() -> dict[str, Any]:
    """Everything that must be the same whether a worker died or not, and each thing as often."""
    references = Instance.objects.values_list("subject_ref", flat=True)
    return {
        "variables": {reference: dict(variables_of("probe", reference)) for reference in references},
        "tasks": sorted(Task.objects.values_list("instance__subject_ref", "node", "closed_at")),
        "waits": sorted(Subscription.objects.values_list("instance__subject_ref", "node", "name")),
        "messages": sorted(Message.objects.exclude(consumed_at=None).values_list("name", "key")),
        "arrived": Counter(Event.objects.values_list("instance__subject_ref", "kind")),
        "outbox": Delivery.objects.filter(done_at=None).count(),
    }


def story(probe: Probe, dies_at: int) -> tuple[dict[str, Any], int]:
    with undone():
        begin(probe, "R1", RECEIVER, joint="J1")
        begin(probe, "G1", catching(SIGNAL))
        send("J2", "early", rooms=1)
        begin(probe, "R2", WAITS_LATE, joint="J2")
        begin(probe, "S1", SENDS_AND_THROWS, joint="J1", rooms=3, why="flood")
        fate = Fate(dies_at)
        assert rounds(fate) == (dies_at == 0)
        another_worker()
        return standing(), fate.passed


def test_whoever_dies_between_two_processes_the_next_worker_brings_every_message_once(probe: Probe) -> None:
    expected, points = story(probe, 0)
    assert expected["variables"]["R1"] == {"joint": "J1", "rooms": 3}
    assert expected["variables"]["R2"] == {"joint": "J2", "rooms": 1}
    assert expected["variables"]["G1"] == {"why": "flood"}
    assert [(ref, node) for ref, node, _ in expected["tasks"]] == [(ref, "look") for ref in ("G1", "R1", "R2", "S1")]
    assert expected["messages"] == [("closed", ""), ("decided", "J1"), ("decided", "J2")]
    assert not expected["waits"] and not expected["outbox"]
    assert points > 60
    for dies_at in range(1, points + 1):
        found, _ = story(probe, dies_at)
        assert found == expected, f"killed at point {dies_at} of {points}"


def act(probe: Probe, chance: random.Random, number: int) -> None:
    """One of the things that happen, in any order: send, send again, begin to wait, go away, a worker that may die."""
    key = chance.choice(["J1", "J2"])
    match chance.choice(["send", "send", "again", "wait", "wait", "listen", "go", "throw", "work", "work"]):
        case "send":
            send(key, f"m-{number}", rooms=number)
        case "again":
            for message in chance.sample(sent := list(Message.objects.filter(kind="message")), min(1, len(sent))):
                send(message.key, message.sender, rooms=-1)
        case "wait":
            begin(probe, f"R{number}", chance.choice([RECEIVER, WAITS_LATE]), joint=key)
        case "listen":
            begin(probe, f"L{number}", chance.choice([LISTENER, catching(SIGNAL)]), joint=key)
        case "go":
            running = list(Instance.objects.filter(ended_at=None).order_by("pk").values_list("subject_ref", flat=True))
            for gone in chance.sample(running, min(1, len(running))):
                with transaction.atomic():
                    cancel_process(actor=SYSTEM, kind="probe", reference=gone, ended_with="withdrawn", now=NOW)
        case "throw":
            throw(f"g-{number}", why="flood")
        case "work":
            rounds(Fate(chance.choice([0, chance.randint(1, 60)])))


def judge() -> None:
    messages = Message.objects.filter(kind="message")
    taken = messages.exclude(consumed_at=None).values_list("pk", "consumed_by__subject_ref")
    arrived = Event.objects.filter(kind="MessageArrived").values_list("key", "instance__subject_ref")
    # At most once, and nowhere but where the message says that it is.
    assert sorted(arrived) == sorted((f"message:{number}", reference) for number, reference in taken)
    # None lost while somebody waits, and none altered by the one who sent it again.
    kept = set(messages.filter(consumed_at=None).values_list("name", "key"))
    assert not kept & set(Subscription.objects.filter(kind="message").values_list("name", "key"))
    assert not messages.filter(payload__rooms=-1).exists()
    waiting = set()
    for instance in Instance.objects.all():
        state = load(instance)
        assert state == rebuilt(instance)
        waiting |= {(instance.pk, token.id) for token in state.tokens if token.node in ("wait", "heard")}
    assert set(Subscription.objects.values_list("instance", "token")) == waiting
    assert not Delivery.objects.filter(done_at=None).exists()


@pytest.mark.parametrize("seed", range(20))
def test_in_any_order_each_message_is_taken_at_most_once_and_none_is_lost(probe: Probe, seed: int) -> None:
    chance = random.Random(seed)
    with undone():
        for number in range(40):
            act(probe, chance, number)
        another_worker()
        judge()
        assert Event.objects.filter(kind="MessageArrived").exists()
