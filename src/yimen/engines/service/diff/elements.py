"""process.bpmn: elements and flows by their id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from yimen.engines.service.diff.model import Change, Kind
from yimen.engines.service.diff.words import Short, Words, message

FILE = "process.bpmn"
_KINDS = {
    "startEvent": "开始",
    "endEvent": "结束",
    "userTask": "人工环节",
    "serviceTask": "自动环节",
    "businessRuleTask": "按规则判断",
    "scriptTask": "计算环节",
    "sendTask": "发送",
    "receiveTask": "等待消息",
    "callActivity": "联办的部分",
    "subProcess": "子流程",
    "exclusiveGateway": "分支",
    "parallelGateway": "并行",
    "inclusiveGateway": "包容分支",
    "eventBasedGateway": "等待分支",
    "boundaryEvent": "边界事件",
    "intermediateCatchEvent": "等待",
    "intermediateThrowEvent": "发出",
    "sequenceFlow": "走向",
}
_ATTRIBUTES = {
    "name": "名称",
    "post": "办理岗位",
    "act": "动作",
    "outcomes": "办理结果",
    "capability": "自动办的事",
    "decision": "问的决定",
    "result": "结果存为",
    "default": "默认走向",
    "calledElement": "调用",
    "attachedToRef": "依附于",
    "cancelActivity": "中断",
}
# The ends of a flow (came, went, changed) have sentences of their own: as a message, 从 or 到 alone would also be put
# into English wherever else it stands by itself.
_ENDS = {
    "sourceRef": (
        "%(place)s加上从“%(now)s”",
        "%(place)s去掉从“%(was)s”",
        "%(place)s的从从“%(was)s”改成“%(now)s”",
    ),
    "targetRef": (
        "%(place)s加上到“%(now)s”",
        "%(place)s去掉到“%(was)s”",
        "%(place)s的到从“%(was)s”改成“%(now)s”",
    ),
}
# Drawing, and what every flow says itself.
_SILENT = frozenset({"incoming", "outgoing", "extensionElements", "laneSet", "textAnnotation", "association", "group"})


@dataclass(frozen=True, slots=True)
class _Element:
    kind: str
    name: str
    attributes: Mapping[str, str]
    text: str


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Change]:
    """Elements that came, went or do something else. Where they stand in the drawing is no change."""
    old, new = _read(before), _read(after)
    for id in [*new, *(one for one in old if one not in new)]:
        place = f"{FILE}#{id}"
        if id not in old:
            yield _told("added", place, message("新增%(place)s", place=_called(new[id], id, new)))
        elif id not in new:
            yield _told("removed", place, message("删去%(place)s", place=_called(old[id], id, old)))
        elif old[id] != new[id]:
            yield from _one(place, old[id], new[id], _called(new[id], id, new))


def _read(files: Mapping[str, bytes]) -> dict[str, _Element]:
    if FILE not in files:
        return {}
    # The reader of processes has refused what would be dangerous to parse before there was a service.
    root = ElementTree.fromstring(files[FILE])  # noqa: S314
    found: dict[str, _Element] = {}
    for element in root:
        if _tag(element) in ("process", "message", "signal", "error", "escalation"):
            found.update(_below(element))
    return found


def _below(element: ElementTree.Element) -> Iterator[tuple[str, _Element]]:
    for child in element:
        if _tag(child) not in _SILENT and child.get("id") and _tag(child) in _KINDS:
            attributes = {key.rpartition("}")[2]: text for key, text in child.attrib.items()}
            id = attributes.pop("id")
            yield id, _Element(_tag(child), attributes.get("name", ""), attributes, _text(child))
        if _tag(child) in ("subProcess", "transaction", "adHocSubProcess"):
            yield from _below(child)


def _text(element: ElementTree.Element) -> str:
    """Conditions, timers, multiplicity: everything written inside, but no elements that have a name of their own."""
    inner = [child for child in element if _tag(child) not in _SILENT and _tag(child) not in _KINDS]
    words = [f"{_tag(one)} {' '.join((one.text or '').split())}".strip() for child in inner for one in child.iter()]
    attributes = [
        f"{key.rpartition('}')[2]}={value}"
        for child in inner
        for one in child.iter()
        for key, value in sorted(one.attrib.items())
        if key != "id"
    ]
    return "\n".join([*words, *attributes])


def _one(place: str, old: _Element, new: _Element, called: Words) -> Iterator[Change]:
    if old.kind != new.kind:
        kinds = {"was": _KINDS.get(old.kind, old.kind), "now": _KINDS.get(new.kind, new.kind)}
        yield _told("changed", place, message("%(place)s原来是%(was)s，现在是%(now)s", place=called, **kinds))
    for key in sorted({*old.attributes, *new.attributes}):
        was, now = old.attributes.get(key, ""), new.attributes.get(key, "")
        if was != now:
            yield _told("changed", f"{place}/{key}", _turned(called, key, was, now), was, now)
    if old.text != new.text:
        what = "条件" if new.kind == "sequenceFlow" else "说明或者时间"
        words = message("%(place)s改了", place=message("%(place)s的%(label)s", place=called, label=what))
        yield _told("changed", place, words, old.text, new.text)


def _turned(called: Words, key: str, was: str, now: str) -> Words:
    if key in _ENDS:
        came, went, changed = _ENDS[key]
        return message(changed if was and now else went if was else came, place=called, was=Short(was), now=Short(now))
    label = _ATTRIBUTES.get(key, key)
    if not was:
        return message("%(place)s加上%(label)s“%(now)s”", place=called, label=label, now=Short(now))
    if not now:
        return message("%(place)s去掉%(label)s“%(was)s”", place=called, label=label, was=Short(was))
    place = message("%(place)s的%(label)s", place=called, label=label)
    return message("%(place)s从“%(was)s”改成“%(now)s”", place=place, was=Short(was), now=Short(now))


def _called(element: _Element, id: str, every: Mapping[str, _Element]) -> Words:
    kind = _KINDS.get(element.kind, element.kind)
    if element.kind != "sequenceFlow":
        return message("%(place)s“%(name)s”", place=kind, name=element.name or id)
    ends = [every.get(element.attributes.get(key, "")) for key in ("sourceRef", "targetRef")]
    names = [
        one.name or element.attributes[key] if one else ""
        for one, key in zip(ends, ("sourceRef", "targetRef"), strict=True)
    ]
    return message("从“%(source)s”到“%(target)s”的走向", source=names[0], target=names[1])


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _told(kind: Kind, place: str, words: Words, before: str = "", after: str = "") -> Change:
    return Change("element", kind, place, words, before, after, is_public=False)
