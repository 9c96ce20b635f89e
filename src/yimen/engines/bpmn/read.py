"""BPMN 2.0 XML to a process. What is not implemented is refused by name, never skipped in silence."""

from types import MappingProxyType
from xml.etree.ElementTree import Element

from .document import Faults, children, local, parse, text
from .elements import (
    NODES,
    SILENT_IN_COLLABORATION,
    SILENT_IN_DEFINITIONS,
    SILENT_IN_NODE,
    SILENT_IN_PROCESS,
    said,
)
from .errors import BpmnError
from .model import Flow, Process
from .read_nodes import NodeReader


def read(xml: bytes) -> Process:
    """The one process of a BPMN file.

    Raises ``BpmnError`` whose ``problems`` name each element that is not supported or does not fit.
    Drawing, documentation and the extensions of other tools are left out of account.
    """
    reader = _FileReader(parse(xml))
    process = reader.process()
    if process is None:
        raise BpmnError(f"流程文件有 {len(reader.faults)} 处不能使用。", reader.faults)
    return process


class _FileReader:
    """Walks through one file: pools, the process, its flows, then its nodes."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.faults = Faults()
        self.elements: dict[str, tuple[str, Element]] = {}
        self.flows: dict[str, Flow] = {}
        self.language = root.get("expressionLanguage", "")

    def process(self) -> Process | None:
        """The process, or None when there are faults."""
        found = self._definitions()
        if len(found) != 1:
            self.faults.note("definitions", f"文件里有 {len(found)} 个流程，应当恰好有一个。", "一个文件放一个流程。")
            return None
        element = found[0]
        self.faults.expect_own(element.get("id") or "process", "process", element)
        self._collect(element)
        for name, child in children(element):
            if name == "sequenceFlow":
                self._flow(child)
        codes = {e.get("id", ""): e.get("errorCode", "") for name, e in children(self.root) if name == "error"}
        nodes = NodeReader(self.faults, self.elements, self.flows, codes, self.language).read()
        start = self._start(element)
        return (
            None
            if self.faults
            else Process(
                id=element.get("id", ""),
                name=element.get("name", ""),
                start=start,
                nodes=MappingProxyType(nodes),
                flows=MappingProxyType(self.flows),
                executable=element.get("isExecutable", "true").strip() not in ("false", "0"),
            )
        )

    def _definitions(self) -> list[Element]:
        processes = []
        for name, element in children(self.root):
            if name == "process":
                processes.append(element)
            elif name == "collaboration":
                self._collaboration(element)
            elif name not in SILENT_IN_DEFINITIONS:
                self.faults.refuse(element.get("id") or name, name)
        return processes

    def _collaboration(self, element: Element) -> None:
        """Pools are drawing, as long as no message passes between them."""
        for name, child in children(element):
            place = child.get("id") or name
            if name != "participant" and name not in SILENT_IN_COLLABORATION:
                self.faults.refuse(place, name)
            for inner, _ in children(child) if name == "participant" else ():
                if inner == "participantMultiplicity":
                    self.faults.refuse(place, inner)

    def _collect(self, process: Element) -> None:
        for name, element in children(process):
            key = element.get("id", "")
            if name not in NODES:
                if name not in SILENT_IN_PROCESS:
                    self.faults.refuse(key or name, name)
            elif not key:
                self.faults.note(name, f"{said(name)}没有 id。", "给它一个唯一的 id。")
            elif key in self.elements:
                self.faults.note(key, "这个 id 用了两次。", "每个元素的 id 应当唯一。")
            else:
                self.elements[key] = (name, element)

    def _start(self, process: Element) -> str:
        starts = [key for key, (name, _) in self.elements.items() if name == "startEvent"]
        if len(starts) != 1:
            place = process.get("id") or "process"
            self.faults.note(place, f"流程有 {len(starts)} 个开始事件，应当恰好有一个。", "只保留一个开始事件。")
        return starts[0] if starts else ""

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
        source_kind, target_kind = (self.elements.get(end, ("",))[0] for end in (source, target))
        if source_kind == "endEvent":
            self.faults.note(key, f"结束事件“{source}”之后不能再有顺序流。", "删去这条线。")
        if target_kind in ("startEvent", "boundaryEvent"):
            self.faults.note(key, f"顺序流不能指向{said(target_kind)}“{target}”。", "改连到别的节点。")

    def _condition(self, key: str, flow: Element) -> str | None:
        found = None
        for name, element in children(flow):
            if name == "conditionExpression":
                self.faults.expect_feel(key, element.get("language") or self.language)
                found = text(element)
            elif name not in SILENT_IN_NODE:
                self.faults.refuse(key, name)
        return found
