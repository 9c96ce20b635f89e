"""Days and times as Chinese pages write them, in English."""

import re

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_YEAR = r"(?<!\d)(?:(?P<year>\d{4})\s*年\s*)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])\s*月\s*"
_DAY = re.compile(_YEAR + _MONTH + r"(?:(?P<day>3[01]|[12]\d|0?[1-9])\s*日)?(?: 周(?P<week>[一二三四五六日]))?")
_WEEKDAY = re.compile("[（]?(?:星期|周)([一二三四五六日])[）]?")
_WEEKDAYS = dict(
    zip("一二三四五六日", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)


def in_english(text: str) -> str:
    """``2026年11月25日（星期三）`` → ``25 November 2026 (Wednesday)``; what is no day stays as it is."""
    return _WEEKDAY.sub(_weekday, _DAY.sub(_day, text))


def _day(found: re.Match[str]) -> str:
    year, month, day = found["year"], MONTHS[int(found["month"]) - 1], found["day"]
    # A month alone swallows the blank that follows it.
    rest = " " if day is None and found[0].endswith(" ") else ""
    week = _WEEKDAYS.get(found["week"] or "")
    return " ".join(part for part in (week, day and str(int(day)), month, year) if part) + rest


def _weekday(found: re.Match[str]) -> str:
    name = _WEEKDAYS[found[1]]
    return f" ({name})" if found[0].startswith("（") else name
