"""Messages and signals as an instance sends and awaits them: by which key, and with which of its variables."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Literal

from .happenings import NO_KEY, UNFIT_KEY, SendMessage, Subscribe, ThrowSignal
from .model import Node, Trigger
from .state import Token
from .values import WORD, storable
from .walk import Walk


def subscribe(walk: Walk, token: Token, node: Node, trigger: Trigger) -> bool:
    """Ask for a message or signal. False, with an incident, when the message has no key to be known by."""
    key = key_of(walk, token, node, trigger)
    if key is None or not _fits(key):
        walk.raise_incident(token, NO_KEY if key is None else UNFIT_KEY)
        return False
    kind: Literal["message", "signal"] = "signal" if trigger.kind == "signal" else "message"
    walk.effects.append(Subscribe(token.id, node.id, kind, trigger.name, key))
    return True


def send(walk: Walk, token: Token, node: Node, trigger: Trigger) -> None:
    """Give a message or signal to the host. Its key was found (``can_send``)."""
    carried = _carried(walk, token, trigger)
    if trigger.kind == "signal":
        walk.effects.append(ThrowSignal(node.id, trigger.name, carried))
    else:
        key = key_of(walk, token, node, trigger) or ""
        walk.effects.append(SendMessage(node.id, trigger.name, key, carried))


def can_send(walk: Walk, token: Token, node: Node, triggers: tuple[Trigger, ...]) -> bool:
    """Whether every message has its key. False, with an incident, before any is sent: none goes out twice."""
    keys = [key_of(walk, token, node, one) for one in triggers if one.correlation]
    if all(key is not None and _fits(key) for key in keys):
        return True
    walk.raise_incident(token, NO_KEY if None in keys else UNFIT_KEY)
    return False


def key_of(walk: Walk, token: Token, node: Node, trigger: Trigger) -> str | None:
    """The key as text; empty where the drawing names none and the host uses its own, None when FEEL gives none."""
    if not trigger.correlation:
        return ""
    value, explained = walk.evaluate(node, trigger.correlation, token.scope)
    match value:
        case bool():
            found = "true" if value else "false"
        case str() | int() | Decimal():
            found = str(value)
        case date() | time():
            found = value.isoformat()
        case _:
            found = ""
    if not found and not explained:
        walk.doubt(node, f"消息的键“{trigger.correlation}”没有得出文本、数字或日期。")
    return found or None


def _fits(key: str) -> bool:
    """Whether the key can be kept beside the message and beside who waits for it."""
    return len(key) <= WORD and storable(key)


def _carried(walk: Walk, token: Token, trigger: Trigger) -> Mapping[str, object]:
    """Only what the drawing names, as it is seen where the token stands."""
    seen = walk.visible(token.scope)
    return {name: seen[name] for name in trigger.carries if name in seen}
