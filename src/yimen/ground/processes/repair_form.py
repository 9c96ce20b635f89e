"""What the forms of an operator's page send, read into a repair, with every fault beside its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from yimen.engines.forms.text import plain
from yimen.ground.errors import Fault
from yimen.ground.processes.repairs import Repair, changing, moving, retrying, skipping

KINDS = {"text": "文字", "number": "数字", "yes-no": "是或否", "date": "日期", "nothing": "没有值"}
_YES_NO = {"是": True, "true": True, "否": False, "false": False}
_DIGITS = 18
FIELDS = (
    *("skip-token", "skip-outcome", "move-token", "move-to", "retry-token"),
    *("variable-name", "variable-kind", "variable-value"),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it was sent: the repair, or the faults that keep it from being one."""

    act: str
    typed: Mapping[str, str]
    repair: Repair | None
    faults: tuple[Fault, ...]


def read_repair(data: Mapping[str, str]) -> Typed:
    """The repair that a form asks for."""
    typed = {name: plain(data.get(name, ""))[:2000] for name in FIELDS}
    act = data.get("act", "")
    reader = _READERS.get(act)
    if reader is None:
        return Typed(act, typed, None, (Fault("act", "没有说要改什么。选一种修法"),))
    faults: list[Fault] = []
    repair = reader(typed, faults)
    return Typed(act, typed, None if faults else repair, tuple(faults))


def _token(typed: Mapping[str, str], name: str, faults: list[Fault]) -> int:
    if not typed[name].isdecimal() or len(typed[name]) > _DIGITS:
        faults.append(Fault(name, "选一个要处理的环节"))
        return 0
    return int(typed[name])


def _skip(typed: Mapping[str, str], faults: list[Fault]) -> Repair:
    return skipping(_token(typed, "skip-token", faults), typed["skip-outcome"])


def _move(typed: Mapping[str, str], faults: list[Fault]) -> Repair:
    token = _token(typed, "move-token", faults)
    if not typed["move-to"]:
        faults.append(Fault("move-to", "选换到哪个环节"))
    return moving(token, typed["move-to"])


def _retry(typed: Mapping[str, str], faults: list[Fault]) -> Repair:
    return retrying(_token(typed, "retry-token", faults))


def _variable(typed: Mapping[str, str], faults: list[Fault]) -> Repair:
    name, kind = typed["variable-name"], typed["variable-kind"]
    if not name:
        faults.append(Fault("variable-name", "写上值的名字，例如 outcome"))
    if kind not in KINDS:
        faults.append(Fault("variable-kind", "选这个值是哪一种"))
        return changing(name, None)
    return changing(name, _value(kind, typed["variable-value"], faults))


def _value(kind: str, text: str, faults: list[Fault]) -> object:
    if kind == "nothing":
        return None
    if kind == "text":
        return text
    if kind == "yes-no":
        if text.lower() not in _YES_NO:
            faults.append(Fault("variable-value", "写“是”或“否”"))
        return _YES_NO.get(text.lower())
    return _date(text, faults) if kind == "date" else _number(text, faults)


def _number(text: str, faults: list[Fault]) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        faults.append(Fault("variable-value", "写一个数字，例如 12 或 0.5"))
        return None
    return number


def _date(text: str, faults: list[Fault]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(Fault("variable-value", "写成 2026-01-05 这样的日期"))
        return None


_READERS: Mapping[str, Callable[[Mapping[str, str], list[Fault]], Repair]] = {
    "skip": _skip,
    "move": _move,
    "retry": _retry,
    "variable": _variable,
}
