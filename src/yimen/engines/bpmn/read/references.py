"""References of a file: each must lead to an element of the right kind, and each id may be given once.

BPMN 2.0.2, 8.3 and the metamodel: what refers to nothing, or to something else, leaves open what the file means.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from yimen.engines.bpmn.elements import ACTIVITIES, BPMN, EVENT_DEFINITIONS, NODES, said

from .document import Faults, children, local, text

_DATA_INPUTS = ("dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs")
_DATA_OUTPUTS = ("dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs")
_CARRIERS = frozenset(
    {"dataInput", "dataOutput", "dataObject", "dataObjectReference", "property", "dataStoreReference"}
)
# Children whose text refers, and the kinds of element that it may refer to.
_CHILDREN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_DATA_INPUTS, frozenset({"dataInput"})),
    **dict.fromkeys(_DATA_OUTPUTS, frozenset({"dataOutput"})),
    "inputSetRefs": frozenset({"inputSet"}),
    "outputSetRefs": frozenset({"outputSet"}),
    "loopDataInputRef": _CARRIERS,
    "loopDataOutputRef": _CARRIERS,
    "interfaceRef": frozenset({"interface"}),
    "endPointRef": frozenset({"endPoint"}),
    "inMessageRef": frozenset({"message"}),
    "outMessageRef": frozenset({"message"}),
    "errorRef": frozenset({"error"}),
    "operationRef": frozenset({"operation"}),
    "participantRef": frozenset({"participant"}),
    "messageFlowRef": frozenset({"messageFlow"}),
    "flowNodeRef": NODES,
    "categoryValueRef": frozenset({"categoryValue"}),
    "resourceRef": frozenset({"resource"}),
    "correlationPropertyRef": frozenset({"correlationProperty"}),
    "supportedInterfaceRef": frozenset({"interface"}),
    "supports": frozenset({"process"}),
    "source": frozenset({"linkEventDefinition"}),
    "target": frozenset({"linkEventDefinition"}),
}
# Attributes that refer, by the element that has them; an empty set allows every element.
_ATTRIBUTES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "itemSubjectRef": {"": frozenset({"itemDefinition"})},
    "itemRef": {"": frozenset({"itemDefinition"})},
    "operationRef": {"": frozenset({"operation"})},
    "messageRef": {"messageFlow": frozenset({"message"})},
    "processRef": {"participant": frozenset({"process"})},
    "definitionalCollaborationRef": {"": frozenset({"collaboration"})},
    "dataStoreRef": {"": frozenset({"dataStore"})},
    "categoryValueRef": {"": frozenset({"categoryValue"})},
    "activityRef": {"compensateEventDefinition": ACTIVITIES},
    "oneBehaviorEventRef": {"": frozenset(EVENT_DEFINITIONS)},
    "noneBehaviorEventRef": {"": frozenset(EVENT_DEFINITIONS)},
    "sourceRef": {"association": frozenset()},
    "targetRef": {"association": frozenset()},
}
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(;.*)?")


def check_references(root: Element, faults: Faults) -> None:
    """Note every reference that leads nowhere, every id given twice, every text in a form that does not exist."""
    known: dict[str, str] = {}
    for tag, element in _elements(root):
        key = element.get("id", "").strip()
        if key and key in known and not (tag in NODES and known[key] in NODES):
            faults.note(key, "这个 id 用了两次。", "每个元素的 id 应当唯一。")
        if key:
            known.setdefault(key, tag)
    for place, tag, element in _placed(root, "definitions"):
        for reference, allowed in _references(tag, element):
            _check(place, reference, allowed, known, faults)
        form = element.get("textFormat")
        if form is not None and not _MIME.fullmatch(form.strip()):
            faults.note(place, f"文字的格式“{form}”不是 MIME 类型。", "写成 text/plain，或删去 textFormat。")


def _elements(root: Element) -> Iterator[tuple[str, Element]]:
    prefix = f"{{{BPMN}}}"
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(prefix):
            yield element.tag.removeprefix(prefix), element


def _placed(holder: Element, place: str) -> Iterator[tuple[str, str, Element]]:
    """Every element with the id by which a sentence names it: its own, or that of the nearest around it."""
    for tag, element in children(holder):
        here = element.get("id") or place
        yield here, tag, element
        yield from _placed(element, here)


def _references(tag: str, element: Element) -> Iterator[tuple[str, frozenset[str]]]:
    if tag in _CHILDREN and text(element):
        yield text(element), _CHILDREN[tag]
    for name in element.attrib:
        by_tag = _ATTRIBUTES.get(name)
        if by_tag is not None:
            allowed = by_tag.get(tag, by_tag.get(""))
            if allowed is not None:
                yield element.get(name, ""), allowed


def _check(place: str, reference: str, allowed: frozenset[str], known: Mapping[str, str], faults: Faults) -> None:
    found = known.get(local(reference))
    if found is None:
        faults.note(place, f"引用的“{reference}”不存在。", "改成文件里有的 id，或删去这个引用。")
    elif allowed and found not in allowed:
        faults.note(place, f"引用的“{reference}”是{said(found)}，不能用在这里。", "改成引用合适的元素。")
