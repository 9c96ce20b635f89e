"""The variables of an instance: what may be kept, and how it is written as JSON without loss.

Plain JSON values stay as they are. Other FEEL values become an object with one key that begins with ``@``.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from yimen.engines.feel import DaysTime, YearsMonths, write

from .errors import UnfitValue

_KEPT_AS_IT_IS = frozenset({int, bool, type(None), date, datetime, time, YearsMonths, DaysTime})

# What most variables are: the same in a state and in JSON.
PLAIN = frozenset({str, int, bool, type(None)})
# So long may the name of a variable be, of a message or signal, and a key by which messages are found.
WORD = 200
# What can be kept whatever it says.
SOUND = frozenset({int, bool, type(None)})


def keep(value: object, place: str) -> object:
    """The value as it is kept in a state: float becomes Decimal, tuple a list, containers are copied.

    Raises ``UnfitValue`` naming ``place`` for what cannot be stored (functions, ranges, foreign objects, NaN, text with
    NUL or halves of characters).
    """
    if isinstance(value, str):
        return keep_text(value, place)
    if type(value) in _KEPT_AS_IT_IS or isinstance(value, int | date | time):
        return value
    if isinstance(value, float | Decimal):
        return _number(value, place)
    if isinstance(value, list | tuple):
        return [keep(item, place) for item in value]
    if isinstance(value, Mapping):
        return {_key(key, place): keep(item, f"{place}.{key}") for key, item in value.items()}
    raise UnfitValue(f"变量“{place}”的值不能保存（{type(value).__name__}）。改为文本、数字、日期、列表或对象。")


def keep_text(value: str, place: str) -> str:
    """The text as it is kept. Raises ``UnfitValue`` for what PostgreSQL or UTF-8 has no place for."""
    if storable(value):
        return value
    raise UnfitValue(f"变量“{shown(place)}”里有不能保存的字符（空字符或不完整的字符）。去掉这些字符。")


def keep_name(name: str) -> str:
    """The name of a variable as it is kept. Raises ``UnfitValue`` when it is too long, or text as above."""
    if len(name) <= WORD and storable(name):
        return name
    raise UnfitValue(f"变量名“{shown(name)}”超过 {WORD} 个字，或含有不能保存的字符。换一个名称。")


def storable(text: str) -> bool:
    """Whether every database takes the text: without NUL, and without halves of characters."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(text: str) -> str:
    """A name as a sentence can hold it, whatever it is made of."""
    return text[:60].replace("\0", "").encode(errors="replace").decode()


def keep_all(variables: Mapping[str, object]) -> dict[str, object]:
    """Every variable as it is kept. Raises ``UnfitValue`` as ``keep`` does."""
    return {_key(name, str(name)): keep(value, str(name)) for name, value in variables.items()}


def _key(key: object, place: str) -> str:
    if not isinstance(key, str):
        raise UnfitValue(f"变量“{place}”里的名称必须是文本，实际是 {key!r}。")
    return keep_text(key, place)


def _number(value: float | Decimal, place: str) -> Decimal:
    # repr, not the binary value: 0.1 must stay 0.1.
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        raise UnfitValue(f"变量“{place}”不是一个有限的数字（{value}），不能保存。")
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
