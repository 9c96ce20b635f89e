"""Rules that never answer: no value passes them, or rules before them (FIRST) or above them (PRIORITY) take it all."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from yimen.engines.dmn.model import Table
from yimen.engines.feel.compare import equal
from yimen.engines.feel.runtime import Env, Run
from yimen.engines.feel.values import Value
from yimen.engines.problem import Problem

from .axis import Bits
from .gaps import too_much
from .grid import Box, Grid, bits_of
from .holes import Budget, TooMuchWork, first_hole
from .outputs import Cells, outputs_of
from .scope import Scope
from .words import listed, problem

# How many rules are tried one by one to name only those that matter.
_NAMED = 12
ONE_STEPS, ALL_STEPS = 250_000, 900_000


def check(grid: Grid, scope: Scope) -> Iterator[Problem]:
    """Rules that never answer."""
    impossible = {rule: at for rule in range(len(grid.table.rules)) for at in _empty(grid, rule)}
    for rule, at in impossible.items():
        yield _never(grid, rule, at)
    yield from _all_masked(grid, scope, impossible)


def _all_masked(grid: Grid, scope: Scope, impossible: Collection[int]) -> Iterator[Problem]:
    left, open_ = ALL_STEPS, []
    for rule, above in _above(grid, scope):
        if rule in impossible:
            continue
        budget = Budget(min(ONE_STEPS, left))
        try:
            yield from _masked(grid, rule, above & grid.exact, budget)
        except TooMuchWork:
            open_.append(grid.table.rules[rule].position)
        left -= budget.spent
    if open_:
        chinese, english = listed(open_)
        yield too_much(grid, (f"第 {chinese} 条规则会不会永远轮不到", f"whether rules {english} are ever reached"))


def _empty(grid: Grid, rule: int) -> Iterator[int]:
    """The first variable of which no possible value passes the rule."""
    for at, variable in enumerate(grid.variables):
        if not variable.boxes[rule]:
            yield at
            return


def _never(grid: Grid, rule: int, at: int) -> Problem:
    here, variable = grid.table.rules[rule], grid.variables[at]
    cells = "、".join(dict.fromkeys(here.texts[column] for column in variable.columns))
    sentences = (
        f"第 {here.position} 条规则永远不命中：“{variable.text}”没有一个可能的值能通过 {cells}。",
        f"Rule {here.position} never hits: no possible value of “{variable.text}” passes {cells}.",
    )
    example = ((variable.text, variable.axis.example(variable.axis.live or variable.axis.null)),)
    return problem("unreachable", here.id, sentences, "改这一格的条件，或删去这条规则。", example)


def _above(grid: Grid, scope: Scope) -> Iterator[tuple[int, Bits]]:
    """For each rule the rules that answer instead of it when both hit."""
    count = len(grid.table.rules)
    if grid.table.hit_policy == "F":
        yield from ((rule, (1 << rule) - 1) for rule in range(count))
    if grid.table.hit_policy == "P":
        ranks = [_rank(grid.table, outputs_of(grid.table, rule, scope)) for rule in grid.table.rules]
        for rule, mine in enumerate(ranks):
            if mine is not None:
                yield rule, _better(ranks, rule, mine)


def _better(ranks: list[tuple[int, ...] | None], rule: int, mine: tuple[int, ...]) -> Bits:
    above = 0
    for other, theirs in enumerate(ranks):
        if theirs is not None and (theirs, other) < (mine, rule):
            above |= 1 << other
    return above


def _rank(table: Table, outputs: Cells | None) -> tuple[int, ...] | None:
    if outputs is None:
        return None
    found = []
    for column, value in zip(table.outputs, outputs, strict=True):
        if column.ranking is not None:
            ranking = column.ranking(Env({}, Run()))
            found.append(_position(value, ranking if isinstance(ranking, list) else [ranking]))
    return tuple(found)


def _position(value: Value, ranking: list[Value]) -> int:
    return next((at for at, other in enumerate(ranking) if equal(value, other) is True), len(ranking))


def _masked(grid: Grid, rule: int, above: Bits, budget: Budget) -> Iterator[Problem]:
    box = grid.box(rule)
    budget.spend(above.bit_count())
    meeting = [one for one in bits_of(above) if _meets(grid.box(one), box)]
    same = [one for one in bits_of(_same(grid, rule)) if _answers_before(grid, one, rule)]
    if same:
        yield _unreachable(grid, rule, same[:1], box)
    elif meeting and first_hole(grid, _bits(meeting), box, budget) is None:
        yield _unreachable(grid, rule, _needed(grid, meeting, box, budget), box)


def _same(grid: Grid, rule: int) -> Bits:
    """Rules with the same texts, for rules that cannot be told exactly: the same conditions hit the same inputs."""
    if grid.exact >> rule & 1:
        return 0
    texts = grid.table.rules[rule].texts
    return _bits([at for at, one in enumerate(grid.table.rules) if one.texts == texts])


def _answers_before(grid: Grid, one: int, rule: int) -> bool:
    return grid.table.hit_policy == "F" and one < rule


def _needed(grid: Grid, meeting: list[int], box: Box, budget: Budget) -> list[int]:
    """The rules that are enough to cover a box; one alone where there is such."""
    for one in meeting:
        if all(mine & ~theirs == 0 for theirs, mine in zip(grid.box(one), box, strict=True)):
            return [one]
    found = meeting
    for one in meeting if len(meeting) <= _NAMED else []:
        others = [other for other in found if other != one]
        try:
            found = others if first_hole(grid, _bits(others), box, budget) is None else found
        except TooMuchWork:
            break
    return found


def _unreachable(grid: Grid, rule: int, by: list[int], box: Box) -> Problem:
    here = grid.table.rules[rule]
    chinese, english = listed([grid.table.rules[one].position for one in by])
    before, english_before = ("前面", "before it") if grid.table.hit_policy == "F" else ("优先", "with priority")
    sentences = (
        f"第 {here.position} 条规则永远轮不到：{before}的第 {chinese} 条已经全部管到。",
        f"Rule {here.position} is never reached: {english} {english_before} cover all of it.",
    )
    return problem("unreachable", here.id, sentences, "删去，改条件，或调整先后。", grid.example(box))


def _meets(one: Box, other: Box) -> bool:
    return all(mine & theirs for mine, theirs in zip(one, other, strict=True))


def _bits(rules: list[int]) -> Bits:
    made = 0
    for rule in rules:
        made |= 1 << rule
    return made
