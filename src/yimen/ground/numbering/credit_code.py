"""统一社会信用代码 for what we register: GB 32100-2015, with the organisation part of GB 11714."""

from stdnum.cn import uscc

from yimen.ground.numbering.serials import next_serial

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_check(body: str) -> str:
    """Check sign of the eight-sign organisation code (GB 11714-1997): MOD 11, ``X`` for ten."""
    rest = 11 - sum(_SIGNS.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def new_credit_code(*, kind: str, region: str) -> str:
    """A fresh code of 18 signs.

    Args:
        kind: the two first signs: ``92`` for an individual business (9 market regulation, 2 个体工商户).
        region: six digits of the registering body's area.
    """
    serial = next_serial(f"credit-code-{kind}{region}")
    body = f"MA{serial:06}"
    start = f"{kind}{region}{body}{organisation_check(body)}"
    return start + uscc.calc_check_digit(start)
