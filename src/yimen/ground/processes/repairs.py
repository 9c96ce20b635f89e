"""What an operator may do to a running instance by hand, first as a picture of what would come of it, then for good."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.crypto import salted_hmac

from yimen.engines import bpmn
from yimen.engines.bpmn.values import to_json
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError, Stale
from yimen.ground.processes.carry_out import carry_out
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.store import Happened, done_before, load
from yimen.ground.processes.subjects import subject_of
from yimen.ground.processes.watching.words import outcome_word

# What the law gives to an office, and to two pairs of eyes: nobody else gives its outcome, or goes round it.
OF_AN_OFFICE = ("accept", "review", "inspect", "decide")
_NO_OUTCOMES = "这一步没有办理结果可选，不用选。"
_CHANGED = ("这个流程刚刚有了变化，这次没有改", "看最新的情况，还要改的再改一次。")


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair: the verb of its evidence, the name of its event, what both say, and the step it takes."""

    verb: str
    kind: str
    details: Mapping[str, object]
    apply: Callable[[bpmn.Process, bpmn.State], bpmn.Step]
    value: object = None


def skipping(token: int, outcome: str = "") -> Repair:
    """What the token waits for counts as done, perhaps with an outcome."""
    details = {"token": token, "outcome": outcome}
    return Repair("skip-step", "StepSkipped", details, partial(_skip, token=token, outcome=outcome))


def _skip(process: bpmn.Process, state: bpmn.State, token: int, outcome: str) -> bpmn.Step:
    found = state.token(token)
    node = process.nodes.get(found.node) if found is not None else None
    if node is not None and of_an_office(node):
        raise bpmn.RepairRefused(
            f"{node.named}要由有权的岗位办，管理员不能跳过它，也不能代选结果。换到这一步，让人重新办。"
        )
    if outcome and isinstance(node, bpmn.UserTask) and outcome not in node.outcomes:
        offered = "、".join(outcome_word(node, one) for one in node.outcomes)
        raise bpmn.RepairRefused(f"{node.named}没有这个结果。可选的是：{offered}。" if offered else _NO_OUTCOMES)
    return bpmn.skip(process, state, token, outcome)


def moving(token: int, node: str) -> Repair:
    """The token goes to another element of its scope."""
    return Repair("move-token", "TokenMoved", {"token": token, "to": node}, partial(_move, token=token, node=node))


def _move(process: bpmn.Process, state: bpmn.State, token: int, node: str) -> bpmn.Step:
    step, found = bpmn.move(process, state, token, node), state.token(token)
    if found is not None and not may_move(process, found.node, node):
        named = process.nodes[node].named
        raise bpmn.RepairRefused(
            f"不能换到{named}：管理员不能替有权的岗位办，也不能绕过它。换到前面由人办的一步，让人重新办。"
        )
    return step


def may_move(process: bpmn.Process, here: str, there: str) -> bool:
    """Whether an operator may bring a token there: where a person acts, and past no step that belongs to an office."""
    if not isinstance(process.nodes[there], bpmn.UserTask):
        return False
    return not of_an_office(process.nodes[here]) or here in process.reachable([there])


def of_an_office(node: bpmn.Node) -> bool:
    """Whether nobody but its post may take the step or speak for it."""
    return isinstance(node, bpmn.UserTask) and node.act in OF_AN_OFFICE


def changing(name: str, value: object) -> Repair:
    """A variable of the instance gets another value."""
    change = partial(_change, name=name, value=value)
    return Repair("change-variable", "VariableChanged", {"variable": name}, change, value)


def _change(process: bpmn.Process, state: bpmn.State, name: str, value: object) -> bpmn.Step:
    # The answer of the last step has a name of its own too, and a flow may ask for either.
    offices = [node.id for node in process.nodes.values() if of_an_office(node)]
    if name in {f"{node}_outcome" for node in offices} or (offices and name == "outcome"):
        raise bpmn.RepairRefused(f"“{name}”是有权的岗位给出的结果，管理员不能改。换到那一步，让人重新办。")
    return bpmn.change_variables(process, state, {name: value})


