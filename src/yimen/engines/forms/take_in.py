"""From what a person typed to what is stored. Never raises for what anybody types."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yimen.engines.forms.amounts import as_text, read_number
from yimen.engines.forms.dates import joined, read_date
from yimen.engines.forms.model import NUMBERS, Field
from yimen.engines.forms.text import code, plain, quoted

_TRUE = {"true", "yes", "on", "1", "y", "是", "有", "要", "对"}
_FALSE = {"false", "no", "off", "0", "n", "否", "无", "不", "没有", "不要"}


@dataclass(frozen=True, slots=True)
class Taken:
    """``value`` is what may be stored; with a ``failure`` it is the cleaned text, and ``raw`` is shown again."""

    value: object
    failure: str | None
    raw: object


def take_in(field: Field, raw: object) -> Taken:
    """Read what came for one field.

    ``raw`` is a list of texts (as a web form sends it), one text, an object for ``address`` (``street``,
    ``detail``) and ``date`` (``year``, ``month``, ``day``), and for ``table`` a list of rows (objects) or an object
    of columns. Whether the value is allowed here (options, limits, check digits) is for ``validate``.
    """
    if field.type == "table":
        return _take_table(field, raw)
    if field.type == "address":
        return _take_address(raw)
    if field.type == "multi":
        return Taken(list(dict.fromkeys(filter(None, map(plain, texts(raw))))), None, raw)
    text = joined(_texts_by_name(raw)) if isinstance(raw, Mapping) else next(iter(texts(raw)), "")
    value, failure = _TAKERS.get(field.type, _take_code)(text, field.type)
    return Taken(value, failure, raw)


def texts(raw: object) -> list[str]:
    """What came, as texts: a text, a list of texts, a number or truth value from JSON; anything else is dropped."""
    if isinstance(raw, str):
        return [raw]
    if isinstance(raw, bool | int | float | Decimal | date):
        return [str(raw)]
    if isinstance(raw, Sequence) and not isinstance(raw, bytes | bytearray):
        return [text for item in raw if not isinstance(item, Sequence) or isinstance(item, str) for text in texts(item)]
    return []


def _texts_by_name(raw: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): next(iter(texts(value)), "") for name, value in raw.items()}


def _take_text(text: str, kind: str) -> tuple[object, str | None]:
    return plain(text), None


def _take_code(text: str, kind: str) -> tuple[object, str | None]:
    return code(text), None


def _take_mobile(text: str, kind: str) -> tuple[object, str | None]:
    number = code(text).removeprefix("+")
    for prefix in ("0086", "86"):
        if len(number) == 11 + len(prefix):
            number = number.removeprefix(prefix)
    return number, None


def _take_date(text: str, kind: str) -> tuple[object, str | None]:
    if not plain(text):
        return "", None
    found = read_date(text)
    return (found.isoformat(), None) if isinstance(found, date) else (plain(text), found)


def _take_number(text: str, kind: str) -> tuple[object, str | None]:
    if not plain(text):
        return None, None
    found = read_number(text, kind)
    if isinstance(found, str):
        return plain(text), found
    return (int(found) if kind == "int" else as_text(found, kind)), None


def _take_bool(text: str, kind: str) -> tuple[object, str | None]:
    word = plain(text).lower()
    if not word:
        return None, None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE, None
    return word, f"选“是”或者“否”，现在是{quoted(text)}"


def _take_address(raw: object) -> Taken:
    parts = raw if isinstance(raw, Mapping) else dict(zip(("street", "detail"), texts(raw), strict=False))
    named = _texts_by_name(parts)
    street, detail = code(named.get("street", "")), plain(named.get("detail", ""))
    return Taken({"street": street, "detail": detail} if street or detail else "", None, raw)


def _take_table(field: Field, raw: object) -> Taken:
    rows, failure = [], None
    for row in _rows(raw):
        cells = {column.key: take_in(column, row.get(column.key, "")) for column in field.columns}
        if all(cell.value in ("", None, []) for cell in cells.values()):
            continue
        rows.append({key: cell.value for key, cell in cells.items()})
        for column in field.columns:
            if cells[column.key].failure:
                failure = failure or f"第 {len(rows)} 行“{column.label}”：{cells[column.key].failure}"
    return Taken(rows, failure, raw)


def _rows(raw: object) -> list[Mapping[str, Any]]:
    """Rows of a table, sent as rows or as columns of equal standing (repeated inputs of one name)."""
    if isinstance(raw, Mapping):
        columns = {str(name): texts(value) for name, value in raw.items()}
        length = max((len(column) for column in columns.values()), default=0)
        return [
            {name: column[at] if at < len(column) else "" for name, column in columns.items()} for at in range(length)
        ]
    if isinstance(raw, Sequence) and not isinstance(raw, str | bytes):
        return [row for row in raw if isinstance(row, Mapping)]
    return []


_Taker = Callable[[str, str], tuple[object, str | None]]
_TAKERS: dict[str, _Taker] = {
    "text": _take_text,
    "select": _take_text,
    "mobile": _take_mobile,
    "date": _take_date,
    "bool": _take_bool,
    **dict.fromkeys(NUMBERS, _take_number),
}
