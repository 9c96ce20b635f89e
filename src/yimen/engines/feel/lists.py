"""Filters over lists, and what loops run over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from .civil import Date, date_at, day_number, is_date
from .runtime import Code, Env, Run
from .values import Range, Value, said


def filtered(items: list[Value], condition: Code, always_filters: bool, env: Env, cost: int) -> Value:
    """``items[condition]``: the items that pass, or the one at a position when the condition is a number."""
    kept: list[Value] = []
    for item in items:
        env.run.spend(cost)
        names = {"item": item, **item} if isinstance(item, dict) else {"item": item}
        chosen = condition(Env(names, env.run, env))
        if isinstance(chosen, Decimal) and not always_filters:
            return element_at(items, chosen, env.run)
        if chosen is True:
            kept.append(item)
        elif chosen is not None and chosen is not False:
            env.run.doubt(f"筛选条件应为真假值或位置，得到的是{said(chosen)}。")
            return None
    if items or always_filters:
        return kept
    chosen = condition(Env({"item": None}, Run(), env))
    return env.run.doubt("列表是空的，没有可取的项。") if isinstance(chosen, Decimal) else kept


def element_at(items: list[Value], position: Decimal, run: Run) -> Value:
    """The item at a position from 1, or from -1 at the end."""
    at = int(position)
    if at == 0 or abs(at) > len(items) or at != position:
        return run.doubt(f"列表没有第 {position} 项。")
    return items[at - 1 if at > 0 else at]


def grown(partial: list[Value], value: Value, run: Run) -> list[Value]:
    """The results so far with one more; a copy when the new one could hold the list, for no list may hold itself."""
    if isinstance(value, list | dict):
        run.spend(len(partial))
        partial = [*partial]
    partial.append(value)
    return partial


def items_of(value: Value, run: Run) -> Sequence[Value] | Iterator[Value] | None:
    """What a loop runs over: the items of a list, the points of a closed range; null with a doubt for null."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        if value.operator != ".." or not value.start_included or not value.end_included:
            return run.doubt("循环只能用于两端都包含的区间。")
        return points(value.start, value.end, run)
    return run.doubt("循环的对象没有值。") if value is None else [value]


def points(start: Value, end: Value, run: Run) -> Iterator[Value] | None:
    """``start..end`` as values: whole numbers or dates, up or down."""
    if isinstance(start, Decimal) and isinstance(end, Decimal) and start == int(start) and end == int(end):
        return _whole_numbers(int(start), int(end))
    if is_date(start) and is_date(end):
        return _days(start, end)  # type: ignore[arg-type]
    return run.doubt("循环的区间两端应都是整数或都是日期。")


def _whole_numbers(start: int, end: int) -> Iterator[Value]:
    step = 1 if start <= end else -1
    return (Decimal(value) for value in range(start, end + step, step))


def _days(start: Date, end: Date) -> Iterator[Value]:
    first, last = day_number(start), day_number(end)
    step = 1 if first <= last else -1
    return (date_at(day) for day in range(first, last + step, step))
