"""Carry out what the engine asks for, in the transaction of the step."""

from collections import deque
from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.due import due_moment
from yimen.ground.processes.events import CapabilityAsked
from yimen.ground.processes.models import Instance, Task, Timer
from yimen.ground.processes.subjects import subject_of


def carry_out(instance: Instance, process: bpmn.Process, step: bpmn.Step, now: datetime) -> None:
    """Store the state that a step leads to and do its effects. A decision is asked at once and leads further."""
    state, effects, todo = step.state, deque(step.effects), []
    while effects:
        effect = effects.popleft()
        if isinstance(effect, bpmn.AskDecision):
            outputs = subject_of(instance.subject_kind).decide(
                instance.subject_ref, effect.decision, state.variables, now
            )
            further = bpmn.advance(process, state, bpmn.DecisionMade(effect.token, outputs))
            state = further.state
            effects.extend(further.effects)
        else:
            todo.append(effect)
    # Stored first: when a task is due may depend on what the rules have just said.
    _store(instance, state, now)
    for effect in todo:
        _do(instance, effect, now)


def _raise_incident(instance: Instance, token: int, node: str, code: str, now: datetime) -> None:
    # Nothing is stuck in silence: a step that failed waits for a person, under the clock that runs on.
    schedule = subject_of(instance.subject_kind).schedule(instance.subject_ref, now)
    Task.objects.get_or_create(
        instance=instance,
        token=token,
        kind=Task.INCIDENT,
        closed_at=None,
        defaults={
            "node": node,
            "name": "系统没办成，等人处理",
            "post": subject_of(instance.subject_kind).post(instance.subject_ref, ""),
            "outcomes": ["retry"],
            "reason": bpmn.INCIDENTS.get(code, code)[:2000],
            "opened_at": now,
            "due_on": schedule.due_on,
            "soon_on": schedule.soon_on,
            "paused_until": schedule.paused_until,
        },
    )


def _open_task(instance: Instance, effect: bpmn.OpenTask, now: datetime) -> None:
    subject = subject_of(instance.subject_kind)
    schedule = subject.schedule(instance.subject_ref, now)
    Task.objects.create(
        instance=instance,
        token=effect.token,
        node=effect.node,
        name=effect.name,
        act=effect.act,
        post=subject.post(instance.subject_ref, effect.post),
        outcomes=list(effect.outcomes),
        opened_at=now,
        limit=effect.limit,
        due_on=schedule.due_on,
        soon_on=schedule.soon_on,
        paused_until=schedule.paused_until,
    )


def _do(instance: Instance, effect: bpmn.Effect, now: datetime) -> None:
    match effect:
        case bpmn.OpenTask():
            _open_task(instance, effect, now)
        case bpmn.CallCapability():
            announce(CapabilityAsked(instance.pk, effect.token, effect.node, effect.capability), now=now)
        case bpmn.StartTimer():
            Timer.objects.create(
                instance=instance,
                token=effect.token,
                node=effect.node,
                due_at=due_moment(effect.kind, effect.expression_value, now),
            )
        case bpmn.CloseTask():
            Task.objects.filter(instance=instance, token=effect.token, closed_at=None).update(
                closed_at=now, outcome="cancelled"
            )
        case bpmn.CancelTimer():
            Timer.objects.filter(instance=instance, token=effect.token, closed_at=None).update(closed_at=now)
        case bpmn.RaiseIncident():
            _raise_incident(instance, effect.token, effect.node, effect.code, now)


def _store(instance: Instance, state: bpmn.State, now: datetime) -> None:
    instance.state = state.to_json()
    if state.done and instance.ended_at is None:
        instance.ended_at = now
        instance.ended_with = " ".join(state.ended)
    instance.save(update_fields=["state", "ended_at", "ended_with"])
