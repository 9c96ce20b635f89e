"""The page of one process, for the operator who mends it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import DatabaseError
from django.urls import reverse

from yimen.engines import bpmn
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import CITY
from yimen.ground.errors import Fault
from yimen.ground.processes.models import Instance, Task, Token
from yimen.ground.processes.repair_form import KINDS
from yimen.ground.processes.repairs import may_move, of_an_office
from yimen.ground.processes.store import load
from yimen.ground.processes.subjects import subject_of
from yimen.ground.processes.told import VERBS, kind_of, name_of, places, shown
from yimen.ground.processes.watching.words import outcome_word

_HISTORY = 20


def read(instance: Instance) -> tuple[bpmn.Process | None, bpmn.State | None, str]:
    """The definition and where the instance stands; what cannot be read is None, with a sentence that says so."""
    process, trouble = definition_of(instance)
    if process is None:
        return None, None, trouble
    try:
        return process, load(instance), ""
    except bpmn.BpmnError as error:
        return process, None, error.sentence


def definition_of(instance: Instance) -> tuple[bpmn.Process | None, str]:
    """The definition, or a sentence that says why it cannot be read: files may be damaged in any way.

    Raises:
        DatabaseError: nothing can be read now, and the definition is not to blame.
    """
    try:
        return subject_of(instance.subject_kind).definition(instance.definition), ""
    except DatabaseError:
        raise
    except Exception as error:
        return None, f"流程的定义 {instance.definition} 读不出来（{type(error).__name__}）。"


def page_of(instance: Instance, typed: Mapping[str, str], faults: Sequence[Fault]) -> dict[str, Any]:
    """Everything that the template tells; ``typed`` and ``faults`` are of the form that was refused."""
    process, state, trouble = read(instance)
    page: dict[str, Any] = {
        "nav": "stopped",
        "instance": instance,
        "crumbs": [{"href": reverse("processes:stopped"), "text": "停住的流程"}],
        "trouble": trouble,
        "name": process.name if process is not None else "",
        "detail": instance.stopped_detail.splitlines(),
        "history": _history(instance, process),
        "errors": faults,
        "stopped_at": instance.stopped_at.astimezone(CITY) if instance.stopped_at else None,
    }
    if process is None or state is None or state.done:
        return page
    return page | {
        "tokens": _tokens(instance, process, state),
        "variables": _variables(process, state),
        "forms": _forms(process, state, typed, {one.key: one.sentence for one in reversed(faults)}),
    }


def list_rows(found: Iterable[tuple[Instance, Task | None]]) -> list[dict[str, Any]]:
    """Rows of the list, the name of the step first. Each definition is read once, however many rows have it."""
    known: dict[str, bpmn.Process | None] = {}
    rows = []
    for instance, task in found:
        if instance.definition not in known:
            known[instance.definition] = definition_of(instance)[0]
        process, stopped = known[instance.definition], instance.stopped_at
        since = task.opened_at if task is not None else stopped
        rows.append(
            {
                "number": instance.pk,
                "step": name_of(process, task.node) if task is not None and task.node else "整个流程",
                "reference": instance.subject_ref,
                "reason": task.reason if task is not None else instance.stopped_reason,
                "process": process.name if process is not None else instance.definition,
                "since": since.astimezone(CITY) if since is not None else None,
                "stopped": stopped is not None,
            }
        )
    return rows


def _tokens(instance: Instance, process: bpmn.Process, state: bpmn.State) -> list[dict[str, Any]]:
    since = dict(Token.objects.filter(instance=instance, gone_at=None).values_list("number", "arrived_at"))
    reasons = dict(
        Task.objects.filter(instance=instance, kind=Task.INCIDENT, closed_at=None).values_list("token", "reason")
    )
    names = places(process, state.tokens)
    return [
        {
            "label": names[token.id],
            "node": token.node,
            "since": since[token.id].astimezone(CITY) if token.id in since else None,
            "reason": reasons.get(token.id, "") if token.incident else "",
            "beside": token.host is not None or token.role == "watch",
        }
        for token in state.tokens
    ]


def _variables(process: bpmn.Process, state: bpmn.State) -> list[dict[str, str]]:
    found = sorted(state.variables.items())
    return [{"name": name, "kind": kind_of(value), "value": shown(process, name, value)} for name, value in found]


def _history(instance: Instance, process: bpmn.Process | None) -> list[dict[str, Any]]:
    rows = Entry.objects.filter(object_kind=instance.subject_kind, object_ref=instance.subject_ref, action__in=VERBS)
    return [
        {
            "state": "done",
            "title": VERBS[row.action],
            "text": f"{row.actor_name}{_what(row.details, process)}",
            "time": row.at.isoformat(),
            "time_text": f"{row.at.astimezone(CITY):%Y年%-m月%-d日 %H:%M}",
        }
        for row in rows.order_by("-id")[:_HISTORY]
    ]


def _what(details: Mapping[str, Any], process: bpmn.Process | None) -> str:
    if "variable" in details:
        return f"：{details['variable']}"
    if "from" in details:
        return f"：{details['from']} → {details['to']}"
    before, after = details.get("before"), details.get("after")
    if before is not None and after is not None:
        was, now = ("、".join(name_of(process, node) for node in nodes) for nodes in (before, after))
        return f"：{was} → {now or '结束'}"
    return f"：{name_of(process, details['node'])}" if details.get("node") else ""


def _forms(
    process: bpmn.Process, state: bpmn.State, typed: Mapping[str, str], told: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    def select(key: str, label: str, options: list[tuple[str, str]], hint: str = "") -> dict[str, Any]:
        chosen = typed.get(key) or (options[0][0] if len(options) == 1 else "")
        return {
            "key": key,
            "type": "select",
            "label": label,
            "hint": hint,
            "value": chosen,
            "failure": told.get(key),
            "options": [{"value": value, "label": text} for value, text in options],
        }

    steps = [token for token in state.tokens if token.role != "watch" and not _on_edge(process, token)]
    names = places(process, state.tokens)
    tokens = [(str(one.id), names[one.id]) for one in steps if not of_an_office(process.nodes[one.node])]
    failed = [(str(one.id), names[one.id]) for one in state.tokens if one.incident]
    movable = [(str(one.id), names[one.id]) for one in steps if _targets(process, state, one)]
    targets = {node.id: node for token in steps for node in _targets(process, state, token)}
    forms: dict[str, list[dict[str, Any]]] = {
        "skip": [select("skip-token", "跳过哪一步", tokens)],
        "move": [
            select("move-token", "从哪个环节", movable),
            select("move-to", "换到哪个环节", _elements(targets.values())),
        ],
        "variable": [
            _text("variable-name", "值的名字", typed, told, "流程里写的那个名字，见下面的表；没有的会新加"),
            select("variable-kind", "值是哪一种", list(KINDS.items())),
            _text("variable-value", "新的值", typed, told, "选“没有值”的不用写") | {"required": False},
        ],
    }
    if outcomes := _outcomes(process, steps):
        # What decides the way behind a skipped step stands beside the step itself.
        forms["skip"].append(
            select("skip-outcome", "按哪个结果算", outcomes, "不选，就当没有结果，按默认的路走") | {"required": False}
        )
    if failed:
        forms["retry"] = [select("retry-token", "再试哪一步", failed)]
    return {act: fields for act, fields in forms.items() if fields[0].get("options") != []}


def _on_edge(process: bpmn.Process, token: bpmn.Token) -> bool:
    return isinstance(process.nodes.get(token.node), bpmn.BoundaryTimer | bpmn.BoundaryEvent) and bool(token.host)


def _targets(process: bpmn.Process, state: bpmn.State, token: bpmn.Token) -> list[bpmn.Node]:
    return [node for node in bpmn.places(process, state, token.id) if may_move(process, token.node, node.id)]


def _outcomes(process: bpmn.Process, tokens: Sequence[bpmn.Token]) -> list[tuple[str, str]]:
    nodes = (process.nodes.get(token.node) for token in tokens)
    tasks = [node for node in nodes if isinstance(node, bpmn.UserTask) and not of_an_office(node)]
    found: dict[str, list[str]] = {}
    for task in tasks:
        for one in task.outcomes:
            found.setdefault(one, []).append(outcome_word(task, one))
    return [(one, "、".join(dict.fromkeys(words))) for one, words in found.items()]


def _elements(nodes: Iterable[bpmn.Node]) -> list[tuple[str, str]]:
    """Elements to choose from, by name; the id comes last, and only where two have one name."""
    found = list(nodes)
    seen = Counter(node.label for node in found)
    return [(node.id, f"{node.label}（{node.id}）" if seen[node.label] > 1 else node.label) for node in found]


def _text(key: str, label: str, typed: Mapping[str, str], told: Mapping[str, str], hint: str) -> dict[str, Any]:
    given = {"value": typed.get(key, ""), "failure": told.get(key)}
    return {"key": key, "type": "text", "label": label, "hint": hint, **given}
