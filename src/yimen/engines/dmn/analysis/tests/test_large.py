"""Tables of 200 rules over 8 inputs: told right, within two seconds of processor time, and honest at the bound."""

from __future__ import annotations

import time

import pytest

from yimen.engines.dmn import check, read
from yimen.engines.problem import Problem

from .large import Rows, file, halves, partition, scattered

REST = [["-"] * 8 + ['"rest"']]


def judged(rows: Rows, policy: str) -> tuple[list[Problem], float]:
    model = read(file(rows, policy))
    start = time.process_time()
    return check(model), time.process_time() - start


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY"])
def test_a_partition_of_everything_is_sound(policy: str) -> None:
    assert judged(partition(), policy)[0] == []


def test_the_one_box_taken_out_of_a_partition_is_found() -> None:
    problems, _ = judged(partition()[:-1], "UNIQUE")
    assert [problem.kind for problem in problems] == ["gap"]


def test_a_last_rule_that_nothing_is_left_for_is_found() -> None:
    problems, _ = judged([*partition(), *REST], "FIRST")
    assert [(problem.kind, problem.element) for problem in problems] == [("unreachable", "r201")]


HARD = [
    *((scattered(named), policy) for named in (2, 4, 8) for policy in ("UNIQUE", "FIRST")),
    *((halves(named=named), policy) for named in (1, 2, 3, 5) for policy in ("FIRST", "PRIORITY")),
    ([*halves(), *REST], "FIRST"),
]


@pytest.mark.parametrize(("rows", "policy"), HARD)
def test_it_takes_two_seconds_at_most(rows: Rows, policy: str) -> None:
    problems, seconds = judged(rows, policy)
    assert seconds < 2
    assert problems


def test_it_says_when_the_bound_was_hit() -> None:
    problems, _ = judged(halves(named=3), "FIRST")
    (said,) = [problem for problem in problems if problem.sentence.endswith("不知道有没有空缺。")]
    assert (said.kind, said.severity) == ("not-analysed", "warning")
    assert "too many combinations" in said.english


def test_a_long_list_of_codes_is_judged_in_a_moment_and_said_in_short() -> None:
    rows = [[f"{code}", *["-"] * 7, '"x"'] for code in range(3000)]
    problems, seconds = judged([*rows, rows[7]], "UNIQUE")
    assert seconds < 2
    assert [(problem.kind, problem.example[0]) for problem in problems] == [
        ("gap", ("x0", "-1")),
        ("overlap", ("x0", "7")),
    ]
    assert problems[0].sentence == "决策表“d”有空缺，没有一条规则管：x0：not(0, 1, 2, 3, 4, 5, 6, 7, …)。"
