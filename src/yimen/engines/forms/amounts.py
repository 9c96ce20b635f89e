"""Numbers as people write them: 1,000.50, ２０００, ￥300, 12 元. Read exactly, as decimals."""

import re
from decimal import Decimal

from yimen.engines.forms.text import narrow, quoted

_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|[+-]?\.[0-9]+")
_UNITS = {
    "int": re.compile(r"[个人名位家间台套辆层栋户份件张条]$"),
    "money": re.compile(r"^(?:¥|￥|人民币|rmb|cny)|元(?:整|正)?$", re.IGNORECASE),
    "area": re.compile(r"(?:平方米|平米|平方|m2)$", re.IGNORECASE),
}
_DIGITS = 15
_PLACES = {"int": 0, "money": 2, "area": 2, "decimal": 6}
_NOUNS = {"int": "整数", "money": "金额", "area": "面积", "decimal": "数字"}


def read_number(raw: str, kind: str) -> Decimal | str:
    """A number of this kind (int, decimal, money, area), or a sentence that says what is wrong."""
    text = narrow(raw).replace("，", ",").replace("。", ".").replace("−", "-")
    if kind in _UNITS:
        text = _UNITS[kind].sub("", text)
    if not _NUMBER.fullmatch(text):
        return _unreadable(raw, text, kind)
    return fitting(Decimal(text.replace(",", "")), kind)


def fitting(value: Decimal, kind: str) -> Decimal | str:
    """The number without needless zeros, or a sentence if it has too many digits for its kind."""
    if not value.is_finite():
        return f"{_NOUNS[kind]}要用数字写"
    whole, places = _size(value)
    if kind == "int" and places:
        return f"要填整数，现在是 {value:f}"
    if places > _PLACES[kind]:
        return f"{_NOUNS[kind]}的小数最多 {_PLACES[kind]} 位，现在是 {places} 位"
    if whole > _DIGITS:
        return f"{_NOUNS[kind]}最多 {_DIGITS} 位，现在是 {whole} 位"
    return value


def as_text(value: Decimal, kind: str) -> str:
    """How the number is stored: no exponent, money always with two places."""
    return f"{value:.2f}" if kind == "money" else f"{value:f}"


def _size(value: Decimal) -> tuple[int, int]:
    """Digits before the point, and places after it that are not zero."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    shown = "".join(map(str, digits)).rstrip("0")
    places = max(0, len(shown) - (len(digits) + exponent))
    return max(1, len(digits) + exponent), places


def _unreadable(raw: str, text: str, kind: str) -> str:
    if re.fullmatch(r"[0-9,]+(\.[0-9]*)?", text):
        return f"逗号要每三位一个，像 1,000，现在是{quoted(raw)}"
    example = {"int": "12", "money": "1000.50", "area": "35.5", "decimal": "1.5"}[kind]
    return f"{_NOUNS[kind]}要用数字写，像 {example}，现在是{quoted(raw)}"
