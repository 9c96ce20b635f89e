"""Who listens to what. Filled once, at start, by config.wiring."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Listener:
    """``react`` takes the event and the time. ``gave_up`` is called when no attempt has succeeded."""

    name: str
    event: type
    react: Callable[[Any, datetime], None]
    gave_up: Callable[[Any, str, datetime], None] | None = None


_LISTENERS: dict[str, Listener] = {}


def name_of(event: type) -> str:
    return f"{event.__module__}.{event.__qualname__}"


def listen(
    event: type,
    react: Callable[[Any, datetime], None],
    *,
    name: str,
    gave_up: Callable[[Any, str, datetime], None] | None = None,
) -> None:
    """Register a reaction under a name that stays the same over versions: rows in the database carry it."""
    if name in _LISTENERS:
        raise ValueError(f"two listeners are called {name}")
    _LISTENERS[name] = Listener(name, event, react, gave_up)


def listeners_of(event: type) -> list[Listener]:
    return [listener for listener in _LISTENERS.values() if listener.event is event]


def listener(name: str) -> Listener:
    return _LISTENERS[name]
