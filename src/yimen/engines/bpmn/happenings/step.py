"""What came of one happening, as a whole."""

from yimen.engines.bpmn.fact import fact
from yimen.engines.bpmn.state import State
from yimen.engines.feel import Doubt

from .changes import Change
from .effects import Effect


@fact(frozen=True, slots=True)
class Step:
    """The outcome of one happening. ``doubts`` say why a condition, script or timer came out as null."""

    state: State
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    doubts: tuple[Doubt, ...] = ()
