"""One stored value against its field: type, check digits, limits, options. A sentence when it does not fit."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yimen.engines.forms.amounts import fitting, read_number
from yimen.engines.forms.dates import read_date
from yimen.engines.forms.identity import check_idcard
from yimen.engines.forms.model import NUMBERS, TEXT_LENGTH, Field
from yimen.engines.forms.text import has_invisible, quoted
from yimen.engines.forms.uscc import check_uscc

Lists = Mapping[str, Collection[str]]
_SAME_FORM_AS_IDCARD = {"居民身份证", "港澳居民居住证", "台湾居民居住证"}
_STREET = re.compile(r"[0-9]{9}(?:[0-9]{3})?")
# Decimal and date read more than people may type (1e3, 1_000, ２０, 2026-W01-1): what was refused must not count later.
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a value is judged with: the other answers, the day, the reference lists of the host."""

    answers: Mapping[str, object]
    today: date
    lists: Lists


def is_empty(value: object) -> bool:
    """Whether nothing was answered."""
    return value is None or value == "" or value == [] or value == {}


def number(value: object) -> Decimal | None:
    """A stored number (int, decimal as text) as Decimal; ``None`` if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return None
    return Decimal(value)


def day(value: object) -> date | None:
    """A stored date (ISO text) as date; ``None`` if it is none."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def fault(field: Field, value: object, around: Surroundings) -> str | None:
    """What is wrong with a value that is not empty; ``None`` if nothing is. Tables: cell by cell, see validate."""
    if field.type in NUMBERS:
        return _number_fault(field, value)
    return _FAULTS[field.type](field, value, around)


def _number_fault(field: Field, value: object) -> str | None:
    found = number(value)
    if found is None:
        unread = read_number(value, field.type) if isinstance(value, str) else None
        return unread if isinstance(unread, str) else "这里要用数字写"
    sized = fitting(found, field.type)
    if isinstance(sized, str):
        return sized
    if isinstance(field.min, Decimal) and found < field.min:
        return f"最少 {field.min:f}，现在是 {found:f}"
    if isinstance(field.max, Decimal) and found > field.max:
        return f"最多 {field.max:f}，现在是 {found:f}"
    if field.type == "area" and found <= 0:
        return "面积要大于 0"
    return None


def _text_fault(field: Field, value: object, around: Surroundings) -> str | None:
    if not isinstance(value, str):
        return "这里要填文字"
    if has_invisible(value):
        return "里面有看不见的字符，重新打一遍，不要粘贴"
    limit = field.max_length or TEXT_LENGTH
    return f"最多 {limit} 个字，现在是 {len(value)} 个" if len(value) > limit else None


def _idcard_fault(field: Field, value: object, around: Surroundings) -> str | None:
    if not isinstance(value, str):
        return "证件号码要 18 位"
    card = check_idcard(value)
    if isinstance(card, str):
        return card
    return f"证件号码第 7 到 14 位是出生日期，{value[6:14]} 还没有到" if card.birth > around.today else None


def _id_no_fault(field: Field, value: object, around: Surroundings) -> str | None:
    if around.answers.get(field.kind_field) in _SAME_FORM_AS_IDCARD:
        return _idcard_fault(field, value, around)
    if not isinstance(value, str) or not re.fullmatch(r"[0-9A-Z]*", value):
        return "证件号码由数字和字母组成"
    return None if 6 <= len(value) <= 20 else f"证件号码要 6 到 20 位，现在是 {len(value)} 位"


def _uscc_fault(field: Field, value: object, around: Surroundings) -> str | None:
    return check_uscc(value) if isinstance(value, str) else "统一社会信用代码要 18 位"


def _mobile_fault(field: Field, value: object, around: Surroundings) -> str | None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]+", value):
        return "手机号是 11 位数字"
    if len(value) != 11:
        return f"手机号要 11 位，现在是 {len(value)} 位"
    return None if re.match(r"1[3-9]", value) else f"手机号以 13 到 19 开头，现在是 {value[:2]}"


