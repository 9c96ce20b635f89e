"""What an event waits for or throws."""

from dataclasses import dataclass
from typing import Literal

from .timers import Timer

TriggerKind = Literal[
    "timer",
    "message",
    "signal",
    "error",
    "escalation",
    "conditional",
    "link",
    "terminate",
    "cancel",
    "compensation",
]


@dataclass(frozen=True, slots=True)
class Trigger:
    """What an event waits for or throws.

    ``name`` is the name of a message, signal or link, or the code of an error or escalation; for a compensation it is
    the activity to be compensated (empty: all of the scope). ``correlation`` is FEEL for the key by which a message
    finds its receiver (empty: the host's own); ``carries`` names the variables that go with what is thrown.
    """

    kind: TriggerKind
    name: str = ""
    timer: Timer | None = None
    condition: str = ""
    correlation: str = ""
    carries: tuple[str, ...] = ()


# What waits for something outside the token's own way; errors and the like are found when they are thrown.
AWAITED = frozenset({"timer", "message", "signal", "conditional"})
