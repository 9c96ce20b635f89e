"""Inputs that no rule answers, and outputs that have no default where others have one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from yimen.engines.problem import Problem

from .grid import Box, Grid, NotAnalysed
from .holes import STEPS, Budget, TooMuchWork, all_holes, first_hole
from .proof import may_hit, possible
from .words import Severity, problem

MOST = 5
_ADVICE = "补上一条规则，或者写默认输出；不会出现的值写进 inputValues。"


def needs_answer(grid: Grid) -> bool:
    """Whether a table that no rule hits answers null: not with a list, a count, or a default for every output."""
    table = grid.table
    if table.hit_policy in "RO" or (table.hit_policy == "C" and table.aggregation in ("", "COUNT")):
        return False
    return not all(column.default for column in table.outputs)


def check(grid: Grid) -> Iterator[Problem]:
    """Gaps, missing defaults, and rules that leave open whether there are any."""
    if not needs_answer(grid) or not grid.table.rules:
        return
    every = (1 << len(grid.table.rules)) - 1
    try:
        holes, complete = all_holes(grid, every, Budget(STEPS))
        sure = (box for box in holes if possible(grid, box) and not may_hit(grid, every, box))
        gaps = list(islice(sure, MOST))
        yield from (_gap(grid, box, at, len(holes), complete) for at, box in enumerate(gaps))
        if gaps:
            yield from _defaults(grid, gaps[0])
        elif grid.open_cells and first_hole(grid, grid.exact, grid.whole(), Budget(STEPS)):
            yield from _not_told(grid)
    except TooMuchWork:
        yield too_much(grid, ("有没有空缺", "whether it has gaps"))


def severity_of(grid: Grid) -> tuple[Severity, str, str]:
    """A combination of computed values may never occur: then the sentence says so and nothing is blocked."""
    if grid.independent:
        return "error", "", ""
    return "warning", "如果会有这样的值：", "If these values can occur: "


def _gap(grid: Grid, box: Box, at: int, count: int, complete: bool) -> Problem:
    severity, chance, chance_english = severity_of(grid)
    name, (words, words_english) = grid.table.name, grid.words(box)
    more = "" if at + 1 < MOST or (count <= MOST and complete) else f"还有别的空缺，只列出 {MOST} 处。"
    chinese = f"{chance}决策表“{name}”有空缺，没有一条规则管：{words}。{more}"
    english = f"{chance_english}no rule of the table “{name}” covers: {words_english}."
    english += " There are more gaps than these." if more else ""
    return problem("gap", grid.table.id, (chinese, english), _ADVICE, grid.example(box), severity)


def _defaults(grid: Grid, gap: Box) -> Iterator[Problem]:
    """Some outputs have a default and others have none: what was thought of for one was forgotten for another."""
    name, outputs = grid.table.name, grid.table.outputs
    if not any(column.default for column in outputs):
        return
    for column in outputs:
        if not column.default:
            sentences = (
                f"没有规则命中时，决策表“{name}”的输出“{column.name}”没有默认值，别的输出有。",
                f"When no rule hits, the output “{column.name}” of the table “{name}” has no default; others have.",
            )
            advice = "给它写 defaultOutputEntry；确实没有时写 null 。"
            yield problem("no-default", grid.table.id, sentences, advice, grid.example(gap))


def _not_told(grid: Grid) -> Iterator[Problem]:
    consequence = ("不知道这张表有没有空缺", "whether the table has gaps is not known")
    yield from not_analysed(grid, grid.open_cells, consequence, "写一条全是 - 的规则或者默认输出，就一定没有空缺。")


def not_analysed(
    grid: Grid, cells: tuple[NotAnalysed, ...], consequence: tuple[str, str], advice: str = ""
) -> Iterator[Problem]:
    """One warning for each rule that could not be told, with what stays unknown because of it."""
    seen: set[int] = set()
    for cell in grid.open_cells:
        if cell not in cells or cell.rule in seen:
            continue
        seen.add(cell.rule)
        rule = grid.table.rules[cell.rule]
        sentences = (
            f"没有分析：第 {rule.position} 条规则“{cell.column}”一列的 {cell.text}（{cell.why}），{consequence[0]}。",
            f'Not analysed: rule {rule.position}, column "{cell.column}", {cell.text}: '
            f"it depends on more than the value itself; {consequence[1]}.",
        )
        yield problem("not-analysed", rule.id, sentences, advice, severity="warning")


def too_much(grid: Grid, unknown: tuple[str, str]) -> Problem:
    """The bound on the work was hit before an answer was found."""
    sentences = (
        f"没有分析完：决策表“{grid.table.name}”的组合太多，不知道{unknown[0]}。",
        f"Not analysed to the end: the table “{grid.table.name}” has too many combinations; {unknown[1]} is not known.",
    )
    return problem("not-analysed", grid.table.id, sentences, "把表拆成几张小的。", severity="warning")
