"""What has passed the check of a process is taken by either database, and what a value must not hold is refused."""

from collections.abc import Mapping

import pytest
from django.db import transaction

from tests.cast import NOW
from yimen.engines import bpmn
from yimen.engines.bpmn import limits
from yimen.engines.bpmn.tests.make import chain, process
from yimen.engines.bpmn.values import WORD
from yimen.ground.audit import SYSTEM
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.actions.send import send_message, throw_signal
from yimen.ground.processes.actions.tell_facts import tell_facts
from yimen.ground.processes.errors import ValueRefused
from yimen.ground.processes.models import Message, Scope, Subscription, Task, Timer, Token, Variable, Work
from yimen.ground.processes.store import load
from yimen.ground.processes.tests.letters import SENDER, begin, catching, drawn, send
from yimen.ground.processes.tests.make import Probe, at, one_round, start

NODE, NAME, OUTCOME = "n" * limits.ID, "名" * limits.NAME, "o" * limits.OUTCOME
UNFIT = ["a\0b", "\ud800"]


@pytest.mark.parametrize(
    ("model", "field", "least"),
    [
        *((model, "node", limits.ID) for model in (Task, Timer, Token, Scope, Work, Subscription)),
        (Task, "name", limits.NAME),
        (Task, "outcome", limits.OUTCOME),
        (Task, "limit", limits.DEADLINE),
        (Variable, "name", WORD),
        (Message, "key", WORD),
        (Message, "sender", WORD),
        (Subscription, "key", WORD),
    ],
)
def test_a_table_has_room_for_what_the_check_lets_pass(model: type, field: str, least: int) -> None:
    assert model._meta.get_field(field).max_length >= least


def test_a_process_as_long_as_may_be_runs(probe: Probe) -> None:
    probe.process = process(
        f"""<startEvent id="start"/><endEvent id="done"/>
        <userTask id="{NODE}" name="{NAME}" ym:post="registrar" ym:outcomes="{OUTCOME}"/>
        <boundaryEvent id="{"b" * limits.ID}" attachedToRef="{NODE}"><timerEventDefinition>
        <timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"""
        + chain("start", NODE, "done")
        + chain("b" * limits.ID, "done")
    )
    assert not [one for one in bpmn.check(probe.process) if "存不下" in one.sentence]
    instance = start()
    task = Task.objects.get()
    assert (task.node, task.name, Timer.objects.get().node) == (NODE, NAME, "b" * limits.ID)
    complete_task(actor=SYSTEM, task=task, outcome=OUTCOME, variables={}, now=NOW)
    instance.refresh_from_db()
    assert instance.ended_with == "done"


def test_messages_with_the_longest_key_and_name_find_each_other(probe: Probe) -> None:
    key, name = "键" * WORD, "名" * WORD
    head = f'<message id="long" name="{name}"/>'
    event = '<messageEventDefinition messageRef="long" ym:correlation="joint"/>'
    waits = drawn(
        f'<intermediateCatchEvent id="wait">{event}</intermediateCatchEvent>' + chain("start", "wait", "done"), head
    )
    instance = begin(probe, "R", waits, joint=key)
    send(key, "s" * WORD, name)
    one_round()
    instance.refresh_from_db()
    assert instance.ended_with == "done"


@pytest.mark.parametrize("process_", [SENDER, catching()])
def test_a_key_that_is_too_long_waits_for_a_person(probe: Probe, process_: bpmn.Process) -> None:
    instance = begin(probe, "S", process_, joint="k" * (WORD + 1), rooms=1)
    incident = Task.objects.get(kind=Task.INCIDENT)
    assert incident.reason == bpmn.INCIDENTS["ym:message-key-unfit"]
    assert not Message.objects.exists() and not Subscription.objects.exists()
    assert load(instance).token(incident.token).incident == "ym:message-key-unfit"


@pytest.mark.parametrize("unfit", UNFIT)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_changes_nothing(probe: Probe, unfit: str) -> None:
    with pytest.raises(ValueRefused, match="变量“owner”里有不能保存的字符"):
        start("P0", variables={"owner": unfit})
    instance = start(variables={"owner": "张三"})
    one_round()
    task = Task.objects.get()
    with pytest.raises(ValueRefused, match="变量“note”里有不能保存的字符"):
        complete_task(actor=SYSTEM, task=task, outcome="yes", variables={"note": [unfit]}, now=NOW)
    with pytest.raises(ValueRefused, match="变量“note”里有不能保存的字符"), transaction.atomic():
        tell_facts(actor=SYSTEM, kind="probe", reference="P1", variables={"note": unfit}, now=NOW)
    task.refresh_from_db()
    assert task.closed_at is None and dict(load(instance).variables) == {"owner": "张三"}
    complete_task(actor=SYSTEM, task=task, outcome="yes", variables={"note": "好\U0001f600"}, now=NOW)
    assert load(instance).variables["note"] == "好\U0001f600"


@pytest.mark.parametrize("unfit", [*UNFIT, "k" * 201])
def test_a_message_from_outside_that_cannot_be_kept_is_refused(db: None, unfit: str) -> None:
    whole: Mapping[str, object] = {"actor": SYSTEM, "name": "decided", "key": "K", "sender": "s", "variables": {}}
    for name in ("name", "key", "sender"):
        with pytest.raises(ValueRefused, match="消息的名称、键或发送方"), transaction.atomic():
            send_message(**{**whole, name: unfit}, now=NOW)
    with pytest.raises(ValueRefused), transaction.atomic():
        throw_signal(actor=SYSTEM, name=unfit, variables={}, sender="s", now=NOW)
    with pytest.raises(ValueRefused, match="变量“why”"), transaction.atomic():
        send_message(**{**whole, "variables": {"why": "a\0b"}}, now=NOW)
    assert not Message.objects.exists()


def test_a_script_that_gives_what_cannot_be_kept_waits_for_a_person(probe: Probe, cast: object) -> None:
    probe.process = process(
        """<startEvent id="start"/><endEvent id="done"/><scriptTask id="count" name="算一算" ym:result="n">
        <script>if bad then "a\\u0000b" else 1</script></scriptTask>"""
        + chain("start", "count", "done")
    )
    instance = start(variables={"bad": True})
    incident = Task.objects.get(kind=Task.INCIDENT)
    assert incident.reason == bpmn.INCIDENTS["ym:value-unfit"] and at(instance) == ["count"]
    with transaction.atomic():
        tell_facts(actor=SYSTEM, kind="probe", reference="P1", variables={"bad": False}, now=NOW)
    retry(actor=SYSTEM, incident=incident, now=NOW)
    instance.refresh_from_db()
    assert instance.ended_with == "done"


def test_a_capability_that_answers_what_cannot_be_kept_is_an_incident_at_once(probe: Probe) -> None:
    probe.answer = lambda reference: {"owner": "a\0b"}
    instance = start()
    one_round()
    incident = Task.objects.get(kind=Task.INCIDENT)
    assert incident.reason == "变量“owner”里有不能保存的字符（空字符或不完整的字符）。去掉这些字符。"
    assert (at(instance), probe.asked) == (["work"], ["P1"])
