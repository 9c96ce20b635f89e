"""What every step of a process has: its place, its flows, how often it runs."""

from dataclasses import dataclass
from typing import Literal

from .triggers import Trigger

# What an activity that runs several times knows about itself (BPMN 2.0.2, table 10.30).
LOOP_NAMES = (
    "loopCounter",
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
)


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. ``condition`` is FEEL text, or None when the flow is always open."""

    id: str
    name: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity runs: again while ``condition`` holds, or once for each of several instances.

    Of several instances ``count`` or ``collection`` is FEEL; ``item`` names the variable that takes one of the
    collection. ``condition`` of several instances is what ends them early. ``thrown`` is thrown as instances complete:
    at the first (``behavior`` one) or at each (none); of each in ``chosen`` the trigger when the condition then holds.
    """

    kind: Literal["standard", "parallel", "sequential"]
    condition: str = ""
    test_before: bool = False
    maximum: int | None = None
    count: str = ""
    collection: str = ""
    item: str = ""
    behavior: Literal["all", "one", "none"] = "all"
    thrown: Trigger | None = None
    chosen: tuple[tuple[str, Trigger], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A step of the process. ``incoming`` and ``outgoing`` hold flow ids in the order in which they are tried.

    ``parent`` is the sub-process it lies in, empty for the process itself. An activity begins when ``start_quantity``
    tokens have come and sends ``completion_quantity`` tokens along each flow; one that is ``for_compensation`` runs
    only to undo another.
    """

    id: str
    name: str
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""
    parent: str = ""
    loop: Loop | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    for_compensation: bool = False

    @property
    def label(self) -> str:
        """How a sentence names the node: its name, or its id when nobody named it."""
        return self.name or self.id

    @property
    def named(self) -> str:
        """How a sentence for an operator, who is a clerk, names the node."""
        return f"“{self.label}”"

    @property
    def cited(self) -> str:
        """How a sentence for whoever draws processes names the node: its name and its id."""
        return f"“{self.name}”（{self.id}）" if self.name and self.name != self.id else f"“{self.id}”"
