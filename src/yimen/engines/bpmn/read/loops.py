"""How often an activity runs: the loop or the several instances that it declares."""

from typing import Any
from xml.etree.ElementTree import Element

from yimen.engines.bpmn.elements import EVENT_DEFINITIONS, SILENT_IN_NODE
from yimen.engines.bpmn.model import Loop, Trigger

from .declarations import Declarations
from .document import Faults, children, local, text, ym

LOOPS = frozenset({"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"})
_MANY = frozenset(
    {"loopCardinality", "completionCondition", "loopDataInputRef", "inputDataItem", "complexBehaviorDefinition"}
)
# A complex behavior throws only what its definitions choose.
_BEHAVIORS = {"All": "all", "One": "one", "None": "none", "Complex": "all"}
_FALSE = ("false", "0")


def read_loop(key: str, element: Element, declared: Declarations, faults: Faults) -> Loop | None:
    """The loop of an activity, or None when it runs once. Faults are noted under the activity's id."""
    found = [(name, child) for name, child in children(element) if name in LOOPS]
    if not found:
        return None
    if len(found) > 1:
        faults.note(key, "活动不能同时循环和多实例。", "只留一个标记。")
    reader = _LoopReader(key, found[0][1], declared, faults)
    return reader.standard() if found[0][0] == "standardLoopCharacteristics" else reader.many(element)


class _LoopReader:
    def __init__(self, key: str, element: Element, declared: Declarations, faults: Faults) -> None:
        self.key, self.element, self.declared, self.faults = key, element, declared, faults
        faults.expect_own(key, element.tag.rpartition("}")[2], element)

    def standard(self) -> Loop:
        """A loop that runs again while its condition holds."""
        self._refuse_all_but({"loopCondition"})
        given = self.element.get("loopMaximum", "").strip()
        if given and not (given.isdecimal() and int(given) > 0):
            self.faults.note(self.key, f"循环的最多次数“{given}”不是正整数。", "写一个大于 0 的整数，或删去它。")
            given = ""
        condition = self._text("loopCondition")
        if not condition and not given:
            self.faults.note(self.key, "循环没有条件，也没有最多次数，不会结束。", "写上 loopCondition。")
        before = self.element.get("testBefore", "false").strip() not in _FALSE
        return Loop("standard", condition or "true", before, int(given) if given else None)

    def many(self, activity: Element) -> Loop:
        """Several instances, as many as a number or a list says."""
        self._refuse_all_but(_MANY)
        behavior = self.element.get("behavior", "All")
        if behavior not in _BEHAVIORS:
            self.faults.note(self.key, f"还不支持多实例的 behavior=“{behavior}”。", "改为 All、One、None 或 Complex。")
        count = self._text("loopCardinality")
        collection, item = self._collection(activity)
        if bool(count) == bool(collection):
            advice = "写 loopCardinality（次数）或 ym:collection（列表）中的一个。"
            self.faults.note(self.key, "多实例要有一个次数或一个列表。", advice)
        sequential = self.element.get("isSequential", "false").strip() not in _FALSE
        known: dict[str, Any] = {"behavior": _BEHAVIORS.get(behavior, "all")}
        return Loop(
            "sequential" if sequential else "parallel",
            self._text("completionCondition"),
            count=count,
            collection=collection,
            item=item,
            thrown=self._thrown(behavior),
            chosen=self._chosen(behavior),
            **known,
        )

    def _collection(self, activity: Element) -> tuple[str, str]:
        """Our own attributes, else the names of the data input and of its item, which are variables here."""
        if ym(self.element, "collection"):
            return ym(self.element, "collection"), ym(self.element, "item")
        names = {one.get("id", ""): one.get("name", "") or one.get("id", "") for one in activity.iter()}
        reference, item = "", ""
        for name, child in children(self.element):
            if name == "loopDataInputRef":
                reference = names.get(local(text(child)), "")
                if not reference:
                    self.faults.note(self.key, f"多实例的列表“{text(child)}”没有定义。", "改写 ym:collection。")
            elif name == "inputDataItem":
                item = child.get("name", "") or child.get("id", "")
        return reference, item

    def _thrown(self, behavior: str) -> Any:
        attribute = {"One": "oneBehaviorEventRef", "None": "noneBehaviorEventRef"}.get(behavior)
        reference = local(self.element.get(attribute)) if attribute else ""
        if not reference:
            if attribute:
                self.faults.note(self.key, f"behavior=“{behavior}”要写明抛出的事件。", f"写上 {attribute}。")
            return None
        definition = self.declared.definition(reference)
        if definition is None:
            self.faults.note(self.key, f"引用的事件定义“{reference}”没有写。", "在文件里写上它。")
            return None
        return self._trigger(*definition)

    def _trigger(self, name: str, definition: Element) -> Trigger:
        trigger = self.declared.trigger(self.key, name, definition)
        if trigger.correlation:
            self.faults.note(self.key, "多实例抛出的消息不能写 ym:correlation。", "用发送任务，在多实例之后发。")
        return trigger

    def _chosen(self, behavior: str) -> tuple[tuple[str, Trigger], ...]:
        """What a complex behavior throws, and when."""
        found = [child for name, child in children(self.element) if name == "complexBehaviorDefinition"]
        if (behavior == "Complex") != bool(found):
            self.faults.note(self.key, "behavior=“Complex”和 complexBehaviorDefinition 要同时写。", "补上另一半。")
        return tuple(pair for definition in found for pair in self._choice(definition))

    def _choice(self, definition: Element) -> list[tuple[str, Trigger]]:
        inside = dict(children(definition))
        condition = text(inside["condition"]) if "condition" in inside else ""
        if not condition or "event" not in inside:
            self.faults.note(self.key, "complexBehaviorDefinition 要写条件和抛出的事件。", "写上 condition 和 event。")
            return []
        triggers = []
        for name, child in children(inside["event"]):
            if name in EVENT_DEFINITIONS:
                triggers.append(self._trigger(name, child))
            elif name == "eventDefinitionRef" and (known := self.declared.definition(local(text(child)))):
                triggers.append(self._trigger(*known))
        if not triggers:
            self.faults.note(self.key, "complexBehaviorDefinition 的事件没有事件定义。", "写明抛出什么。")
        return [(condition, trigger) for trigger in triggers]

    def _text(self, wanted: str) -> str:
        for name, child in children(self.element):
            if name == wanted:
                self.faults.expect_feel(self.key, child.get("language") or self.declared.language)
                if not text(child):
                    self.faults.note(self.key, f"{wanted} 是空的。", "写上 FEEL 表达式，或删去它。")
                return text(child)
        return ""

    def _refuse_all_but(self, allowed: "set[str] | frozenset[str]") -> None:
        for name, _ in children(self.element):
            if name not in SILENT_IN_NODE | allowed:
                self.faults.refuse(self.key, name)
