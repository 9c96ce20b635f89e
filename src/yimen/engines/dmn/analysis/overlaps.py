"""Rules that hit together where only one answer may come out: UNIQUE, and ANY with different outputs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from yimen.engines.feel.compare import equal
from yimen.engines.problem import Problem

from .gaps import not_analysed, severity_of, too_much
from .grid import Box, Grid, Variable, bits_of
from .holes import Budget, TooMuchWork
from .outputs import Cells, outputs_of
from .proof import possible, surely_hits
from .scope import Scope
from .words import listed, problem

MOST = 10
PAIRS = 1_000_000


def check(grid: Grid, scope: Scope) -> Iterator[Problem]:
    """Overlaps, each with an input that both rules hit; and rules that leave open whether there are any."""
    if grid.table.hit_policy not in "UA":
        return
    outputs = [outputs_of(grid.table, rule, scope) for rule in grid.table.rules]
    try:
        pairs = list(_pairs(grid))
    except TooMuchWork:
        yield too_much(grid, ("哪些规则会同时命中", "which rules hit together"))
        return
    clashes = [pair for pair in pairs if grid.table.hit_policy == "U" or not _agree(outputs, *pair[:2])]
    sure = [(one, other, box) for one, other, box in clashes if _told(grid, one, other, outputs)]
    shown = list(islice((clash for clash in sure if _confirmed(grid, *clash)), MOST))
    for at, (one, other, box) in enumerate(shown):
        yield _overlap(grid, one, other, box, len(sure) - MOST if at == MOST - 1 else 0)
    told = {(one, other) for one, other, _ in sure}
    yield from _not_told(grid, [(one, other) for one, other, _ in clashes if (one, other) not in told])


def _pairs(grid: Grid) -> Iterator[tuple[int, int, Box]]:
    """Pairs of rules whose boxes meet, with the box they share. Raises ``TooMuchWork``."""
    boxes = [grid.box(rule) for rule in range(len(grid.table.rules))]
    budget = Budget(PAIRS)
    for one, other in _candidates(grid):
        budget.spend(1)
        shared = []
        for mine, theirs in zip(boxes[one], boxes[other], strict=True):
            if not mine & theirs:
                break
            shared.append(mine & theirs)
        else:
            yield one, other, tuple(shared)


def _candidates(grid: Grid) -> Iterator[tuple[int, int]]:
    """Pairs that may meet: all, or in large tables those that meet in the variable that keeps the most apart."""
    count = len(grid.table.rules)
    chosen = min(grid.variables, key=_pairs_in)
    if _pairs_in(chosen) >= count * count:
        yield from combinations(range(count), 2)
        return
    seen: set[tuple[int, int]] = set()
    for _, rules in chosen.classes:
        for pair in combinations(bits_of(rules), 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _pairs_in(variable: Variable) -> int:
    return sum(rules.bit_count() ** 2 for _, rules in variable.classes)


def _told(grid: Grid, one: int, other: int, outputs: list[Cells | None]) -> bool:
    exact = bool(grid.exact >> one & 1 and grid.exact >> other & 1)
    known = grid.table.hit_policy == "U" or (outputs[one] is not None and outputs[other] is not None)
    return exact and known


def _agree(outputs: list[Cells | None], one: int, other: int) -> bool:
    mine, theirs = outputs[one], outputs[other]
    return mine is not None and theirs is not None and equal(list(mine), list(theirs)) is True


def _confirmed(grid: Grid, one: int, other: int, box: Box) -> bool:
    return possible(grid, box) and surely_hits(grid, one, box) and surely_hits(grid, other, box)


def _overlap(grid: Grid, one: int, other: int, box: Box, more: int) -> Problem:
    first, second = grid.table.rules[one], grid.table.rules[other]
    severity, chance, chance_english = severity_of(grid)
    differ, differ_english = (
        ("，输出却不一样", ", with different outputs") if grid.table.hit_policy == "A" else ("", "")
    )
    words, words_english = grid.words(box)
    chinese = f"{chance}第 {second.position} 条规则和第 {first.position} 条会同时命中{differ}：{words}。"
    english = (
        f"{chance_english}rules {second.position} and {first.position} hit together{differ_english}: {words_english}."
    )
    if more > 0:
        chinese, english = f"{chinese}另外还有 {more} 对。", f"{english} {more} more pairs do."
    return problem("overlap", second.id, (chinese, english), "改条件，或换一种命中策略。", grid.example(box), severity)


def _not_told(grid: Grid, pairs: list[tuple[int, int]]) -> Iterator[Problem]:
    against: dict[int, list[int]] = {}
    for one, other in pairs:
        open_, there = (one, other) if not grid.exact >> one & 1 else (other, one)
        against.setdefault(open_, []).append(grid.table.rules[there].position)
    for rule, others in against.items():
        chinese, english = listed(others)
        consequence = (
            f"不知道会不会和第 {chinese} 条同时命中",
            f"whether it hits together with {english} is not known",
        )
        cells = tuple(cell for cell in grid.open_cells if cell.rule == rule)
        if cells:
            yield from not_analysed(grid, cells, consequence)
        else:
            yield _outputs_not_told(grid, rule, (chinese, english))


def _outputs_not_told(grid: Grid, rule: int, others: tuple[str, str]) -> Problem:
    one = grid.table.rules[rule]
    sentences = (
        f"没有分析：第 {one.position} 条规则和第 {others[0]} 条会同时命中，输出要算出来才知道是不是一样。",
        f"Not analysed: rules {one.position} and {others[1]} hit together; whether their outputs agree is only known "
        "once they are computed.",
    )
    return problem("not-analysed", one.id, sentences, "把条件改成不重叠，或者把输出写成同样的值。", severity="warning")
