"""Carry out what the engine asks for, in the transaction of the step."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import cast

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.due import due_moment
from yimen.ground.processes.events import CallRefused, CapabilityAsked, ProcessEnded
from yimen.ground.processes.letters import ask_again_for, exchange
from yimen.ground.processes.models import Instance, Task, Timer, Token
from yimen.ground.processes.store import Database, Happened, load, save
from yimen.ground.processes.subjects import Called, subject_of
from yimen.ground.processes.tasks import close_settled_incidents, open_tasks, raise_incident

# A process that calls itself would otherwise call for ever, in one transaction.
MAX_DEPTH = 5


def begin(
    actor: Actor, called: Called, now: datetime, *, caller: Instance | None = None, token: int | None = None
) -> Instance:
    """Start the process of a subject, for its own sake or for a call activity on which this token waits."""
    process = subject_of(called.kind).definition(called.definition)
    step = bpmn.start(process, called.variables, called.at)
    instance = Instance.objects.create(
        definition=called.definition,
        subject_kind=called.kind,
        subject_ref=called.reference,
        started_at=now,
        caller=caller,
        caller_token=token,
    )
    details = {"definition": called.definition} | ({"caller": caller.subject_ref} if caller else {})
    record(actor, "start-process", object_kind=called.kind, object_ref=called.reference, at=now, details=details)
    carry_out(instance, process, bpmn.State(), step, Happened("Started", {}), now)
    return instance


def carry_out(
    instance: Instance,
    process: bpmn.Process,
    before: bpmn.State,
    step: bpmn.Step,
    happened: Happened,
    now: datetime,
    database: Database | None = None,
) -> None:
    """Store where a step leads and do its effects. A decision is asked at once and leads further."""
    state, effects, todo, changes = step.state, deque(step.effects), [], list(step.changes)
    while effects:
        effect = effects.popleft()
        if isinstance(effect, bpmn.AskDecision):
            outputs = subject_of(instance.subject_kind).decide(
                instance.subject_ref, effect.decision, state.variables, now
            )
            further = bpmn.advance(process, state, bpmn.DecisionMade(effect.token, outputs))
            state = further.state
            changes.extend(further.changes)
            effects.extend(further.effects)
        else:
            todo.append(effect)
    # Stored first: when a task is due may depend on what the rules have just said.
    _store(instance, before, state, changes, happened, now, database)
    for kind, run in groupby(todo, type):
        if kind is bpmn.OpenTask:
            open_tasks(instance, cast("list[bpmn.OpenTask]", [*run]), now, database)
            continue
        for effect in run:
            if not _taken_back(effect, state):
                _do(instance, effect, now)
    exchange(instance, process, todo, state, now)
    close_settled_incidents(instance, before, state, now, database)


def _taken_back(effect: bpmn.Effect, after: bpmn.State) -> bool:
    """Whether what follows in the same step has made it void: nobody could withdraw what must not begin at all."""
    match effect:
        case bpmn.CallProcess():
            return after.token(effect.token) is None
        case bpmn.RaiseIncident():
            token = after.token(effect.token)
            return token is None or not token.incident
    return False


def _do(instance: Instance, effect: bpmn.Effect, now: datetime) -> None:
    match effect:
        case bpmn.CallCapability():
            announce(CapabilityAsked(instance.id, effect.token, effect.node, effect.capability), now=now)
        case bpmn.CallProcess():
            _call(instance, effect, now)
        case bpmn.CancelCall():
            _cancel_called(instance, effect.token, now)
        case bpmn.StartTimer():
            first = effect.turn == 1
            due_at = due_moment(effect.kind, effect.expression_value, now) if first else _due_again(instance, effect)
            Timer.objects.create(instance=instance, token=effect.token, node=effect.node, due_at=due_at)
        case bpmn.CloseTask():
            Task.objects.filter(instance=instance, token=effect.token, closed_at=None).update(
                closed_at=now, outcome="cancelled"
            )
        case bpmn.CancelTimer():
            Timer.objects.filter(instance=instance, token=effect.token, closed_at=None).update(closed_at=now)
        case bpmn.RaiseIncident():
            raise_incident(instance, effect, now)


def _due_again(instance: Instance, effect: bpmn.StartTimer) -> datetime:
    """The next turn of a repeating timer, counted from the first moment: a worker that comes late shifts nothing."""
    begun, times = Token.objects.values_list("arrived_at", flat=True).get(instance=instance, number=effect.token), 0
    if effect.since:
        begun, times = due_moment("date", effect.since, begun), -1
    return due_moment("duration", effect.expression_value, begun, times + effect.turn)


def _store(
    instance: Instance,
    before: bpmn.State,
    state: bpmn.State,
    changes: Sequence[bpmn.Change],
    happened: Happened,
    now: datetime,
    database: Database | None,
) -> None:
    over = state.done and instance.ended_at is None
    if over:
        # It says how it ends before it does only when it was called off, perhaps long ago.
        cancelled = instance.ended_with or happened.kind == bpmn.InstanceCancelled.__name__
        instance.ended_at = now
        instance.ended_with = instance.ended_with or " ".join(state.ended)[:200]
        instance.result = bpmn.CANCELLED if cancelled or not state.ended else state.ended[-1]
    save(instance, before, state, changes, happened, now, database)
    if over:
        announce_end(instance, now)


def announce_end(instance: Instance, now: datetime) -> None:
    """Tell the process that called this one, if one did."""
    if instance.caller_id is not None and instance.caller_token is not None:
        event = ProcessEnded(instance.id, instance.caller_id, instance.caller_token, instance.result)
        announce(event, now=now)


def _call(instance: Instance, effect: bpmn.CallProcess, now: datetime) -> None:
    """Let the domain make the child and start its process. A refusal is told to the process by the worker."""
    try:
        with transaction.atomic():
            if _depth(instance) >= MAX_DEPTH:
                raise DomainError("流程一层套一层，层数太多", "核对流程定义里的调用活动，不要让流程调用自己。")
            called = subject_of(instance.subject_kind).call(instance.subject_ref, effect.called, now)
            _start_or_join(instance, effect.token, called, now)
    except DomainError as error:
        reason = f"{error.sentence}。{error.advice}"
        announce(CallRefused(instance.id, effect.token, error.code, reason), now=now)
    except bpmn.BpmnError as error:
        announce(CallRefused(instance.id, effect.token, "", error.sentence), now=now)


def _depth(instance: Instance) -> int:
    depth, above = 0, instance.caller
    while above is not None:
        depth, above = depth + 1, above.caller
    return depth


def _start_or_join(caller: Instance, token: int, called: Called, now: datetime) -> None:
    """Start the child's process; one that this caller has started before for the same child answers this call too."""
    subject_of(called.kind).lock(called.reference)
    rows = Instance.objects.select_for_update().filter(subject_kind=called.kind, subject_ref=called.reference)
    running = rows.order_by("-id").first()
    if running is None:
        begin(SYSTEM, called, now, caller=caller, token=token)
        return
    waiting = load(caller).token
    if running.caller_id != caller.pk or running.caller_token is None or waiting(running.caller_token) is not None:
        raise DomainError(f"{called.reference} 已经在另一处办理", "核对流程定义，一项只调用一次。")
    running.caller_token = token
    running.save(update_fields=["caller_token"])
    if running.ended_at is not None:
        announce_end(running, now)


def _cancel_called(caller: Instance, token: int, now: datetime) -> None:
    child = Instance.objects.filter(caller=caller, caller_token=token, ended_at=None).first()
    if child is not None:
        subject_of(child.subject_kind).cancel_called(child.subject_ref, now)


def ask_again(instance: Instance, process: bpmn.Process, state: bpmn.State, now: datetime) -> None:
    """What the machine has in hand is asked for once more: while the instance had stopped, answers found nobody.

    A second answer for the same token changes nothing, and a capability may be asked twice.
    """
    ask_again_for(instance, now)
    for token in state.tokens:
        node = process.nodes.get(token.node)
        if token.incident or not token.waiting or token.role in ("loop", "gather"):
            continue
        if isinstance(node, bpmn.ServiceTask):
            announce(CapabilityAsked(instance.id, token.id, node.id, node.capability), now=now)
        elif isinstance(node, bpmn.CallActivity):
            child = Instance.objects.filter(caller=instance, caller_token=token.id).first()
            if child is None:
                _call(instance, bpmn.CallProcess(token.id, node.id, node.called), now)
            elif child.ended_at is not None:
                announce_end(child, now)
