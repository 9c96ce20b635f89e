"""What a file declares for all its processes: messages, signals, errors, escalations, event definitions."""

from typing import Literal
from xml.etree.ElementTree import Element

from yimen.engines.bpmn.elements import EVENT_DEFINITIONS, SILENT_IN_NODE
from yimen.engines.bpmn.model import CYCLE, Timer, Trigger

from .document import Faults, children, local, text, ym

_REFERENCES = {"message": "messageRef", "signal": "signalRef", "error": "errorRef", "escalation": "escalationRef"}
_CODES = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
_SAID = {"message": "消息", "signal": "信号", "error": "错误", "escalation": "升级"}
_TIMES = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


class Declarations:
    """The declarations of one file, and the triggers that refer to them."""

    def __init__(self, root: Element, faults: Faults) -> None:
        self.faults = faults
        self.language = root.get("expressionLanguage", "")
        self.found = {kind: _by_id(root, kind) for kind in _REFERENCES}
        self.definitions = {
            element.get("id", ""): (name, element) for name, element in children(root) if name in EVENT_DEFINITIONS
        }

    def definition(self, reference: str) -> tuple[str, Element] | None:
        """An event definition that stands for itself in the file."""
        return self.definitions.get(reference)

    def name(self, kind: str, reference: str, key: str) -> str:
        """The name or code that a reference stands for; a message without a name is known by its id."""
        if not reference:
            return ""
        element = self.found[kind].get(reference)
        if element is None:
            self.faults.note(key, f"引用的{_SAID[kind]}“{reference}”没有定义。", "在文件里定义它。")
            return ""
        code = element.get(_CODES[kind], "").strip()
        if not code and kind in ("error", "escalation"):
            advice = "写上代码；要捕获一切就不要引用。"
            self.faults.note(key, f"{_SAID[kind]}“{reference}”没有 {_CODES[kind]}。", advice)
        return code or reference

    def trigger(self, key: str, name: str, element: Element) -> Trigger:
        """What an event definition waits for or throws."""
        kind = EVENT_DEFINITIONS[name]
        self.faults.expect_own(key, name, element)
        match kind:
            case "timer":
                return Trigger("timer", timer=self._timer(key, element))
            case "conditional":
                return Trigger("conditional", condition=self._condition(key, element))
            case "link":
                label = element.get("name", "").strip()
                if not label:
                    self.faults.note(key, "链接事件没有名称。", "给成对的链接事件写同一个名称。")
                return Trigger("link", label)
            case "compensation":
                if element.get("waitForCompletion", "true").strip() in ("false", "0"):
                    self.faults.note(key, "还不支持 waitForCompletion=“false”。", "删去这个属性。")
                return Trigger("compensation", local(element.get("activityRef")))
            case "message" | "signal" | "error" | "escalation":
                named = self.name(kind, local(element.get(_REFERENCES[kind])), key)
                carries = tuple(ym(element, "carries").split())
                return Trigger(kind, named, correlation=ym(element, "correlation"), carries=carries)
            case "cancel" | "terminate":
                return Trigger("cancel" if kind == "cancel" else "terminate")
        raise AssertionError(kind)

    def _condition(self, key: str, element: Element) -> str:
        found = [child for name, child in children(element) if name == "condition"]
        if len(found) != 1 or not text(found[0]):
            self.faults.note(key, "条件事件没有写条件。", "在 condition 里写 FEEL 条件。")
            return ""
        self.faults.expect_feel(key, found[0].get("language") or self.language)
        return text(found[0])

    def _timer(self, key: str, element: Element) -> Timer:
        times = [(name, child) for name, child in children(element) if name not in SILENT_IN_NODE]
        for name, _ in times:
            if name not in _TIMES:
                self.faults.refuse(key, name)
        if len(times) != 1 or times[0][0] not in _TIMES or not text(times[0][1]):
            advice = "用 timeDuration 写多久之后，用 timeDate 写哪一天，或用 timeCycle 写几次、每隔多久。"
            self.faults.note(key, "定时事件要写一个时间。", advice)
            return Timer("duration", "")
        name, child = times[0]
        timer = Timer(_kind(name), text(child))
        # A bare ISO literal means the same in every language.
        if timer.expression == timer.text and not CYCLE.fullmatch(timer.text):
            self.faults.expect_feel(key, child.get("language") or self.language)
        return timer


def _kind(name: str) -> Literal["date", "duration", "cycle"]:
    return "date" if name == "timeDate" else "duration" if name == "timeDuration" else "cycle"


def _by_id(root: Element, kind: str) -> dict[str, Element]:
    return {element.get("id", ""): element for name, element in children(root) if name == kind}
