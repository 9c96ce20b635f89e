"""Writing Python source that cannot reach Python: numbered names only, constants by reference, no built-ins.

No text of an author ever becomes part of the source; names of FEEL are constants that the code looks up in FEEL scopes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

MAX_INDENT = 60
MAX_BLOCKS = 12


class TooDeep(Exception):
    """The code would nest deeper than Python compiles; a closure takes the place of this part."""


class Source:
    """Lines of one function, its constants and its temporary names."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.constants: dict[str, object] = {}
        self._known: dict[tuple[type, object], str] = {}
        self._indent = 1
        self._blocks = 0
        self._temporaries = 0

    def line(self, text: str) -> None:
        self.lines.append("    " * self._indent + text)

    def temporary(self) -> str:
        self._temporaries += 1
        return f"t{self._temporaries}"

    def constant(self, value: object) -> str:
        """The name of a constant; equal plain values of one type share theirs."""
        shared = isinstance(value, str)
        key = (type(value), value if shared else id(value))
        if key not in self._known:
            name = f"k{len(self.constants)}"
            self._known[key] = name
            self.constants[name] = value
        return self._known[key]

    @contextmanager
    def block(self, opening: str) -> Iterator[None]:
        """Lines one step in, after ``if …:`` and the like. Raises ``TooDeep``."""
        loops = opening.startswith(("for", "while"))
        if self._indent >= MAX_INDENT or (loops and self._blocks >= MAX_BLOCKS):
            raise TooDeep
        self.line(opening)
        self._indent += 1
        self._blocks += loops
        yield
        self._indent -= 1
        self._blocks -= loops

    @contextmanager
    def function(self, name: str) -> Iterator[None]:
        """A function inside, which may return early; loops count anew in it."""
        blocks, self._blocks = self._blocks, 0
        with self.block(f"def {name}():"):
            yield
        self._blocks = blocks

    def mark(self) -> tuple[int, int, int]:
        return len(self.lines), self._indent, self._blocks

    def back_to(self, mark: tuple[int, int, int]) -> None:
        """Forget what was written since a mark."""
        length, self._indent, self._blocks = mark
        del self.lines[length:]

    def built(self, name: str, parameters: str, operations: Mapping[str, object]) -> Callable[..., Any]:
        """The function. Its globals are the operations and constants, and nothing else."""
        text = f"def {name}({parameters}):\n" + "\n".join(self.lines) + "\n"
        closed: dict[str, Any] = {"__builtins__": {}, **operations, **self.constants}
        exec(compile(text, "<feel>", "exec", dont_inherit=True, optimize=2), closed)  # noqa: S102 - written by us alone
        made: Callable[..., Any] = closed[name]
        return made
