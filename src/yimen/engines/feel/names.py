"""Names that may hold spaces and operators, found by the longest match among those in scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from .scanner import Kind, Token, words


class NameTable:
    """A set of declared names, looked up in a row of tokens."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        parts = words(name)
        if parts:
            known = self._by_first.setdefault(parts[0], [])
            known.append((parts, name))
            known.sort(key=lambda entry: -len(entry[0]))

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """The longest declared name that starts at a token, with the number of tokens it takes."""
        first = tokens[at]
        if first.kind is Kind.STRING:
            return None
        for parts, name in self._by_first.get(first.text, ()):
            row = tokens[at : at + len(parts)]
            if len(row) == len(parts) and all(
                t.text == part and t.kind is not Kind.STRING for t, part in zip(row, parts, strict=True)
            ):
                return name, len(parts)
        return None


@lru_cache(maxsize=512)
def _fixed(names: tuple[str, ...]) -> NameTable:
    return NameTable(names)


class Scope:
    """Name tables from the innermost to the outermost."""

    def __init__(self, outermost: NameTable) -> None:
        self._tables = [outermost]

    def push(self, names: Iterable[str]) -> None:
        self._tables.append(NameTable(names))

    def push_fixed(self, names: Iterable[str]) -> None:
        """Push names to which none will be added: one table serves all texts that are read with them."""
        self._tables.append(_fixed(tuple(names)))

    def pop(self) -> None:
        self._tables.pop()

    def declare(self, name: str) -> None:
        self._tables[-1].add(name)

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
        """The longest match over all tables (inner ones win ties), its length, and the depth of its table."""
        best: tuple[str, int, int] | None = None
        for depth in range(len(self._tables) - 1, -1, -1):
            found = self._tables[depth].longest(tokens, at)
            if found and (best is None or found[1] > best[1]):
                best = (*found, depth)
        return best
