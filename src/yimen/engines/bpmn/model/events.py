"""What is waited for or thrown: at the beginning, on the way, on the edge of an activity, at the end."""

from dataclasses import dataclass

from .activities import ReceiveTask
from .nodes import Node
from .timers import Timer
from .triggers import Trigger


@dataclass(frozen=True, slots=True)
class StartEvent(Node):
    """Where an instance, a sub-process or an event sub-process begins; without triggers it begins by itself."""

    triggers: tuple[Trigger, ...] = ()
    all_of: bool = False
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class EndEvent(Node):
    """Where a token ends; with ``terminate`` the whole scope ends, of the process itself the whole instance."""

    terminate: bool = False
    triggers: tuple[Trigger, ...] = ()


@dataclass(frozen=True, slots=True)
class CatchEvent(Node):
    """The token waits here for one of the triggers, or for all of them."""

    triggers: tuple[Trigger, ...] = ()
    all_of: bool = False


@dataclass(frozen=True, slots=True)
class ThrowEvent(Node):
    """The token throws every one of the triggers, in order, and goes on; without any it only passes."""

    triggers: tuple[Trigger, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerEvent(Node):
    """The token waits here until the timer fires."""

    timer: Timer = Timer("duration", "")


@dataclass(frozen=True, slots=True)
class BoundaryTimer(Node):
    """A timer on the edge of a task or a call; when interrupting, it ends as the timer fires."""

    timer: Timer = Timer("duration", "")
    attached_to: str = ""
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class BoundaryError(Node):
    """Catches the failure of an activity; an empty ``code`` catches every failure."""

    attached_to: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class BoundaryEvent(Node):
    """Any other event on the edge of an activity. ``handler`` is the activity that undoes it (compensation)."""

    triggers: tuple[Trigger, ...] = ()
    all_of: bool = False
    attached_to: str = ""
    interrupting: bool = True
    handler: str = ""


Boundary = BoundaryTimer | BoundaryError | BoundaryEvent
BOUNDARIES = (BoundaryTimer, BoundaryError, BoundaryEvent)


def triggers_of(node: Node) -> tuple[Trigger, ...]:
    """What the event waits for or throws; of a receive task its message."""
    match node:
        case TimerEvent() | BoundaryTimer():
            return (Trigger("timer", timer=node.timer),)
        case BoundaryError():
            return (Trigger("error", node.code),)
        case StartEvent() | EndEvent() | CatchEvent() | ThrowEvent() | BoundaryEvent():
            return node.triggers
        case ReceiveTask():
            return (Trigger("message", node.message, correlation=node.correlation),)
    return ()
