"""How points and intervals lie to each other (DMN 1.5, table 78), and intervals read from text."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from yimen.engines.feel.compare import order
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.scanner import Kind, Token, unquote
from yimen.engines.feel.temporal import read_date, read_date_time, read_duration, read_literal, read_time
from yimen.engines.feel.values import Range, Value, number

from .registry import builtin


class Incomparable(Exception):
    """Two bounds have no common order."""


def _order(left: Value, right: Value) -> int:
    found = order(left, right)
    if found is None:
        raise Incomparable
    return found


def _as_range(value: Value) -> Range:
    """A point as the interval that holds only itself; an interval must have both bounds."""
    if isinstance(value, Range):
        if value.start is None or value.end is None or value.operator == "!=":
            raise Incomparable
        return value
    return Range(value, value, True, True)


def _before(a: Range, b: Range) -> bool:
    found = _order(a.end, b.start)
    return found < 0 or (found == 0 and not (a.end_included and b.start_included))


def _meets(a: Range, b: Range) -> bool:
    return a.end_included and b.start_included and _order(a.end, b.start) == 0


def _same_start(a: Range, b: Range) -> bool:
    return _order(a.start, b.start) == 0 and a.start_included == b.start_included


def _same_end(a: Range, b: Range) -> bool:
    return _order(a.end, b.end) == 0 and a.end_included == b.end_included


def _starts_not_after(a: Range, b: Range) -> bool:
    found = _order(a.start, b.start)
    return found < 0 or (found == 0 and (a.start_included or not b.start_included))


def _ends_not_before(a: Range, b: Range) -> bool:
    found = _order(a.end, b.end)
    return found > 0 or (found == 0 and (a.end_included or not b.end_included))


def _includes(a: Range, b: Range) -> bool:
    return _starts_not_after(a, b) and _ends_not_before(a, b)


def _overlaps(a: Range, b: Range) -> bool:
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(a: Range, b: Range) -> bool:
    return _overlaps(a, b) and _starts_not_after(a, b) and not _same_start(a, b) and _ends_not_before(b, a)


def _starts(a: Range, b: Range) -> bool:
    return _same_start(a, b) and _ends_not_before(b, a)


def _finishes(a: Range, b: Range) -> bool:
    return _same_end(a, b) and _starts_not_after(b, a)


def _coincides(a: Range, b: Range) -> bool:
    return _same_start(a, b) and _same_end(a, b)


Relation = Callable[[Range, Range], bool]


def _turned(relation: Relation) -> Relation:
    return lambda a, b: relation(b, a)


_POINT, _RANGE = "point", "range"
_RELATIONS: dict[str, tuple[Relation, tuple[tuple[str, str], ...]]] = {
    "before": (_before, ((_POINT, _POINT), (_POINT, _RANGE), (_RANGE, _POINT), (_RANGE, _RANGE))),
    "after": (_turned(_before), ((_POINT, _POINT), (_POINT, _RANGE), (_RANGE, _POINT), (_RANGE, _RANGE))),
    "meets": (_meets, ((_RANGE, _RANGE),)),
    "met by": (_turned(_meets), ((_RANGE, _RANGE),)),
    "overlaps": (_overlaps, ((_RANGE, _RANGE),)),
    "overlaps before": (_overlaps_before, ((_RANGE, _RANGE),)),
    "overlaps after": (_turned(_overlaps_before), ((_RANGE, _RANGE),)),
    "finishes": (_finishes, ((_POINT, _RANGE), (_RANGE, _RANGE))),
    "finished by": (_turned(_finishes), ((_RANGE, _POINT), (_RANGE, _RANGE))),
    "includes": (_includes, ((_RANGE, _POINT), (_RANGE, _RANGE))),
    "during": (_turned(_includes), ((_POINT, _RANGE), (_RANGE, _RANGE))),
    "starts": (_starts, ((_POINT, _RANGE), (_RANGE, _RANGE))),
    "started by": (_turned(_starts), ((_RANGE, _POINT), (_RANGE, _RANGE))),
    "coincides": (_coincides, ((_POINT, _POINT), (_RANGE, _RANGE))),
}


def _declare(name: str, relation: Relation, shapes: tuple[tuple[str, str], ...]) -> None:
    def function(run: Run, left: Value, right: Value) -> Value:
        shape = tuple(_RANGE if isinstance(value, Range) else _POINT for value in (left, right))
        if shape not in shapes or left is None or right is None:
            return run.doubt(f"函数 {name} 的参数不是所需的点或区间。")
        try:
            return relation(_as_range(left), _as_range(right))
        except Incomparable:
            return run.doubt(f"函数 {name} 的两个参数不能比较先后。")

    for left, right in dict.fromkeys((f"{a}{1 if a == b else ''}", f"{b}{2 if a == b else ''}") for a, b in shapes):
        builtin(name, f"{left}: any, {right}: any")(function)


for _name, (_relation, _shapes) in _RELATIONS.items():
    _declare(_name, _relation, _shapes)


_STRING = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,5})?"
_CALL = rf"(?:date and time|date|time|duration)\s*\(\s*{_STRING}\s*\)"
_ENDPOINT = rf"{_NUMBER}|@?\s*{_STRING}|{_CALL}"
_WRITTEN = re.compile(rf"\s*([\[(\]])\s*({_ENDPOINT})?\s*\.\.\s*({_ENDPOINT})?\s*([\])\[])\s*", re.DOTALL | re.ASCII)
_READERS: dict[str, Callable[[str], Value]] = {
    "@": read_literal,
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}


def _endpoint(text: str) -> Value:
    """What a literal bound stands for; null when it stands for nothing."""
    opening = text.find('"')
    if opening < 0:
        return number(Decimal(text))
    inner = unquote(Token(Kind.STRING, text[opening : text.rindex('"') + 1], 0, 0))
    how = text[:opening].rstrip().rstrip("(").rstrip()
    found = _READERS[how](inner) if how else inner
    return None if how == "@" and isinstance(found, str) else found


@builtin("range", "from: string")
def range_from(run: Run, text: str) -> Value:
    match = _WRITTEN.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return run.doubt(f"“{text[:60]}”不是区间，区间写作 [1..10) 。")
    opening, low, high, closing = match.groups()
    start, end = (None if bound is None else _endpoint(bound) for bound in (low, high))
    starts, ends = opening == "[", closing == "]"
    # A side without a bound must be open; a bound that cannot be read is none.
    if any(
        value is None and (bound or included) for value, bound, included in ((start, low, starts), (end, high, ends))
    ):
        return run.doubt(f"区间“{text[:60]}”的一端不对。")
    ascending = None if start is None or end is None else order(start, end)
    if (start is None) == (end is None) and (ascending is None or ascending > 0):
        return run.doubt(f"区间“{text[:60]}”的起点应不大于终点。")
    return Range(start, end, starts, ends)


_LONGEST = 1000
