"""Questions that a step puts to the variables: is this flow open, when is this timer due?"""

from .model import Flow, Node, Timer
from .values import iso
from .walk import Walk


def holds(walk: Walk, node: Node, flow: Flow) -> bool:
    """Whether the flow is open. A condition that is neither true nor false counts as false, with a doubt."""
    if flow.condition is None:
        return True
    value, explained = walk.evaluate(node, flow.condition)
    if not isinstance(value, bool) and not explained:
        walk.doubt(node, f"条件“{flow.condition}”没有得出“是”或“否”，按“否”处理。")
    return value is True


def due(walk: Walk, node: Node, timer: Timer) -> str | None:
    """When the timer is due as ISO text, or None with a doubt when its expression gives no such value."""
    value, explained = walk.evaluate(node, timer.expression)
    found = iso(value)
    if found is not None and found[0] == timer.kind:
        return found[1]
    if not explained:
        wanted = "日期" if timer.kind == "date" else "时长"
        walk.doubt(node, f"定时“{timer.text}”没有得出{wanted}。")
    return None
