"""Which element of a new version of a process stands for which element of the old one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from .errors import BpmnError
from .model import EventGateway, Node, Process, SubProcess

_KINDS = {
    "StartEvent": "开始事件",
    "EndEvent": "结束事件",
    "UserTask": "人工任务",
    "ServiceTask": "服务任务",
    "BusinessRuleTask": "规则任务",
    "CallActivity": "调用活动",
    "ScriptTask": "脚本任务",
    "AbstractTask": "任务",
    "SendTask": "发送任务",
    "ReceiveTask": "接收任务",
    "SubProcess": "子流程",
    "ExclusiveGateway": "排他网关",
    "ParallelGateway": "并行网关",
    "InclusiveGateway": "包容网关",
    "ComplexGateway": "复杂网关",
    "EventGateway": "事件网关",
    "CatchEvent": "中间事件",
    "ThrowEvent": "抛出事件",
    "TimerEvent": "定时事件",
    "BoundaryTimer": "边界定时",
    "BoundaryError": "边界错误事件",
    "BoundaryEvent": "边界事件",
}
_SUBS = {"embedded": "子流程", "event": "事件子流程", "transaction": "事务子流程", "adhoc": "特别子流程"}


@dataclass(frozen=True)
class Plan:
    """How a running instance would go from one version to another.

    ``targets`` maps elements of ``old`` to elements of ``new``; ``mapping`` is what a person has said of elements and
    flows whose ids differ.
    """

    old: Process
    new: Process
    targets: Mapping[str, str]
    mapping: Mapping[str, str]

    @cached_property
    def lost(self) -> tuple[Node, ...]:
        """The elements that nothing in the new version stands for."""
        return tuple(node for node in self.old.nodes.values() if node.id not in self.targets)

    @cached_property
    def gained(self) -> tuple[Node, ...]:
        """The elements of the new version that stand for none of the old one."""
        taken = set(self.targets.values())
        return tuple(node for node in self.new.nodes.values() if node.id not in taken)

    @cached_property
    def differences(self) -> tuple[str, ...]:
        """Sentences on the pairs that no token can pass between: of another kind, or in another sub-process."""
        pairs = ((self.old.nodes[one], self.new.nodes[other]) for one, other in self.targets.items())
        return tuple(sentence for one, other in pairs if (sentence := self.unlike(one, other)))

    def target(self, node: str) -> Node | None:
        """The element of the new version that stands for this one."""
        return self.new.nodes.get(self.targets.get(node, ""))

    def room(self, node: str) -> str | None:
        """The sub-process of the new version that stands for this one; the process itself is empty in both."""
        return self.targets.get(node) if node else ""

    def flow(self, flow: str, target: Node) -> str | None:
        """The flow into the target that stands for this one: of that id, or the only one between the same two."""
        same = self.new.flows.get(self.mapping.get(flow, flow))
        if same is not None and same.target == target.id:
            return same.id
        was = self.old.flows.get(flow)
        sources = {self.targets.get(was.source, "")} if was is not None else set()
        between = [one for one in target.incoming if self.new.flows[one].source in sources]
        return between[0] if len(between) == 1 else None

    def unlike(self, one: Node, other: Node) -> str:
        """Why no token can pass from one to the other, or nothing."""
        if kind(one) != kind(other):
            return f"{one.cited}是{kind(one)}，新版本里的{other.cited}是{kind(other)}。"
        if self.room(one.parent) != other.parent:
            return f"{one.cited}和新版本里的{other.cited}不在对应的子流程里。"
        return ""


def plan(old: Process, new: Process, mapping: Mapping[str, str] | None = None) -> Plan:
    """Pair the elements of two versions: by what the mapping says, else by id.

    Raises ``BpmnError`` naming what the mapping speaks of that is in neither version.
    """
    mapping = dict(mapping or {})
    unknown = [f"旧版本里没有“{one}”" for one in mapping if one not in old.nodes and one not in old.flows]
    unknown += [f"新版本里没有“{one}”" for one in mapping.values() if one not in new.nodes and one not in new.flows]
    unknown += [
        f"“{one}”和“{other}”一个是环节，一个是顺序流"
        for one, other in mapping.items()
        if (one in old.nodes and other in new.flows) or (one in old.flows and other in new.nodes)
    ]
    if unknown:
        raise BpmnError(f"对应关系不成立：{'；'.join(unknown)}。核对 id 的拼写。")
    pairs = {node: mapping.get(node, node) for node in old.nodes}
    return Plan(old, new, {one: other for one, other in pairs.items() if other in new.nodes}, mapping)


def kind(node: Node) -> str:
    """What the element is, in a word."""
    return _SUBS[node.kind] if isinstance(node, SubProcess) else _KINDS[type(node).__name__]


def edges(process: Process, host: str) -> Iterable[Node]:
    """What waits beside a token on an element: the events on its edge, or those behind an event gateway."""
    node = process.nodes.get(host)
    if isinstance(node, EventGateway):
        return [process.nodes[process.flows[flow].target] for flow in node.outgoing]
    return process.boundaries.get(host, ())
