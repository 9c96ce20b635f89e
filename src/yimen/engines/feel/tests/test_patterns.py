"""Patterns that ``re`` could run on for ever are matched with a budget, and alike where both can be asked."""

import re
from random import Random

import pytest

from yimen.engines.feel import compile_expression
from yimen.engines.feel.backtrack import search
from yimen.engines.feel.patterns import Pattern, PatternError, compiled

ATOMS = ("a", "b", ".", "[ab]", "[^a]", "^", "$", r"\d", "c")
QUANTIFIERS = ("", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{1,}?")


def _random(random: Random, depth: int) -> str:
    pieces = []
    for _ in range(random.randint(1, 3)):
        kind = random.random()
        if depth and kind < 0.4:
            inside = "|".join(_random(random, depth - 1) for _ in range(random.choice((1, 1, 2))))
            piece = random.choice(("(", "(?:")) + inside + ")"
        else:
            piece = random.choice(ATOMS)
        pieces.append(piece + ("" if piece in "^$" else random.choice(QUANTIFIERS)))
    return "".join(pieces)


def _as_tree(pattern: str, flags: str) -> Pattern:
    """The pattern with its tree, wild or not."""
    found = compiled(pattern, flags)
    return found if found.tree else compiled(f"(?:{pattern}){'(?:x??)' * 11}", flags)


@pytest.mark.parametrize("seed", range(40))
def test_the_budgeted_matcher_agrees_with_re(seed: int) -> None:
    random = Random(seed)
    for _ in range(30):
        pattern, flags = _random(random, 2), random.choice(("", "i", "m", "s"))
        found = _as_tree(pattern, flags)
        assert found.tree is not None
        options = found.regex.flags & (re.IGNORECASE | re.MULTILINE)
        for _ in range(8):
            text = "".join(random.choice("aabbAc1\n") for _ in range(random.randint(0, 7)))
            expected = found.regex.search(text)
            actual = search(found.tree, found.regex.groups, options, text, 0, lambda steps: None)
            assert (actual is None) == (expected is None), (pattern, flags, text)
            if expected and actual:
                assert (actual.start(), actual.end()) == expected.span(), (pattern, flags, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('matches("aaaa", "^(a+)+$")', True),
        ('matches("aaab", "^(a+)+$")', False),
        ('replace("aXbXX", "(X+)+", "-")', "a-b-"),
        ('replace("ab12", "((a|b)+)(\\\\d+)", "$3$1")', "12ab"),
        ('matches("abab", "^((a|b){2})\\\\1$")', True),
        ('matches("abba", "^((a|b){2})\\\\1$")', False),
        ('split("a,b;;c", "(,|;)+")', ["a", "b", "c"]),
    ],
)
def test_nested_repeats_are_matched(text: str, value: object) -> None:
    assert compile_expression(text).evaluate({}).value == value


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "(a|a)*b", "(a|a){30}b", "(a?){40}a{40}b", "a?" * 30 + "a{30}b", "(a|a)" * 30 + "b", "(a*)*" * 9 + "b"],
)
def test_a_wild_pattern_stops_at_the_budget(pattern: str) -> None:
    found = compile_expression(f'matches("{"a" * 40}", "{pattern}")').evaluate({})
    assert found.value is None
    assert "已停止" in found.doubts[-1].sentence


def test_a_wrong_pattern_is_refused() -> None:
    for pattern in ("(a", "a)", "[a", "*a", "a{2000}", r"\q", "(?=a)", "(" * 60):
        with pytest.raises(PatternError):
            compiled(pattern, "")
