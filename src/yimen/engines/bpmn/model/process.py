"""One process as a whole."""

from dataclasses import dataclass

from .activities import SubProcess
from .beginnings import Beginnings
from .events import StartEvent
from .traits import Traits
from .ways import Ways, closure


@dataclass(frozen=True)
class Process(Beginnings, Ways, Traits):
    """One process: the only thing that ``start``, ``advance`` and ``check`` need.

    ``executable`` is False when the drawing says that it is a picture only. A ``sketch`` is only simulated: it was read
    without asking whether it is whole.
    """

    def ever_reached(self) -> set[str]:
        """The nodes to which a token can ever come, those inside sub-processes and those that undo others included."""
        begin = [self.start, *self._opens("")]
        return closure(begin, lambda node: [*self.next_of(node), *self._opens(node)])

    def _opens(self, node_id: str) -> list[str]:
        """What may begin because a token stands on a node (or, without one, on the process): not by its flows."""
        inside = self.inside.get(node_id, ())
        events = [one.id for one in inside if isinstance(one, SubProcess) and one.kind == "event"]
        starts = [one.id for one in inside if isinstance(one, StartEvent)]
        undoing = [self.handlers[node_id]] if self.handlers.get(node_id) else []
        return [one.id for one in self.entries(node_id)] + starts + events + undoing
