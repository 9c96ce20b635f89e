"""Processes that tell each other something, for the tests."""

from django.db import transaction

from tests.cast import NOW
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import HEAD, TAIL, chain
from yimen.ground.audit import SYSTEM
from yimen.ground.processes.actions.send import send_message, throw_signal
from yimen.ground.processes.actions.start import start_process
from yimen.ground.processes.models import Instance, Message
from yimen.ground.processes.queries import instance_of
from yimen.ground.processes.tests.make import Probe

DECLARED = HEAD.replace("<process", '<message id="m" name="decided"/><signal id="g" name="closed"/><process')
ENDS = '<startEvent id="start"/><endEvent id="done"/><userTask id="look" ym:post="registrar"/>'
MESSAGE = '<messageEventDefinition messageRef="m" ym:correlation="joint"/>'
SIGNAL = '<signalEventDefinition signalRef="g" ym:carries="why"/>'


def drawn(body: str, declared: str = "") -> bpmn.Process:
    return bpmn.read((DECLARED.replace("<process", declared + "<process") + ENDS + body + TAIL).encode())


def catching(trigger: str = MESSAGE, kind: str = "intermediateCatchEvent") -> bpmn.Process:
    """Waits, then somebody looks at it."""
    return drawn(f'<{kind} id="wait">{trigger}</{kind}>' + chain("start", "wait", "look", "done"))


def throwing(trigger: str = MESSAGE) -> bpmn.Process:
    """Sends, then somebody looks at it."""
    body = f'<intermediateThrowEvent id="send">{trigger}</intermediateThrowEvent>'
    return drawn(body + chain("start", "send", "look", "done"))


RECEIVER = catching()
SENDER = drawn(
    '<sendTask id="send" messageRef="m" ym:correlation="joint" ym:carries="rooms"/>'
    + chain("start", "send", "look", "done")
)
# Each message once more beside the task, which goes on.
LISTENER = drawn(
    f"""<boundaryEvent id="heard" attachedToRef="look" cancelActivity="false">{MESSAGE}</boundaryEvent>
    <userTask id="note" ym:post="registrar"/><endEvent id="noted"/>"""
    + chain("start", "look", "done")
    + chain("heard", "note", "noted")
)
# Two messages must have come, in whatever order.
BOTH = bpmn.read(
    (
        DECLARED.replace("<signal", '<message id="n" name="paid"/><signal')
        + ENDS
        + f'<intermediateCatchEvent id="wait" parallelMultiple="true">{MESSAGE}'
        + '<messageEventDefinition messageRef="n" ym:correlation="joint"/></intermediateCatchEvent>'
        + chain("start", "wait", "look", "done")
        + TAIL
    ).encode()
)


def begin(probe: Probe, reference: str, process: bpmn.Process, **variables: object) -> Instance:
    """A process of its own for this reference, begun."""
    probe.processes[reference] = process
    with transaction.atomic():
        return start_process(
            actor=SYSTEM, definition=reference, kind="probe", reference=reference, variables=variables, now=NOW
        )


def send(key: str, sender: str, name: str = "decided", **variables: object) -> None:
    with transaction.atomic():
        send_message(actor=SYSTEM, name=name, key=key, variables=variables, sender=sender, now=NOW)


def throw(sender: str, **variables: object) -> None:
    with transaction.atomic():
        throw_signal(actor=SYSTEM, name="closed", variables=variables, sender=sender, now=NOW)


def takers() -> dict[str, str | None]:
    """Who took each message, by its sender's key."""
    return dict(Message.objects.order_by("pk").values_list("sender", "consumed_by__subject_ref"))


def found(reference: str) -> Instance:
    instance = instance_of("probe", reference)
    assert instance is not None
    return instance
