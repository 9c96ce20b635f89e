"""Table cells: what passes, what does not, what cannot be told."""

from datetime import date

import pytest

from yimen.engines.feel import compile_unary_tests


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        ("-", 1, True),
        ("< 18", 17, True),
        ("< 18", 18, False),
        ("= 18", 18, True),
        ("!= 18", 18, False),
        ("[18..60)", 18, True),
        ("[18..60)", 60, False),
        ("]18..60]", 18, False),
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        ('not("a", "b")', "c", True),
        ('not("a", "b")', "a", False),
        ("< limit", 4, True),
        ("limit", 5, True),
        ("list", 2, True),
        ("not(list)", 2, False),
        ("? > 3 and ? < limit", 4, True),
        ('contains(?, "云")', "云溪市", True),
        ("limit > 3", "anything", True),
        ("limit > 3", False, False),
        ("true", True, True),
        ("true", False, False),
        ("null", None, True),
        ("null", 1, False),
        ("not(null)", None, False),
        ("not(null)", 1, True),
        ("true", None, False),
        ('"a"', None, False),
        ("< 5", None, None),
        ("[1..5]", None, None),
        ('date("2026-01-01")', date(2026, 1, 1), True),
        ('> @"2026-01-01"', date(2026, 1, 2), True),
        ('"a"', 1, None),
    ],
)
def test_a_cell_tells(cell: str, value: object, passes: bool | None) -> None:
    tests = compile_unary_tests(cell, ["limit", "list"])
    assert tests.evaluate(value, {"limit": 5, "list": [1, 2]}).value is passes


def test_the_input_is_no_free_name() -> None:
    assert compile_unary_tests("? > limit", ["limit"]).names == {"limit"}
