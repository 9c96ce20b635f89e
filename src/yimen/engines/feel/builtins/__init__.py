"""The built-in functions of FEEL, one file per family. ``FUNCTIONS`` maps their names to callable values."""

from yimen.engines.feel.names import NameTable

from . import boolean, context, conversion, list, numeric, range, sort, string, temporal
from .registry import FUNCTIONS

_FAMILIES = (boolean, context, conversion, list, numeric, range, sort, string, temporal)

BUILTIN_NAMES = NameTable(FUNCTIONS)

__all__ = ["BUILTIN_NAMES", "FUNCTIONS"]
