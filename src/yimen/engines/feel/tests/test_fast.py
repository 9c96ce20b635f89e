"""Compiled expressions answer as the reference evaluation does: the same values, doubts and steps."""

from random import Random

import pytest

from yimen.engines.feel import FeelError, compile_expression, from_host
from yimen.engines.feel.expression import run_code
from yimen.engines.feel.fast import fast_code
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.source import Source

from .grammar import MEMBERS, NAMES, Writer, scope


def _agree(text: str, values: dict[str, object]) -> None:
    expression = compile_expression(text, NAMES, members=MEMBERS)
    known = {name: from_host(value) for name, value in values.items()}
    slow, fast = Run(), Run()
    expected = run_code(expression.code, known, slow)
    assert repr(run_code(fast_code(expression.tree), known, fast)) == repr(expected), text
    assert fast.steps == slow.steps, text


@pytest.mark.parametrize("seed", range(60))
def test_random_expressions_agree(seed: int) -> None:
    random = Random(seed)
    compared = 0
    while compared < 25:
        text = Writer(random).expression(random.randint(1, 4))
        try:
            _agree(text, scope(random))
        except FeelError:
            continue
        compared += 1


@pytest.mark.parametrize(
    "text",
    [
        "y + 1 > 2 and (x = null or count(rows) >= 0)",
        "if y > 2 then string length(full name) * 2 + 1 else -y",
        "rows[fee > 1].fee",
        "rows[1].fee + person.fee",
        "for r in rows, i in 1..2 return r.fee * i + count(partial)",
        "some r in rows satisfies r.fee = y",
        "{a: y * 2, b: a + 1, c: [a, b]}",
        "y in ([1..5], 7, (> 8)) and not(y in [2..3))",
        "person.born = null",
        "10000000000000000000000000000000000 + 1",
        "999999999999999 * 999999999999999 * 999999999999999",
        "y / 0",
        "{f: function(g, n) if n <= 0 then 0 else g(g, n - 1) + y, r: f(f, 5)}.r",
        "(" * 50 + "y" + " + 1)" * 50,
        " and ".join(f"(y > {n} or (x = {n} and y < {n}))" for n in range(40)),
    ],
)
def test_usual_expressions_agree(text: str) -> None:
    for seed in range(20):
        _agree(text, scope(Random(seed)))


def test_loops_nested_too_deep_for_python_fall_back() -> None:
    text = "y"
    for depth in range(16):
        text = f"y > {depth} and (true and {text} > 0)"
    _agree(text, {"y": 20})


def test_no_text_of_the_author_becomes_source() -> None:
    source = Source()
    name = source.constant("__import__('os').system('true')")
    assert name == "k0"
    source.line(f"return {name}")
    assert source.built("code", "env", {})(None) == "__import__('os').system('true')"


def test_compiled_code_has_no_built_ins() -> None:
    source = Source()
    source.line("return open")
    with pytest.raises(NameError):
        source.built("code", "env", {})(None)
