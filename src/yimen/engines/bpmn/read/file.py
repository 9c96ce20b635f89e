"""BPMN 2.0 XML to a process. What is not implemented is refused by name, never skipped in silence."""

from xml.etree.ElementTree import Element

from yimen.engines.bpmn.elements import SILENT_IN_COLLABORATION, SILENT_IN_DEFINITIONS, SILENT_IN_PARTICIPANT
from yimen.engines.bpmn.errors import BpmnError
from yimen.engines.bpmn.model import Process

from .declarations import Declarations
from .document import Faults, children, parse
from .process import ProcessReader
from .references import check_references
from .rules import check_file, check_pools


def read(xml: bytes) -> Process:
    """The one process of a BPMN file.

    Raises ``BpmnError`` whose ``problems`` name each element that is not supported or does not fit.
    Drawing, documentation and the extensions of other tools are left out of account.
    """
    found, faults = _read(xml)
    if len(found) != 1:
        faults.note("definitions", f"文件里有 {len(found)} 个流程，应当恰好有一个。", "一个文件放一个流程。")
    return _sound(found, faults)[0]


def read_all(xml: bytes, *, sketch: bool = False) -> list[Process]:
    """Every process of a file in which several talk to each other. Raises ``BpmnError`` as ``read`` does.

    A ``sketch`` is for simulation only: messages between pools need not fit, and what has no way in begins at once.
    """
    found, faults = _read(xml, sketch=sketch)
    if not found:
        faults.note("definitions", "文件里没有流程。", "画一个流程。")
    return _sound(found, faults)


def _sound(found: list[Process], faults: Faults) -> list[Process]:
    if faults:
        raise BpmnError(f"流程文件有 {len(faults)} 处不能使用。", faults)
    return found


def _read(xml: bytes, *, sketch: bool = False) -> tuple[list[Process], Faults]:
    root = parse(xml)
    faults = Faults()
    check_file(root, faults)
    check_references(root, faults)
    if not sketch:
        check_pools(root, faults)
    declared = Declarations(root, faults)
    readers = []
    for name, element in children(root):
        if name == "process":
            readers.append(ProcessReader(element, declared, faults))
        elif name == "collaboration":
            _collaboration(element, faults)
        elif name not in SILENT_IN_DEFINITIONS:
            faults.refuse(element.get("id") or name, name)
    return [reader.process(sketch=sketch) for reader in readers], faults


def _collaboration(element: Element, faults: Faults) -> None:
    """Pools are drawing; the messages between them are sent by the events and tasks themselves."""
    for name, child in children(element):
        place = child.get("id") or name
        if name != "participant" and name not in SILENT_IN_COLLABORATION:
            faults.refuse(place, name)
        for inner, _ in children(child) if name == "participant" else ():
            if inner not in SILENT_IN_PARTICIPANT:
                faults.refuse(place, inner)