def _bank_account_fault(field: Field, value: object, around: Surroundings) -> str | None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]+", value):
        return "银行账号里只有数字"
    return None if 10 <= len(value) <= 32 else f"银行账号要 10 到 32 位，现在是 {len(value)} 位"


def _date_fault(field: Field, value: object, around: Surroundings) -> str | None:
    found = day(value)
    if found is None:
        unread = read_date(value) if isinstance(value, str) else None
        return unread if isinstance(unread, str) else "日期要写成 2026年1月5日 这样"
    if isinstance(field.min, date) and found < field.min:
        return f"最早 {_spoken(field.min)}，现在是 {_spoken(found)}"
    if isinstance(field.max, date) and found > field.max:
        return f"最晚 {_spoken(field.max)}，现在是 {_spoken(found)}"
    return None


def _spoken(when: date) -> str:
    return f"{when.year}年{when.month}月{when.day}日"


def _bool_fault(field: Field, value: object, around: Surroundings) -> str | None:
    return None if isinstance(value, bool) else "选“是”或者“否”"


def _select_fault(field: Field, value: object, around: Surroundings) -> str | None:
    if isinstance(value, str) and value in choices(field, around.lists):
        return None
    return f"{quoted(str(value))}不在可选的范围里，从列出的里面选一个"


def _multi_fault(field: Field, value: object, around: Surroundings) -> str | None:
    if not isinstance(value, list):
        return "从列出的里面选"
    known = choices(field, around.lists)
    for item in value:
        if not isinstance(item, str) or item not in known:
            return f"{quoted(str(item))}不在可选的范围里，从列出的里面选"
    if len(set(value)) != len(value):
        return "同一项只选一次"
    return _count_fault(field, len(value), "项")


def _address_fault(field: Field, value: object, around: Surroundings) -> str | None:
    if not isinstance(value, dict):
        return "地址要选街道，再填门牌"
    street, detail = value.get("street") or "", value.get("detail") or ""
    if not street:
        return "街道还没有选"
    if not detail:
        return "街道后面的详细地址还没有填，写到门牌号"
    known = choices(field, around.lists) if field.options_from else None
    if not isinstance(street, str) or not _STREET.fullmatch(street) or (known is not None and street not in known):
        return "街道不在可选的范围里，从列出的里面选一个"
    return _text_fault(field, detail, around)


def _table_fault(field: Field, value: object, around: Surroundings) -> str | None:
    return _count_fault(field, len(value), "行") if isinstance(value, list) else "这里要一行一行填"


def _count_fault(field: Field, count: int, unit: str) -> str | None:
    if isinstance(field.min, Decimal) and count < field.min:
        return f"至少 {field.min:f} {unit}，现在是 {count} {unit}"
    if isinstance(field.max, Decimal) and count > field.max:
        return f"最多 {field.max:f} {unit}，现在是 {count} {unit}"
    return None


def choices(field: Field, lists: Lists) -> Collection[str]:
    """Values that may be chosen. ``ValueError`` if the host did not pass the list the field names.

    Passing no list must not turn into accepting everything.
    """
    if not field.options_from:
        return [option.value for option in field.options]
    if field.options_from not in lists:
        raise ValueError(f"The reference list {field.options_from!r} of field {field.key!r} was not passed in.")
    return lists[field.options_from]


_Fault = Callable[[Field, object, Surroundings], str | None]
_FAULTS: dict[str, _Fault] = {
    "text": _text_fault,
    "idcard": _idcard_fault,
    "id_no": _id_no_fault,
    "uscc": _uscc_fault,
    "mobile": _mobile_fault,
    "bank_account": _bank_account_fault,
    "date": _date_fault,
    "bool": _bool_fault,
    "select": _select_fault,
    "multi": _multi_fault,
    "address": _address_fault,
    "table": _table_fault,
}