def retrying(token: int) -> Repair:
    """A step that failed is tried once more."""
    again = bpmn.IncidentResolved(token)
    return Repair("retry-step", "IncidentResolved", {"token": token}, partial(bpmn.advance, happening=again))


def foreseen(instance: Instance, repair: Repair) -> bpmn.Step:
    """What would come of it, without doing it.

    Raises:
        Stale: the token is gone, or the instance is over. DomainError: the repair does not fit.
    """
    _expect_trouble(instance)
    return _applied(repair, _process(instance), load(instance))


@transaction.atomic
def repair_instance(*, actor: Actor, instance_id: int, repair: Repair, seen: int, now: datetime) -> None:
    """Do it, with evidence of where the instance stood before and after.

    Pressed twice on the same page, it is done once.

    Args:
        seen: the number of the command after which the operator saw the instance (``Instance.version``).

    Raises:
        Stale: something has happened to the instance since. DomainError: the repair does not fit.
    """
    instance = locked(instance_id)
    key = _key(repair, seen)
    if done_before(instance, key):
        return
    if instance.version != seen:
        raise Stale(*_CHANGED)
    _expect_trouble(instance)
    process, before = _process(instance), load(instance)
    step = _applied(repair, process, before)
    told = {name: value for name, value in repair.details.items() if value not in ("", None)}
    carry_out(instance, process, before, step, Happened(repair.kind, told, key), now)
    record(
        actor,
        repair.verb,
        object_kind=instance.subject_kind,
        object_ref=instance.subject_ref,
        at=now,
        details={"instance": instance.pk, **told, **_evidence(repair, before, step.state)},
    )


def _expect_trouble(instance: Instance) -> None:
    """What goes its way is nobody's to mend: what has stopped is, and where a step has failed."""
    failed = Task.objects.filter(instance=instance, kind=Task.INCIDENT, closed_at=None)
    if instance.stopped_at is None and instance.ended_at is None and not failed.exists():
        raise DomainError("这个流程没有停住，也没有一步没办成，不用改", "照常办就行。", code="repair-refused")


def _key(repair: Repair, seen: int) -> str:
    """The same repair pressed twice has one key; another one on the same page has its own."""
    told = json.dumps([repair.verb, seen, dict(repair.details), repair.value], default=str, ensure_ascii=False)
    return salted_hmac("yimen.processes.repair", told).hexdigest()[:40]


def _process(instance: Instance) -> bpmn.Process:
    return subject_of(instance.subject_kind).definition(instance.definition)


def _applied(repair: Repair, process: bpmn.Process, state: bpmn.State) -> bpmn.Step:
    try:
        return repair.apply(process, state)
    except bpmn.StaleHappening as error:
        raise Stale(*_CHANGED) from error
    except bpmn.BpmnError as error:
        raise DomainError(error.sentence, code="repair-refused") from error


def _evidence(repair: Repair, before: bpmn.State, after: bpmn.State) -> dict[str, object]:
    """Where the instance stood, and what a variable was: its type and a fingerprint, never what it says."""
    found: dict[str, object] = {
        "before": sorted(one.node for one in before.tokens),
        "after": sorted(one.node for one in after.tokens),
    }
    name = repair.details.get("variable")
    if isinstance(name, str):
        for word, state in (("was", before), ("is", after)):
            found[word] = fingerprint(state.variables[name]) if name in state.variables else ""
    return found


def fingerprint(value: object) -> str:
    """The type of a value and a keyed hash of it: two are compared by it, and nobody reads or guesses what it was."""
    text = json.dumps(to_json(value), ensure_ascii=False, sort_keys=True)
    return f"{type(value).__name__}:{salted_hmac('yimen.processes.variable', text).hexdigest()[:16]}"
