"""What people type to sign in, read kindly: full-width digits and spaces are no fault."""

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def mobile_fault(mobile: str) -> str:
    """Why this is no mobile number, or an empty text."""
    if not mobile:
        return "填写手机号"
    if not mobile.isdigit():
        return "手机号里只能有数字"
    if len(mobile) != 11:
        return f"手机号要 11 位，现在是 {len(mobile)} 位"
    return "" if _MOBILE.fullmatch(mobile) else "手机号是 1 开头、第二位是 3 到 9 的 11 位数字"


def code_fault(code: str) -> str:
    if not code:
        return "填写短信里的 6 位验证码"
    if not code.isdigit() or len(code) != 6:
        return f"验证码是 6 位数字，现在是 {len(code)} 位"
    return ""
