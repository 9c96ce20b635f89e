"""What compiled expressions may call: the operations of the reference evaluation, and its loops taken apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .arithmetic import calculate, negate
from .compare import compared, member
from .compile import comparison_range, interval, is_instance, part_of
from .functions import invoke
from .lists import element_at, grown, items_of, points
from .runtime import Env, Run
from .values import NUMBERS, DaysTime, Value, YearsMonths, said

# Values of one of these types are equal by Python's ==, and ordered by Python's < (truth values are not ordered).
FLAT = frozenset({bool, Decimal, str, date, YearsMonths, DaysTime})
ORDERED = FLAT - {bool}
HEAVY = frozenset({list, dict})


def not_boolean(word: str, value: Value, run: Run) -> None:
    """What stands beside ``and`` and the like and is neither true nor false: null, with a doubt unless it is null."""
    if value is not None:
        run.doubt(f"{word}应为真假值，得到的是{said(value)}。")


def element(items: list[Value], position: Decimal, cost: int, run: Run) -> Value:
    """``items[position]`` for a position known beforehand."""
    if not items:
        return run.doubt("列表是空的，没有可取的项。")
    run.spend(cost)
    return element_at(items, position, run)


def as_list(value: Value) -> list[Value]:
    """What a filter runs over."""
    return value if isinstance(value, list) else [] if value is None else [value]


def item_names(item: Value) -> dict[str, Value]:
    """The names a filter condition sees."""
    return {"item": item, **item} if isinstance(item, dict) else {"item": item}


def whole(value: Value) -> int | None:
    """A counted number as an integer."""
    return int(value) if isinstance(value, Decimal) else None


OPERATIONS: dict[str, object] = {
    "ADD": NUMBERS.add,
    "SUB": NUMBERS.subtract,
    "MUL": NUMBERS.multiply,
    "DIV": NUMBERS.divide,
    "MINUS": NUMBERS.minus,
    "D": Decimal,
    "Env": Env,
    "FINITE": Decimal.is_finite,
    "FLAT": FLAT,
    "HEAVY": HEAVY,
    "ORDERED": ORDERED,
    "as_list": as_list,
    "bool": bool,
    "calculate": calculate,
    "compared": compared,
    "comparison_range": comparison_range,
    "date": date,
    "dict": dict,
    "element": element,
    "grown": grown,
    "int": int,
    "interval": interval,
    "invoke": invoke,
    "is_instance": is_instance,
    "item_names": item_names,
    "items_of": items_of,
    "len": len,
    "list": list,
    "member": member,
    "negate": negate,
    "not_boolean": not_boolean,
    "part_of": part_of,
    "points": points,
    "str": str,
    "type": type,
    "whole": whole,
}
