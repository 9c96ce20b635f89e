"""An expression as one Python function: what is evaluated often is compiled to source, once.

``fast_code(tree)`` gives the same answers and doubts as ``compile_node(tree)``, the reference evaluation.
"""

from __future__ import annotations

from . import syntax as s
from .emit import Emitter
from .emit_operators import OPERATORS
from .emit_structures import STRUCTURES
from .operations import OPERATIONS
from .runtime import Code
from .source import Source

_WRITERS = {**OPERATORS, **STRUCTURES}


def fast_code(tree: s.Node) -> Code:
    """The compiled function of a tree: like its closure, it takes the names in sight and gives a value."""
    source = Source()
    source.line("run = env.run")
    emitter = Emitter(source, "env", _WRITERS)
    source.line(f"return {emitter.feel(tree)}")
    return source.built("code", "env", OPERATIONS)
