"""Dates as people write them: 2026-1-5, 2026/01/05, 2026.1.5, 2026年1月5日, 20260105, with full-width digits too."""

import re
from collections.abc import Mapping
from datetime import date

from yimen.engines.forms.text import narrow, quoted, visible_text

_SEPARATED = re.compile(r"([0-9]{4})(?:[-/.‐-―－、]|年)([0-9]{1,2})(?:[-/.‐-―－、]|月)([0-9]{1,2})[日号]?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?")
_BLANK_AS_SEPARATOR = re.compile(r"([0-9]) +(?=[0-9])")


def read_date(raw: str) -> date | str:
    """A date, or a sentence that says what is wrong and how a date is written."""
    text = narrow(_BLANK_AS_SEPARATOR.sub(r"\1-", visible_text(raw)))
    found = _SEPARATED.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        return real_date(*(int(part) for part in found.groups()))
    if _SHORT_YEAR.fullmatch(text):
        return f"年份要写 4 位，像 2026年1月5日 这样，现在是{quoted(raw)}"
    return f"日期要写成 2026年1月5日 这样，现在是{quoted(raw)}"


def real_date(year: int, month: int, day: int) -> date | str:
    """The date if the calendar has it, else a sentence."""
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if year == 0:
        return "没有公元 0 年，年份写 4 位，像 2026"
    if not 1 <= month <= 12:
        return f"月份是 1 到 12，现在是 {month}"
    return f"{year}年{month}月没有 {day} 日"


def joined(parts: Mapping[str, str]) -> str:
    """Year, month and day from three boxes as one text; empty when all three are empty."""
    values = [narrow(parts.get(name, "")) for name in ("year", "month", "day")]
    return "-".join(values) if any(values) else ""
