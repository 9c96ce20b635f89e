"""统一社会信用代码 by GB 32100: 18 characters, the last one a check character over the first 17."""

import re

from stdnum.cn import uscc as gb32100

# stdnum wants a digit in front; the standard also gives letters (Y: other bodies, N: rural economic organisations).
_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def check_uscc(text: str) -> str | None:
    """``None`` if the code is well formed and its check character is right, else a sentence."""
    if len(text) != 18:
        return f"统一社会信用代码要 18 位，现在是 {len(text)} 位"
    if unknown := sorted(set(text) & set("IOSVZ")):
        return f"统一社会信用代码里没有字母 {'、'.join(unknown)}，看看是不是数字 1、0、5、2"
    if not _FORM.fullmatch(text):
        return "统一社会信用代码由数字和大写字母组成，第 3 到 8 位是数字"
    if gb32100.calc_check_digit(text) != text[17]:
        return "统一社会信用代码有一位不对，照着执照逐位核对一遍"
    return None
