"""Resident identity numbers by GB 11643: 17 digits and an ISO 7064 MOD 11-2 check character.

The same form covers 居民身份证, 港澳居民居住证 and 台湾居民居住证. Region codes are not checked: they were
abolished and renamed for seventy years, and a number stays valid when its county does not.
"""

import re
from dataclasses import dataclass
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"


@dataclass(frozen=True, slots=True)
class IdCard:
    """A number whose form, birth date and check character are right (which does not say that the person exists)."""

    text: str
    birth: date


def check_character(digits: str) -> str:
    """The 18th character for 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def check_idcard(text: str) -> IdCard | str:
    """Read an identity number. Returns the card, or a sentence that says what is wrong and what is right."""
    if len(text) == 15 and text.isascii() and text.isdigit():
        return "证件号码要 18 位，这是 15 位的旧号码"
    if len(text) != 18:
        return f"证件号码要 18 位，现在是 {len(text)} 位"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        return "证件号码前 17 位是数字，最后一位是数字或者 X"
    try:
        birth = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return f"证件号码第 7 到 14 位是出生日期，{text[6:14]} 不是真实的日期"
    if check_character(text[:17]) != text[17]:
        return "证件号码有一位不对，照着证件逐位核对一遍"
    return IdCard(text, birth)
