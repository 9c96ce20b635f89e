"""The table of ``workload`` as a programmer would write it: a function over decimals, constants named once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

(D0, D1, D2, D3, D4, D6, D16, D25, D60, D80) = (Decimal(n) for n in (0, 1, 2, 3, 4, 6, 16, 25, 60, 80))
D900, D1000, D1200, D1500, D1800, D2000, D2200, D2500, D3500 = (
    Decimal(n) for n in (900, 1000, 1200, 1500, 1800, 2000, 2200, 2500, 3500)
)
A0, A120, A150, A160, A180, A220, A240, A260, A300, A480, A520, A610 = (
    Decimal(n) for n in (0, 120, 150, 160, 180, 220, 240, 260, 300, 480, 520, 610)
)
Found = tuple[Decimal, str, str]


def grant(facts: Mapping[str, Any]) -> Found:
    """Amount, category and the id of the rule."""
    age, income, region, size, status = (
        facts["age"],
        facts["income"],
        facts["region"],
        facts["size"],
        facts["status"],
    )
    if D0 <= age < D6 and income < D2000 and region in ("east", "west") and size >= D3:
        return A300, "child-a", "r1"
    if D0 <= age < D6 and D2000 <= income < D3500 and region != "south":
        return A180, "child-b", "r2"
    if D6 <= age < D16 and income < D2500 and status == "student":
        return A150, "pupil", "r3"
    if (
        D16 <= age <= D25
        and income < D1800
        and region in ("north", "east")
        and size <= D2
        and status in ("student", "trainee")
    ):
        return A220, "youth-a", "r4"
    if D16 <= age <= D25 and income < D1200 and status != "employed":
        return A160, "youth-b", "r5"
    if D25 < age < D60 and income < D900 and region not in ("west", "south") and status == "unemployed":
        return A480, "work-a", "r6"
    if D25 < age < D60 and D900 <= income <= D1500 and size > D4 and status not in ("retired", "student"):
        return A260, "work-b", "r7"
    if D25 < age < D60 and income < D1500 and region == "south" and status == "disabled":
        return A520, "dis-a", "r8"
    if age >= D60 and income < D1000 and (size in (D1, D2)) and status in ("retired", "disabled"):
        return A610, "old-a", "r9"
    if age >= D60 and D1000 <= income < D2200 and region in ("north", "south"):
        return A240, "old-b", "r10"
    if age >= D80 and status != "employed":
        return A120, "old-c", "r11"
    return A0, "none", "r12"
