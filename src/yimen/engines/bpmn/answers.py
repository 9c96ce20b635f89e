"""Questions that a step puts to the variables: is this flow open, when is this timer due?"""

from dataclasses import dataclass
from typing import Literal

from yimen.engines.feel import FeelError

from .expressions import compile_text
from .model import CYCLE, Flow, Node, Timer
from .values import iso
from .walk import Walk


@dataclass(frozen=True, slots=True)
class Due:
    """When a timer fires, as ISO text, and how often (0: for ever); ``every`` is the time between two."""

    kind: Literal["date", "duration"]
    value: str
    times: int
    every: str = ""


def holds(walk: Walk, node: Node, flow: Flow, scope: int = 0) -> bool:
    """Whether the flow is open. A condition that is neither true nor false counts as false, with a doubt."""
    return flow.condition is None or met(walk, node, flow.condition, scope)


def met(walk: Walk, node: Node, condition: str, scope: int = 0, **more: object) -> bool:
    """Whether a condition holds; one that is neither true nor false counts as false, with a doubt."""
    value, explained = walk.evaluate(node, condition, scope, **more)
    if not isinstance(value, bool) and not explained:
        walk.doubt(node, f"条件“{condition}”没有得出“是”或“否”，按“否”处理。")
    return value is True


def due(walk: Walk, node: Node, timer: Timer, scope: int = 0) -> Due | None:
    """When the timer is due, or None with a doubt when its expression gives no such value."""
    value, explained = walk.evaluate(node, timer.expression, scope)
    if timer.kind == "cycle":
        found = cycle(value)
    else:
        given = iso(value)
        found = Due(given[0], given[1], 1) if given is not None and given[0] == timer.kind else None
    if found is None and not explained:
        wanted = {"date": "日期", "duration": "时长", "cycle": "周期"}[timer.kind]
        walk.doubt(node, f"定时“{timer.text}”没有得出{wanted}。")
    return found


def cycle(value: object) -> Due | None:
    """A repeating interval of ISO 8601 such as ``R3/P1D``; without a number it repeats for ever (``times`` 0)."""
    found = CYCLE.fullmatch(value) if isinstance(value, str) else None
    if found is None or found[1] == "0":
        return None
    times, begin = int(found[1] or 0), found[2]
    every = _length(found[3])
    if every is None:
        return None
    if begin is None:
        return Due("duration", every, times, every)
    return Due("date", begin, times, every) if _is_moment(begin) else None


def _length(text: str) -> str | None:
    given = _constant(Timer("duration", text).expression)
    return given[1] if given is not None and given[0] == "duration" else None


def _is_moment(text: str) -> bool:
    given = _constant(Timer("date", text).expression)
    return given is not None and given[0] == "date"


def _constant(text: str) -> tuple[str, str] | None:
    try:
        return iso(compile_text(text, ()).evaluate({}).value)
    except FeelError:
        return None
