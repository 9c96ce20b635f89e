"""Numbers as laws write them: ``一百三十五`` → 135, and back. Up to 999."""

import re

DIGITS = "一二三四五六七八九"
NUMERAL = "[一二三四五六七八九十百零〇两0-9]+"
_WRITTEN = re.compile("(?:([一二三四五六七八九两])百)?(?:零|〇)?(?:([一二三四五六七八九]?)十)?([一二三四五六七八九]?)")


def number(text: str) -> int:
    """Raises ValueError when it is no number from 1 to 999."""
    if text.isascii() and text.isdigit():
        found = int(text)
    else:
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(text)
        hundreds, tens, ones = match.groups()
        found = _digit(hundreds) * 100 + _digit(ones)
        # A bare 十 is ten, not none.
        found += 0 if tens is None else (_digit(tens) or 1) * 10
    if not 1 <= found <= 999:
        raise ValueError(text)
    return found


def written(value: int) -> str:
    """``135`` → ``一百三十五``."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    found = DIGITS[hundreds - 1] + "百" if hundreds else ""
    if hundreds and not tens and ones:
        found += "零"
    if tens:
        found += ("" if tens == 1 and not hundreds else DIGITS[tens - 1]) + "十"
    return found + (DIGITS[ones - 1] if ones else "")


def _digit(text: str | None) -> int:
    return 2 if text == "两" else DIGITS.index(text) + 1 if text else 0
