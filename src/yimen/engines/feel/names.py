"""Names that may hold spaces and operators, found by the longest match among those in scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from .scanner import Kind, Token, words


class NameTable:
    """A set of declared names, looked up in a row of tokens."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        self._lengths: dict[str, list[int]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        parts = words(name)
        if not parts or parts in self._names:
            return
        self._names[parts] = name
        lengths = self._lengths.setdefault(parts[0], [])
        if len(parts) not in lengths:
            lengths.append(len(parts))
            lengths.sort(reverse=True)

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """The longest declared name that starts at a token, with the number of tokens it takes."""
        first = tokens[at]
        lengths = self._lengths.get(first.text)
        if lengths is None or first.kind is Kind.STRING:
            return None
        for length in lengths:
            row = tokens[at : at + length]
            if not any(token.kind is Kind.STRING for token in row):
                name = self._names.get(tuple([token.text for token in row]))
                if name is not None:
                    return name, length
        return None


@lru_cache(maxsize=512)
def fixed_table(names: tuple[str, ...]) -> NameTable:
    """A table to which nobody will add; one for all who ask with the same names."""
    return NameTable(names)


class Scope:
    """Name tables from the innermost to the outermost."""

    def __init__(self, outermost: NameTable) -> None:
        self._tables = [outermost]

    def push(self, names: Iterable[str]) -> None:
        self._tables.append(NameTable(names))

    def push_fixed(self, names: Iterable[str]) -> None:
        """Push names to which none will be added: one table serves all texts that are read with them."""
        self._tables.append(fixed_table(tuple(names)))

    def push_table(self, table: NameTable) -> None:
        self._tables.append(table)

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
