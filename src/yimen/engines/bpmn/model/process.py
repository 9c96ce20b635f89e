"""One process as a whole."""

from dataclasses import dataclass

from .beginnings import Beginnings
from .traits import Traits
from .ways import Ways


@dataclass(frozen=True)
class Process(Beginnings, Ways, Traits):
    """One process: the only thing that ``start``, ``advance`` and ``check`` need.

    ``executable`` is False when the drawing says that it is a picture only. A ``sketch`` is only simulated: it was read
    without asking whether it is whole.
    """
