"""What can be known to be wrong with the tables of a decision model before anybody decides with them.

Gaps, overlaps, rules that never answer, missing defaults, types of cells and outputs, requirements, legal references.
Every problem names its element, says what is wrong in Chinese and English, and shows an input wherever one can show
it. Cells that depend on more than comparisons of their own value with constants are told as "not analysed" where a
conclusion hangs on them; an input is only shown after the real cells have confirmed it.

Others use ``analyse``. ``terms`` is what a cell says, ``axis`` cuts the values of a column into atoms, ``grid`` is a
table over axes, ``holes`` searches where no rule hits.
"""

from __future__ import annotations

from collections.abc import Iterator

from yimen.engines.dmn.model import Model, Table
from yimen.engines.problem import Problem

from . import basis, gaps, literals, outputs, overlaps, reach, requirements, shape
from .grid import grid_of
from .scope import Scope, tables

__all__ = ["analyse"]


def analyse(model: Model) -> Iterator[Problem]:
    """All problems of the requirements and tables of a model, in the order of the file."""
    yield from requirements.check(model)
    for table, scope in tables(model):
        yield from _table(table, scope)


def _table(table: Table, scope: Scope) -> Iterator[Problem]:
    yield from shape.check(table)
    yield from basis.check(table)
    yield from outputs.check(table, scope)
    # Reading has refused rules with too few or too many cells; tolerant reading lets them through to here.
    if table.inputs and all(len(rule.tests) == len(table.inputs) for rule in table.rules):
        grid = grid_of(table, scope)
        yield from literals.check(grid, scope)
        yield from reach.check(grid, scope)
        yield from gaps.check(grid)
        yield from overlaps.check(grid, scope)
