"""What happened in a process, in words for staff: lengths of time, kinds of elements, lines of history."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from yimen.engines import bpmn
from yimen.engines.bpmn import journal
from yimen.engines.bpmn.model import BOUNDARIES
from yimen.ground.processes.watching.history import CANCELLED, Entry, Stay, Watched

APPLICANT, SYSTEM = "申请人", "系统"
# How a person ended a task (``bpmn.ACTS``), as officers say it.
OUTCOMES = {
    "accept": "受理",
    "correct": "要补正",
    "decline": "不予受理",
    "supplied": "已补正",
    "agree": "同意",
    "object": "不同意",
    "done": "办完",
    "grant": "准予",
    "refuse": "不予",
    "back": "退回",
    "elsewhere": "不属于本单位职责",
}
# The same answer has other words where another body is asked.
_OF_ACT = {("advise", "object"): "有不同意见"}
# What happens to a process from outside; all else is told by what it changed.
_HAPPENED = {
    "InstanceCancelled": "流程被取消",
    "ClosedByRows": "流程的数据已经损坏，被整个取消",
    "IncidentResolved": "没办成的一步再办一次",
    "StepSkipped": "管理员跳过了一步",
    "TokenMoved": "管理员把流程移到了另一步",
    "VariableChanged": "管理员改了流程里的一个值",
    "Migrated": "流程换到了另一个版本",
    "CarriedOver": "以前的经过没有逐条记下",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def length(taken: timedelta | float) -> str:
    """``3 天 4 小时``, ``2 小时 5 分钟``, ``不到 1 分钟``: two figures are enough to compare."""
    seconds = int(taken.total_seconds() if isinstance(taken, timedelta) else taken)
    if seconds < _MINUTE:
        return "不到 1 分钟"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} 分钟"
    if seconds < _DAY:
        return _two(seconds // _HOUR, "小时", seconds % _HOUR // _MINUTE, "分钟")
    return _two(seconds // _DAY, "天", seconds % _DAY // _HOUR, "小时")


def spaced(text: str) -> str:
    """A length after a sign: a figure stands apart from it, a word does not."""
    return f" {text}" if text[0].isdigit() else text


def kind(node: bpmn.Node) -> str:
    """What kind of element it is, for a reader who knows no BPMN."""
    match node:
        case bpmn.UserTask():
            return "人办"
        case bpmn.CallActivity():
            return "交给另一件办"
        case bpmn.SubProcess():
            return "一组步骤"
        case bpmn.StartEvent():
            return "开始"
        case bpmn.EndEvent():
            return "结束"
        case bpmn.TimerEvent() | bpmn.BoundaryTimer():
            return "到时间"
        case bpmn.ReceiveTask() | bpmn.CatchEvent() | bpmn.BoundaryEvent() | bpmn.BoundaryError():
            return "等消息"
        case bpmn.ParallelGateway():
            return "同时办、等齐"
        case bpmn.ExclusiveGateway() | bpmn.InclusiveGateway() | bpmn.EventGateway() | bpmn.ComplexGateway():
            return "选一条路"
    return "系统办"


def who(stay: Stay, node: bpmn.Node) -> str:
    """For whom or what it waits there, or waited: a post with whoever took it, the applicant, the system."""
    failure = stay.failure
    if failure is not None:
        return _holder(failure.post or "工作人员", failure.holder)
    if stay.job is not None:
        return _holder(stay.job.post or APPLICANT, stay.job.holder)
    match node:
        case bpmn.CallActivity():
            return f"另一件 {stay.called}".strip()
        case bpmn.TimerEvent() | bpmn.BoundaryTimer():
            return "时间"
        case bpmn.ReceiveTask() | bpmn.CatchEvent() | bpmn.BoundaryEvent() | bpmn.EventGateway():
            return "消息"
        case bpmn.ParallelGateway() | bpmn.InclusiveGateway() | bpmn.ComplexGateway():
            return "别的分支"
        case bpmn.UserTask():
            return "工作人员"
    return SYSTEM


def outcome_word(node: bpmn.Node | None, code: str) -> str:
    """An outcome of a task as officers read it there; one that has no word, by its name in the drawing."""
    act = node.act if isinstance(node, bpmn.UserTask) else ""
    return _OF_ACT.get((act, code)) or OUTCOMES.get(code, code)


def how(stay: Stay, node: bpmn.Node) -> str:
    """How it ended there: the outcome that a person gave, or that it was taken back; empty while it lasts."""
    if stay.until is None:
        return ""
    if stay.how == CANCELLED:
        return "不再办"
    code = stay.job.outcome if stay.job is not None else ""
    word = outcome_word(node, code)
    return word if word != code else "办完"


def lines(watched: Watched) -> list[tuple[datetime, str]]:
    """The history in the order in which it happened, a line for each event that changed where the process stands."""
    known: set[tuple[int, str]] = set()
    told = [(one.at, "；".join(_line(one, watched, known))) for one in watched.entries]
    return [(at, f"{text}。") for at, text in told if text]


def _line(entry: Entry, watched: Watched, known: set[tuple[int, str]]) -> Iterator[str]:
    """What one event says. ``known`` are the stays told so far, by number and element."""
    changes, node = entry.changes, watched.node
    if entry.kind in _HAPPENED:
        yield _HAPPENED[entry.kind]
    for number, *_ in changes.get("x", ()):
        yield from _gone((one for one in watched.stays if one.number == number and one.until), watched)
    passed = [node(one) for one in changes.get("p", ())]
    if any(isinstance(one, bpmn.StartEvent) for one in passed):
        yield "流程开始"
    through = [one.name for one in passed if one.name and not isinstance(one, bpmn.EndEvent | bpmn.StartEvent)]
    if through:
        yield f"经过{''.join(f'“{one}”' for one in through)}"
    for token in map(journal.token_of, changes.get("t", ())):
        stay = next((one for one in watched.stays if (one.number, one.node) == (token.id, token.node)), None)
        if stay is not None and (token.incident or (token.id, token.node) not in known):
            yield _begun(stay, node(token.node), failed=bool(token.incident))
        known.add((token.id, token.node))
    yield from (f"到了终点“{node(one).label}”" for one in changes.get("e", ()))
    if changes.get("d"):
        yield "流程结束"


def _gone(stays: Iterable[Stay], watched: Watched) -> Iterator[str]:
    for stay in stays:
        if not (stay.watching and stay.how == CANCELLED):
            yield _ended(stay, watched.node(stay.node))


def _ended(stay: Stay, node: bpmn.Node) -> str:
    if isinstance(node, BOUNDARIES):
        return f"“{node.label}”发生了"
    taken = f"，用了{spaced(length(stay.until - stay.since))}" if stay.until else ""
    return f"“{node.label}”{how(stay, node)}（{who(stay, node)}{taken}）"


def _begun(stay: Stay, node: bpmn.Node, *, failed: bool) -> str:
    if failed:
        return f"“{node.label}”没办成，等人看"
    if stay.watching:
        return f"开始等“{node.label}”"
    return f"到“{node.label}”，等{who(stay, node)}"


def _holder(post: str, name: str) -> str:
    return f"{post} {name}" if name else post


def _two(large: int, unit: str, small: int, small_unit: str) -> str:
    return f"{large} {unit} {small} {small_unit}" if small else f"{large} {unit}"
