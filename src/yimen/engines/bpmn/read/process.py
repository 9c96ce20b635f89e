"""One process of a file: its nodes with those of its sub-processes, its flows, its associations."""

from dataclasses import replace
from types import MappingProxyType
from xml.etree.ElementTree import Element

from yimen.engines.bpmn.elements import NODES, SILENT_IN_NODE, SILENT_IN_PROCESS, SUB_PROCESSES, said
from yimen.engines.bpmn.model import Flow, Process, StartEvent

from .declarations import Declarations
from .document import Faults, children, local, text
from .nodes import NodeReader


class ProcessReader:
    """Walks through one process from outside to inside, then reads its nodes."""

    def __init__(self, element: Element, declared: Declarations, faults: Faults) -> None:
        self.element = element
        self.declared = declared
        self.faults = faults
        self.elements: dict[str, tuple[str, Element]] = {}
        self.parents: dict[str, str] = {}
        self.flows: dict[str, Flow] = {}
        self.associations: list[tuple[str, str]] = []

    def process(self, *, sketch: bool = False) -> Process:
        """The process as far as it could be read; it is of use only when no fault was found."""
        element = self.element
        self.faults.expect_own(element.get("id") or "process", "process", element)
        self._collect(element, "", frozenset())
        self._flows(element)
        reader = NodeReader(self.faults, self.declared, self.elements, self.flows, self.parents, self.associations)
        found = Process(
            id=element.get("id", ""),
            name=element.get("name", ""),
            start="",
            nodes=MappingProxyType(reader.read()),
            flows=MappingProxyType(self.flows),
            executable=element.get("isExecutable", "true").strip() not in ("false", "0"),
            sketch=sketch,
        )
        self._check_listed()
        return replace(found, start=self._start(found))

    def _check_listed(self) -> None:
        """A file that lists the one flow of a node lists it at both ends: a hand that has changed one end is refused.

        Several flows may be listed at one end only, to say in which order they are tried.
        """
        listed = {
            (key, name): [local(text(child)) for child_name, child in children(element) if child_name == name]
            for key, (_, element) in self.elements.items()
            for name in ("incoming", "outgoing")
        }
        for flow in self.flows.values():
            begin, end = listed.get((flow.source, "outgoing")), listed.get((flow.target, "incoming"))
            for here, there, place in ((begin, end, flow.target), (end, begin, flow.source)):
                if here == [flow.id] and there is not None and flow.id not in there:
                    sentence = f"顺序流“{flow.id}”只在一端列出，“{place}”没有列出它。"
                    self.faults.note(place, sentence, "用绘图工具重新保存，或两端都列出。")

    def _start(self, process: Process) -> str:
        """The one place where it begins; without a plain start what a trigger begins."""
        starts = process.entries("") or [
            node for node in process.inside.get("", ()) if isinstance(node, StartEvent) or not node.incoming
        ]
        if not starts:
            self.faults.note(process.id or "process", "流程没有开始的地方。", "画一个开始事件。")
        return starts[0].id if starts else ""

    def _collect(self, container: Element, parent: str, also: frozenset[str]) -> None:
        for name, element in children(container):
            key = element.get("id", "")
            if name == "association":
                self.associations.append((local(element.get("sourceRef")), local(element.get("targetRef"))))
            if name not in NODES:
                if name not in SILENT_IN_PROCESS | also:
                    self.faults.refuse(key or name, name)
            elif not key:
                self.faults.note(name, f"{said(name)}没有 id。", "给它一个唯一的 id。")
            elif key in self.elements:
                self.faults.note(key, "这个 id 用了两次。", "每个元素的 id 应当唯一。")
            else:
                self.elements[key] = (name, element)
                self.parents[key] = parent
                if name in SUB_PROCESSES:
                    self._collect(element, key, NodeReader.own_children(name))

    def _flows(self, container: Element) -> None:
        for name, element in children(container):
            if name == "sequenceFlow":
                self._flow(element)
            elif name in SUB_PROCESSES:
                self._flows(element)

    def _flow(self, element: Element) -> None:
        key, source, target = element.get("id", ""), local(element.get("sourceRef")), local(element.get("targetRef"))
        if not key or key in self.flows or key in self.elements:
            self.faults.note(key or "sequenceFlow", "顺序流没有 id，或 id 用了两次。", "给它一个唯一的 id。")
            return
        self._check_ends(key, source, target)
        self.faults.expect_own(key, "sequenceFlow", element)
        self.flows[key] = Flow(key, element.get("name", ""), source, target, self._condition(key, element))

    def _check_ends(self, key: str, source: str, target: str) -> None:
        for end, what in ((source, "起点"), (target, "终点")):
            if end not in self.elements:
                self.faults.note(key, f"顺序流的{what}“{end}”不存在。", "把它连到流程里的一个节点上。")
        if self.parents.get(source) != self.parents.get(target):
            self.faults.note(key, "顺序流不能越过子流程的边界。", "在子流程里结束，从子流程本身接出去。")
        source_kind, target_kind = (self.elements.get(end, ("",))[0] for end in (source, target))
        if source_kind == "endEvent":
            self.faults.note(key, f"结束事件“{source}”之后不能再有顺序流。", "删去这条线。")
        if target_kind in ("startEvent", "boundaryEvent"):
            self.faults.note(key, f"顺序流不能指向{said(target_kind)}“{target}”。", "改连到别的节点。")

    def _condition(self, key: str, flow: Element) -> str | None:
        found = None
        for name, element in children(flow):
            if name == "conditionExpression":
                self.faults.expect_feel(key, element.get("language") or self.declared.language)
                found = text(element)
            elif name not in SILENT_IN_NODE:
                self.faults.refuse(key, name)
        return found
