"""An instance, a repair and what comes of it, told to an operator in plain words and without anybody's data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from yimen.engines import bpmn
from yimen.engines.feel import DaysTime, YearsMonths
from yimen.ground.processes.watching.words import outcome_word

_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "是或否"),
    ((int, Decimal), "数字"),
    (str, "文字"),
    (datetime, "日期和时间"),
    (date, "日期"),
    (time, "时间"),
    ((YearsMonths, DaysTime), "时长"),
)
VERBS = {
    "retry-step": "再试一次",
    "skip-step": "跳过一步",
    "move-token": "换到另一个环节",
    "change-variable": "改流程里的一个值",
    "stop-process": "流程停住",
    "resume-process": "继续办理",
    "migrate-process": "换到另一个版本",
}


def name_of(process: bpmn.Process | None, node: str) -> str:
    """How people call an element; what the definition does not have (any more) has only its id."""
    found = process.nodes.get(node) if process is not None else None
    return found.label if found is not None else node


def places(process: bpmn.Process, tokens: Iterable[bpmn.Token]) -> dict[int, str]:
    """Where each token stands. Only where several stand on elements of one name their numbers tell them apart."""
    names = {one.id: name_of(process, one.node) for one in tokens}
    seen = Counter(names.values())
    return {number: f"{name}（编号 {number}）" if seen[name] > 1 else name for number, name in names.items()}


def kind_of(value: object) -> str:
    """What sort of value a variable holds."""
    if value is None:
        return "没有值"
    if isinstance(value, list):
        return f"列表，{len(value)} 项"
    if isinstance(value, dict):
        return f"对象，{len(value)} 项"
    return next(word for kinds, word in _TYPES if isinstance(value, kinds))


def shown(process: bpmn.Process | None, name: str, value: object) -> str:
    """The outcome that a person gave a step, in the words of the desk. Of all else nothing: even a yes or no may be
    somebody's data."""
    if process is None or not isinstance(value, str):
        return ""
    tasks = [node for node in process.nodes.values() if isinstance(node, bpmn.UserTask) and value in node.outcomes]
    node = next((one for one in tasks if name in ("outcome", f"{one.id}_outcome")), None)
    return outcome_word(node, value) if node is not None else ""


def consequences(process: bpmn.Process, before: bpmn.State, step: bpmn.Step) -> Iterator[str]:
    """What comes of a step, in sentences."""
    gone = {token.id: token for token in before.tokens}
    for effect in step.effects:
        was = gone.get(getattr(effect, "token", 0))
        if sentence := _effect(process, effect, process.nodes[was.node].named if was is not None else ""):
            yield sentence
    if step.state.done:
        yield "流程就此结束。"
        return
    known = {token.id for token in before.tokens}
    for token in step.state.tokens:
        if token.id not in known and token.host is None:
            yield f"接着停在{process.nodes[token.node].named}。"


def _effect(process: bpmn.Process, effect: bpmn.Effect, was: str) -> str:
    node = getattr(effect, "node", "")
    here = process.nodes[node].named if node in process.nodes else was
    match effect:
        case bpmn.OpenTask():
            return f"打开{here}，要有人办。"
        case bpmn.CloseTask():
            return f"关掉{here}，已经领取的人不用再办。"
        case bpmn.CallCapability():
            return f"系统去办{here}。"
        case bpmn.AskDecision():
            return f"按规则判断{here}。"
        case bpmn.CallProcess():
            return f"{here}启动另一个流程。"
        case bpmn.CancelCall():
            return f"{here}启动的流程不再要了。"
        case bpmn.StartTimer():
            return f"{here}开始计时。"
        case bpmn.CancelTimer():
            return f"{here}不再计时。"
        case bpmn.SendMessage() | bpmn.ThrowSignal():
            return f"{here}发出“{effect.name}”。"
        case bpmn.RaiseIncident():
            return f"{here}会卡住：{bpmn.INCIDENTS.get(effect.code, effect.code)}"
    return ""


def act_told(process: bpmn.Process, state: bpmn.State, details: Mapping[str, object], verb: str) -> str:
    """What an operator is about to do, as the button says it."""
    number = details.get("token")
    token = state.token(number) if isinstance(number, int) else None
    here = process.nodes[token.node].named if token is not None and token.node in process.nodes else ""
    match verb:
        case "skip-step":
            node = process.nodes.get(token.node) if token is not None else None
            outcome = f"，按“{outcome_word(node, str(details['outcome']))}”算" if details.get("outcome") else ""
            return f"跳过{here}{outcome}"
        case "move-token":
            target = process.nodes.get(str(details["to"]))
            return f"从{here}换到{target.named if target is not None else details['to']}"
        case "retry-step":
            return f"再试一次{here}"
    return f"改流程里的值“{details['variable']}”"
