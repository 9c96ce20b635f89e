"""Random tables against brute force: every example is confirmed by the engine, and nothing is missed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from yimen.engines.dmn import Model, check, decide, read
from yimen.engines.dmn.model import Table
from yimen.engines.dmn.tests.make import decision, fact, needs, table, xml
from yimen.engines.feel import DaysTime, Value, YearsMonths, compile_expression
from yimen.engines.feel.runtime import Env, Run
from yimen.engines.problem import Problem

DAY = date(2026, 1, 1)
HOUR = 3600 * 10**9


@dataclass(frozen=True)
class Kind:
    """A kind of input: how its constants are written, and values that stand for every stretch between them."""

    type: str
    ordered: bool
    constants: tuple[str, ...]
    values: tuple[Value, ...]


KINDS = (
    Kind(
        "number",
        True,
        ("0", "10", "10.5", "-3"),
        tuple(Decimal(text) for text in ("-4", "-3", "-1", "0", "5", "10", "10.2", "10.5", "11")),
    ),
    Kind("string", False, ('"a"', '"b"', '"c"'), ("a", "b", "c", "other")),
    Kind("boolean", False, ("true", "false"), (True, False)),
    Kind(
        "date",
        True,
        ('date("2026-01-01")', '@"2026-01-02"', 'date("2026-02-01")'),
        tuple(DAY + timedelta(days=days) for days in (-1, 0, 1, 2, 31, 32)),
    ),
    Kind(
        "days and time duration",
        True,
        ('duration("P1D")', 'duration("PT1H")'),
        tuple(DaysTime(hours * HOUR) for hours in (0, 1, 2, 24, 25)),
    ),
    Kind(
        "years and months duration",
        True,
        ('duration("P1Y")', 'duration("P1M")', 'duration("P2M")'),
        tuple(YearsMonths(months) for months in (0, 1, 2, 5, 12, 13)),
    ),
    Kind(
        "time",
        True,
        ('time("09:00:00")', 'time("17:30:00")'),
        tuple(
            compile_expression(f'time("{text}")').evaluate({}).value
            for text in ("08:00:00", "09:00:00", "09:00:00.5", "12:00:00", "17:30:00", "17:30:00.5", "18:00:00")
        ),
    ),
    Kind(
        "date and time",
        True,
        ('date and time("2026-01-01T09:00:00")', 'date and time("2026-01-02T09:00:00")'),
        tuple(
            compile_expression(f'date and time("{text}")').evaluate({}).value
            for text in (
                "2026-01-01T08:00:00",
                "2026-01-01T09:00:00",
                "2026-01-01T09:00:00.5",
                "2026-01-01T12:00:00",
                "2026-01-02T09:00:00",
                "2026-01-02T09:00:00.5",
                "2026-01-02T12:00:00",
            )
        ),
    ),
)


def _cell(dice: random.Random, kind: Kind) -> str:
    one, other = dice.choice(kind.constants), dice.choice(kind.constants)
    plain = [
        one,
        f"{one}, {other}",
        f"not({one})",
        f"? = {one}",
        f"? != {one}",
        "null",
        "not(null)",
        f"[{one}, {other}]",
    ]
    plain += [f"? = {one} or ? = {other}", f"null, {one}", f"not({one}, {other})", f"? in ({one}, {other})"]
    if not kind.ordered:
        return dice.choice(["-", "-", *plain])
    ends = [f"[{one}..{other}]", f"({one}..{other})", f"[{one}..{other})", f"]{one}..{other}]"]
    sides = [f"< {one}", f"<= {one}", f"> {one}", f">= {one}"]
    logic = [f"? > {one} and ? < {other}", f"not(< {one})", f"? < {one} or ? >= {other}", f"not(? <= {one})"]
    logic += [f"? between {one} and {other}", f"< {one}, > {other}", f"not([{one}..{other}], null)"]
    return dice.choice(["-", "-", *plain, *ends, *ends, *sides, *sides, *sides, *logic])


@dataclass(frozen=True)
class Case:
    model: Model
    table: Table
    points: tuple[tuple[Value, ...], ...]
    rows: tuple[tuple[str, ...], ...]


def _case(seed: int) -> Case:
    dice = random.Random(seed)
    kinds = [dice.choice(KINDS) for _ in range(dice.randint(1, 3))]
    names = [f"x{at}" for at in range(len(kinds))]
    allowed = [dice.random() < 0.3 and not kind.ordered for kind in kinds]
    rows = [
        [*(_cell(dice, kind) for kind in kinds), dice.choice(['"p"', '"q"', '"r"'])] for _ in range(dice.randint(1, 6))
    ]
    policy = dice.choice(["UNIQUE", "FIRST", "ANY", "PRIORITY"])
    facts = "".join(fact(name, kind.type) for name, kind in zip(names, kinds, strict=True))
    expected = [", ".join(kind.constants[:2]) if limit else "" for kind, limit in zip(kinds, allowed, strict=True)]
    made = table(names, ['o="p","q","r"'], rows, policy, expected=expected)
    model = read(xml(facts, decision("d", made, needs(*names))))
    (only,) = model.decisions["d"].tables
    domains = [
        [
            *(value for value in kind.values if not limit or value in (*"ab", True, False)),
            *([None] if any("null" in row[at] for row in rows) else []),
        ]
        for at, (kind, limit) in enumerate(zip(kinds, allowed, strict=True))
    ]
    return Case(model, only, tuple(product(*domains)), tuple(map(tuple, rows)))


def _hits(case: Case, point: tuple[Value, ...]) -> tuple[int, ...]:
    def passes(test: object, value: Value) -> bool:
        return test is None or test(Env({"?": value}, Run())) is True  # type: ignore[operator]

    rules = case.table.rules
    return tuple(rule.position for rule in rules if all(map(passes, rule.tests, point)))


def _output(case: Case, position: int) -> str:
    return case.rows[position - 1][-1]


def _winner(case: Case, hits: tuple[int, ...]) -> int | None:
    order = (lambda one: (_output(case, one), one)) if case.table.hit_policy == "P" else (lambda one: one)
    return min(hits, key=order) if hits else None


def _point(case: Case, problem: Problem) -> tuple[Value, ...]:
    return tuple(compile_expression(text).evaluate({}).value for _, text in problem.example)


def _of(problems: list[Problem], kind: str) -> Iterator[Problem]:
    return (problem for problem in problems if problem.kind == kind)


@pytest.mark.parametrize("block", range(10))
def test_every_claim_is_true_and_no_fault_is_missed(block: int) -> None:
    for seed in range(block * 40, block * 40 + 40):
        case = _case(seed)
        problems = check(case.model)
        hits = [_hits(case, point) for point in case.points]
        assert not list(_of(problems, "not-analysed")), (seed, problems)
        _gaps_are_true(case, problems, seed)
        assert any(not one for one in hits) == any(_of(problems, "gap")), (seed, case.rows, problems)
        _overlaps_are_true(case, problems, hits, seed)
        _unreachable_are_true(case, problems, hits, seed)


def _gaps_are_true(case: Case, problems: list[Problem], seed: int) -> None:
    for problem in _of(problems, "gap"):
        facts = {name: compile_expression(text).evaluate({}).value for name, text in problem.example}
        taken = decide(case.model, "d", facts)
        assert taken.outputs is None, (seed, str(problem))
        assert any("没有一条规则命中" in doubt.sentence for doubt in taken.doubts), (seed, str(problem))


def _overlaps_are_true(case: Case, problems: list[Problem], hits: list[tuple[int, ...]], seed: int) -> None:
    policy = case.table.hit_policy
    if policy not in "UA":
        assert not list(_of(problems, "overlap"))
        return
    for problem in _of(problems, "overlap"):
        found = _hits(case, _point(case, problem))
        assert int(problem.element[1:]) in found, (seed, str(problem))
        assert len(found) > 1, (seed, str(problem))
        facts = {name: compile_expression(text).evaluate({}).value for name, text in problem.example}
        assert decide(case.model, "d", facts).outputs is None, (seed, str(problem))
    clash = any(len(one) > 1 and (policy == "U" or len({_output(case, at) for at in one}) > 1) for one in hits)
    assert clash == any(_of(problems, "overlap")), (seed, case.rows, problems)


def _unreachable_are_true(case: Case, problems: list[Problem], hits: list[tuple[int, ...]], seed: int) -> None:
    told = {int(problem.element[1:]) for problem in _of(problems, "unreachable")}
    ever = {at for one in hits for at in one}
    expected = {rule.position for rule in case.table.rules} - ever
    if case.table.hit_policy in "FP":
        expected = {rule.position for rule in case.table.rules} - {_winner(case, one) for one in hits}
    assert told == expected, (seed, case.rows, problems)


# -- cells that read another input


def _open_case(seed: int) -> Case:
    """A table of numbers some of whose cells cannot be told from their own value."""
    dice = random.Random(seed)
    number = KINDS[0]
    strange = ("< x1", ">= x1", "= x0", "abs(?) > 5", "? + 1 > 5", "even(?)", "not(x1)", "[x0..10]")
    rows = [
        [
            *(dice.choice(strange) if dice.random() < 0.25 else _cell(dice, number) for _ in range(2)),
            dice.choice(['"p"', '"q"']),
        ]
        for _ in range(dice.randint(2, 5))
    ]
    policy = dice.choice(["UNIQUE", "FIRST", "ANY", "PRIORITY"])
    facts = fact("x0", "number") + fact("x1", "number")
    made = table(["x0", "x1"], ['o="p","q"'], rows, policy)
    model = read(xml(facts, decision("d", made, needs("x0", "x1"))))
    (only,) = model.decisions["d"].tables
    domains = [(*number.values, *([None] if any("null" in row[at] for row in rows) else [])) for at in range(2)]
    return Case(model, only, tuple(product(*domains)), tuple(map(tuple, rows)))


@pytest.mark.parametrize("block", range(5))
def test_nothing_false_is_claimed_of_tables_with_cells_that_cannot_be_told(block: int) -> None:
    for seed in range(block * 60, block * 60 + 60):
        case = _open_case(seed)
        problems = check(case.model)
        _gaps_are_true(case, problems, seed)
        taken = [decide(case.model, "d", dict(zip(("x0", "x1"), point, strict=True))) for point in case.points]
        for problem in _of(problems, "overlap"):
            facts = {name: compile_expression(text).evaluate({}).value for name, text in problem.example}
            assert decide(case.model, "d", facts).outputs is None, (seed, str(problem))
        hit = {one.rule_id for decision_taken in taken for one in decision_taken.rules_hit}
        if case.table.hit_policy in "FP":
            assert hit.isdisjoint(problem.element for problem in _of(problems, "unreachable")), (seed, problems)
        silent = not list(_of(problems, "gap")) and not list(_of(problems, "not-analysed"))
        if silent:
            lost = [one for one in taken if any("没有一条规则命中" in doubt.sentence for doubt in one.doubts)]
            assert not lost, (seed, case.rows)
