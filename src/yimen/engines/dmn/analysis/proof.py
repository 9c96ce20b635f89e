"""Trying an example on the real cells before it is told: what the engine does not confirm is not claimed."""

from __future__ import annotations

from collections.abc import Sequence

from yimen.engines.feel.runtime import Env, Exhausted, Run
from yimen.engines.feel.types import ANY, coerce
from yimen.engines.feel.values import Value

from .axis import Bits
from .grid import Box, Grid


def possible(grid: Grid, box: Box) -> bool:
    """Whether the example of a box is an input that types and allowed values let in."""
    for variable, value in zip(grid.variables, _values(grid, box), strict=True):
        if value is None:
            continue
        if variable.type is not ANY and coerce(value, variable.type, Run(), "") is None:
            return False
        for at in variable.columns:
            column = grid.table.inputs[at]
            if column.allowed is not None and column.allowed(Env({"?": value}, Run())) is not True:
                return False
    return True


def surely_hits(grid: Grid, rule: int, box: Box) -> bool:
    """Whether all cells of a rule are true of the example of a box."""
    return bool(grid.exact >> rule & 1) and _passes(grid, rule, _values(grid, box))


def may_hit(grid: Grid, rules: Bits, box: Box) -> bool:
    """Whether one of the rules hits the example of a box, or could not be told."""
    values = _values(grid, box)
    return any(rules >> rule & 1 and _passes(grid, rule, values) for rule in range(len(grid.table.rules)))


def _passes(grid: Grid, rule: int, values: Sequence[Value]) -> bool:
    """Whether every cell that could be told is true."""
    tests = grid.table.rules[rule].tests
    for variable, value in zip(grid.variables, values, strict=True):
        for at in variable.columns:
            test = tests[at]
            if test is None or (rule, at) in grid.not_told:
                continue
            try:
                if test(Env({"?": value}, Run())) is not True:
                    return False
            except (Exhausted, RecursionError):
                return False
    return True


def _values(grid: Grid, box: Box) -> list[Value]:
    return [variable.axis.value(atoms) for variable, atoms in zip(grid.variables, box, strict=True)]
