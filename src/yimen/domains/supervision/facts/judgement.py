from collections.abc import Iterable

from yimen.domains.cases.inspections import officers_wanted
from yimen.domains.cases.models import Inspection
from yimen.domains.cases.queries import service_of
from yimen.domains.supervision.facts.act import Act
from yimen.domains.supervision.facts.record import Fact, Facts
from yimen.engines import bpmn
from yimen.ground.processes.models import Task


def decision(act: Act) -> Facts:
    """Of a decision: what it was, whether it goes against the checklist, how much is said of why, what was left out."""
    outcome = str(act.entry.details.get("outcome", ""))
    step = act.case.steps.filter(kind=f"officer-{outcome}", at=act.at).first()
    note = step.note.strip() if step is not None else ""
    skipped = _skipped(act) if outcome in ("grant", "refuse") else []
    return {
        "outcome": Fact(outcome, "审计记录"),
        "against_checklist": Fact(bool(act.entry.details.get("against_checklist")), "作决定时的核对表"),
        "reason_chars": Fact(len(note), f"决定里写的说明：“{note}”" if note else "决定里没有写说明"),
        "steps_skipped": Fact(
            len(skipped), f"没有办的环节：{'、'.join(skipped)}" if skipped else "流程里必经的环节都办了"
        ),
    }


def visit(act: Act) -> Facts:
    """Of a visit on site: how many officers were there, and how many there had to be."""
    row = act.case.inspections.filter(confirmed_at=act.at).first()
    if row is None:
        return {}
    wanted = officers_wanted(act.case, row.node)
    return {
        "officers_present": Fact(_present(row), "现场核查记录"),
        "officers_needed": Fact(wanted, "事项写明的核查人数"),
    }


def _present(row: Inspection) -> int:
    return len({one for one in (row.recorded_by_id, row.second_id) if one is not None})


def _skipped(act: Act) -> list[str]:
    """Names of the steps on every way to the decision that no officer had finished when it was taken."""
    if act.task is None:
        return []
    process = service_of(act.case).process
    done = set(
        Task.objects.filter(instance=act.task.instance_id, closed_at__lte=act.at)
        .exclude(outcome="")
        .values_list("node", flat=True)
    )
    return [process.nodes[node].label for node in must_pass(process, act.task.node) if node not in done]


def must_pass(process: bpmn.Process, target: str) -> list[str]:
    """The user tasks without which no way leads from the start to ``target``: what nobody may skip."""
    tasks = [node.id for node in process.nodes.values() if isinstance(node, bpmn.UserTask) and node.id != target]
    return [one for one in tasks if not _reaches(process, target, without=one)]


def _reaches(process: bpmn.Process, target: str, *, without: str) -> bool:
    seen, waiting = {without}, [process.start]
    while waiting:
        node = waiting.pop()
        if node == target:
            return True
        if node not in seen:
            seen.add(node)
            waiting.extend(_after(process, node))
    return False


def _after(process: bpmn.Process, node: str) -> Iterable[str]:
    yield from (process.flows[one].target for one in process.nodes[node].outgoing)
    yield from (one.id for one in process.boundaries.get(node, ()))
