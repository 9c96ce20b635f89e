"""The variables of an instance: what may be kept, and how it is written as JSON without loss.

Plain JSON values stay as they are. Other FEEL values become an object with one key that begins with ``@``.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from yimen.engines.feel import DaysTime, YearsMonths, write

from .errors import BpmnError

_KEPT_AS_IT_IS = frozenset({str, int, bool, type(None), date, datetime, time, YearsMonths, DaysTime})

# What most variables are: the same in a state and in JSON.
PLAIN = frozenset({str, int, bool, type(None)})


def keep(value: object, place: str) -> object:
    """The value as it is kept in a state: float becomes Decimal, tuple a list, containers are copied.

    Raises ``BpmnError`` naming ``place`` for what cannot be stored (functions, ranges, foreign objects, NaN).
    """
    if type(value) in _KEPT_AS_IT_IS or isinstance(value, str | int | date | time):
        return value
    if isinstance(value, float | Decimal):
        return _number(value, place)
    if isinstance(value, list | tuple):
        return [keep(item, place) for item in value]
    if isinstance(value, Mapping):
        return {_key(key, place): keep(item, f"{place}.{key}") for key, item in value.items()}
    raise BpmnError(f"变量“{place}”的值不能保存（{type(value).__name__}）。改为文本、数字、日期、列表或对象。")


def keep_all(variables: Mapping[str, object]) -> dict[str, object]:
    """Every variable as it is kept. Raises ``BpmnError`` as ``keep`` does."""
    return {_key(name, str(name)): keep(value, str(name)) for name, value in variables.items()}


def _key(key: object, place: str) -> str:
    if not isinstance(key, str):
        raise BpmnError(f"变量“{place}”里的名称必须是文本，实际是 {key!r}。")
    return key


def _number(value: float | Decimal, place: str) -> Decimal:
    # repr, not the binary value: 0.1 must stay 0.1.
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        raise BpmnError(f"变量“{place}”不是一个有限的数字（{value}），不能保存。")
    return number


def to_json(value: object) -> object:
    """A kept value as JSON."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        plain = {key: to_json(item) for key, item in value.items()}
        # A context of the citizen that looks like one of our tags must not come back as something else.
        return {"@context": plain} if any(key.startswith("@") for key in value) else plain
    return _tagged(value)


def _tagged(value: object) -> object:
    match value:
        case Decimal():
            return {"@number": str(value)}
        case datetime() if isinstance(value.tzinfo, ZoneInfo):
            return {"@datetime": value.replace(tzinfo=None).isoformat(), "@zone": value.tzinfo.key, "@fold": value.fold}
        case datetime():
            return {"@datetime": value.isoformat()}
        case date():
            return {"@date": value.isoformat()}
        case time() if isinstance(value.tzinfo, ZoneInfo):
            return {"@time": value.replace(tzinfo=None).isoformat(), "@zone": value.tzinfo.key}
        case time():
            return {"@time": value.isoformat()}
        case YearsMonths():
            return {"@months": value.months}
        case DaysTime():
            return {"@nanoseconds": value.nanoseconds}
        case _:
            return value


def from_json(value: object) -> object:
    """The kept value behind a JSON value. Raises ``ValueError`` for an unknown tag."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, dict):
        tag = next((key for key in value if key.startswith("@")), None)
        return _from_tag(tag, value) if tag else {key: from_json(item) for key, item in value.items()}
    return value


def _from_tag(tag: str, value: Mapping[str, object]) -> object:
    if "@zone" in value:
        return _with_zone(value)
    if tag == "@context" and isinstance(value[tag], dict):
        return {key: from_json(item) for key, item in value[tag].items()}  # type: ignore[attr-defined]
    if tag not in _READERS:
        raise ValueError(tag)
    try:
        return _READERS[tag](str(value[tag]))
    except InvalidOperation as error:
        raise ValueError(f"{tag} {value[tag]}") from error


def _with_zone(value: Mapping[str, object]) -> object:
    zone = ZoneInfo(str(value["@zone"]))
    if "@time" in value:
        return time.fromisoformat(str(value["@time"])).replace(tzinfo=zone)
    moment = datetime.fromisoformat(str(value["@datetime"]))
    return moment.replace(tzinfo=zone, fold=1 if value.get("@fold") else 0)


_READERS: dict[str, Callable[[str], object]] = {
    "@number": Decimal,
    "@datetime": datetime.fromisoformat,
    "@date": date.fromisoformat,
    "@time": time.fromisoformat,
    "@months": lambda text: YearsMonths(int(text)),
    "@nanoseconds": lambda text: DaysTime(int(text)),
}


def iso(value: object) -> tuple[str, str] | None:
    """A timer's value as (kind, ISO 8601 text), kind being date or duration; None for any other value."""
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, YearsMonths | DaysTime):
        return "duration", write(value)
    return None
