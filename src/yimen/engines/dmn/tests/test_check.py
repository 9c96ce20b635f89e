"""Readable models that should not be published: each problem beside the model without it."""

from yimen.engines.dmn import check

from .make import decision, fact, literal, model, needs, table


def _sentences(*parts: str) -> list[str]:
    return [problem.sentence for problem in check(model(*parts))]


def _table(rows: list[list[str]], policy: str = "UNIQUE", outputs: tuple[str, ...] = ("o",)) -> list[str]:
    return _sentences(fact("x"), decision("d", table(["x"], outputs, rows, policy), needs("x")))


def test_a_sound_model_has_no_problems() -> None:
    assert _table([["< 1", '"a"'], [">= 1", '"b"']]) == []


def test_it_reports_unknown_names() -> None:
    found = _sentences(fact("x"), decision("d", literal("x + y"), needs("x")))
    assert found == ["“x + y”用到了“y”，而它不在可用的名称之中。"]
    assert _sentences(fact("x"), fact("y"), decision("d", literal("x + y"), needs("x", "y"))) == []


def test_it_reports_unquoted_texts_in_cells() -> None:
    problems = check(model(fact("x"), decision("d", table(["x"], ["o"], [["food", '"a"']]), needs("x"))))
    assert (problems[0].element, "文本要写在双引号里" in problems[0].advice) == ("r1", True)


def test_it_reports_cycles() -> None:
    cycle = (decision("a", literal("b"), needs(decisions=["b"])), decision("b", literal("a"), needs(decisions=["a"])))
    assert _sentences(*cycle) == ["决策的要求绕成了圈：a → b → a。"]
    assert _sentences(decision("a", literal("b"), needs(decisions=["b"])), decision("b", literal("1"))) == []


def test_it_reports_an_empty_table_and_missing_outputs() -> None:
    assert _table([]) == ["决策表“d”没有一条规则。"]
    assert _table([["-", ""]]) == ["第 1 条规则没有写输出“o”。"]


def test_it_reports_outputs_outside_the_output_values() -> None:
    assert _table([["-", '"c"']], outputs=('o="a","b"',)) == ['第 1 条规则的输出 "c" 不在“o”允许的输出值之中。']
    assert _table([["-", '"a"']], outputs=('o="a","b"',)) == []


def test_it_reports_output_columns_without_distinct_names() -> None:
    assert _table([["-", "1", "2"]], outputs=("o", "o")) == ["决策表“d”的输出列没有名称或名称重复。"]
    assert _table([["-", "1", "2"]], outputs=("o", "p")) == []


def test_it_reports_rules_with_the_same_conditions() -> None:
    rows = [["-", '"a"'], ["-", '"b"']]
    assert _table(rows) == ["第 2 条规则和第 1 条会同时命中：任何输入。"]
    assert _table(rows, "FIRST") == ["第 2 条规则永远轮不到：前面的第 1 条已经全部管到。"]
    assert _table(rows, "COLLECT") == []


def test_it_reports_decisions_without_logic_and_facts_nobody_uses() -> None:
    assert _sentences(decision("d", "")) == ["决策“d”没有写明怎样作出。"]
    problems = check(model(fact("x"), decision("d", literal("1"))))
    assert [(problem.sentence, problem.severity) for problem in problems] == [("没有一个决策用到“x”。", "warning")]
