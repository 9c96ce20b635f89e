"""Region codes of twelve digits, and the levels from the country to the village."""

import re

COUNTRY = "0" * 12
WORDS = ("国家", "省", "市", "县（区）", "乡镇（街道）", "村（社区）")
WIDTHS = (0, 2, 4, 6, 9, 12)


def region_code(told: str) -> str:
    """The code with its twelve digits, from one of two, four, six, nine or twelve. Raises ValueError."""
    told = told.strip()
    if not re.fullmatch(r"[0-9]+", told) or len(told) not in WIDTHS:
        raise ValueError(f"{told} 不是行政区划代码")
    return told.ljust(12, "0")


def level_of(code: str) -> int:
    """0 country, 1 province, 2 city, 3 district, 4 street, 5 village."""
    return next(level for level, width in enumerate(WIDTHS) if set(code[width:]) <= {"0"})


def above(code: str) -> list[str]:
    """The regions above, the country first, and this one at the end."""
    return [code[: WIDTHS[level]].ljust(12, "0") for level in range(level_of(code) + 1)]


def word_of(code: str) -> str:
    return WORDS[level_of(code)]


def lies_in(code: str, region: str) -> bool:
    """Whether a region is this one or one below it."""
    return region in above(code)
