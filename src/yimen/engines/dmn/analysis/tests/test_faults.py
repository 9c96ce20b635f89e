"""Planted faults, one table for each kind, beside the same table without it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from yimen.engines.dmn import check
from yimen.engines.dmn.tests.make import decision, fact, literal, model, needs, table
from yimen.engines.problem import Problem

AGE, KIND, DAY = fact("age", "number"), fact("kind", "string"), fact("day", "date")
TYPES = (
    '<itemDefinition name="tKind"><typeRef>string</typeRef>'
    '<allowedValues><text>"food","drink"</text></allowedValues></itemDefinition>'
)
Rows = Sequence[Sequence[str]]


def found(rows: Rows, facts: str = AGE, **more: object) -> list[Problem]:
    """The problems of one table over the facts named in it."""
    names = [one.partition('"')[0] for one in facts.split('<inputData id="i_')[1:]]
    made = table(names, more.pop("outputs", ["o"]), rows, **more)  # type: ignore[arg-type]
    return check(model(TYPES if "tKind" in facts else "", facts, decision("d", made, needs(*names))))


def only(problems: list[Problem]) -> Problem:
    (problem,) = problems
    return problem


def said(problem: Problem) -> tuple[str, str, str]:
    return problem.element, problem.sentence, problem.example_text


GOOD: list[tuple[str, list[Problem]]] = [
    ("numbers", found([["< 18", "1"], ["[18..60)", "2"], [">= 60", "3"]])),
    ("decimals", found([["<= 0.5", "1"], ["> 0.5", "2"]])),
    ("dates", found([['< date("2026-01-01")', "1"], ['>= date("2026-01-01")', "2"]], DAY)),
    ("days leave nothing between", found([['<= @"2026-01-01"', "1"], ['>= @"2026-01-02"', "2"]], DAY)),
    ("durations", found([['< duration("P1Y")', "1"], ['>= duration("P1Y")', "2"]], fact("d1", "yearMonthDuration"))),
    ("allowed values", found([['"food"', "1"], ['"drink"', "2"]], fact("kind", "tKind"))),
    ("input values", found([['"a"', "1"], ['"b"', "2"]], KIND, expected=['"a","b"'])),
    ("booleans", found([["true", "1"], ["false", "2"]], fact("yes", "boolean"))),
    ("null", found([["null", "1"], ["not(null)", "2"]], fact("yes", "boolean"))),
    ("combined", found([["< 18", "-", "1"], [">= 18", '"a"', "2"], [">= 18", 'not("a")', "3"]], AGE + KIND)),
    ("a last rule for the rest", found([["1", "1"], ["-", "2"]], policy="FIRST")),
    ("any, the same output", found([["<= 5", "1"], [">= 5", "1"]], policy="ANY")),
    ("priority", found([["> 5", '"b"'], ["-", '"a"']], policy="PRIORITY", outputs=['o="b","a"'])),
    ("a list may be empty", found([["1", "1"], ["1", "2"]], policy="COLLECT")),
    ("a count may be zero", found([["1", "1"]], policy="COLLECT", extra='aggregation="COUNT"')),
]


@pytest.mark.parametrize(("name", "problems"), GOOD)
def test_a_sound_table_has_no_problems(name: str, problems: list[Problem]) -> None:
    assert problems == []


GAPS: list[tuple[list[Problem], str, str]] = [
    (found([["< 18", "1"], ["> 18", "2"]]), "age：18", "age = 18"),
    (found([["<= 17", "1"], [">= 18", "2"]]), "age：(17..18)", "age = 17.5"),
    (found([["< 0.1", "1"], [">= 0.15", "2"]]), "age：[0.1..0.15)", "age = 0.1"),
    (
        found([['<= date("2026-01-01")', "1"], ['>= date("2026-01-03")', "2"]], DAY),
        'day：(date("2026-01-01")..date("2026-01-03"))',
        'day = date("2026-01-02")',
    ),
    (
        found([['< time("09:00:00")', "1"], ['>= time("17:30:00")', "2"]], fact("at", "time")),
        'at：[time("09:00:00")..time("17:30:00"))',
        'at = time("09:00:00")',
    ),
    (
        found([['> duration("PT1H")', "1"]], fact("d1", "dayTimeDuration")),
        'd1：<= duration("PT1H")',
        'd1 = duration("-PT23H")',
    ),
    (found([['"food"', "1"]], fact("kind", "tKind")), 'kind："drink"', 'kind = "drink"'),
    (found([['"a"', "1"], ['"b"', "2"]], KIND), 'kind：not("a", "b")', 'kind = "其他"'),
    (found([["true", "1"]], fact("yes", "boolean")), "yes：false", "yes = false"),
    (found([["null", "1"], ["true", "2"]], fact("yes", "boolean")), "yes：false", "yes = false"),
    (
        found([["true, false", "1"], ["not(null)", "1"]], fact("yes", "boolean"), policy="ANY"),
        "yes：null",
        "yes = null",
    ),
    (
        found([["< 18", "-", "1"], [">= 18", '"a"', "2"]], AGE + KIND, expected=["", '"a","b"']),
        'age：>= 18；kind："b"',
        'age = 18，kind = "b"',
    ),
    (found([["1", "1"]], policy="COLLECT", extra='aggregation="SUM"'), "age：not(1)", "age = 0"),
]


@pytest.mark.parametrize(("problems", "where", "example"), GAPS)
def test_it_shows_the_input_of_a_gap(problems: list[Problem], where: str, example: str) -> None:
    problem = only(problems)
    assert said(problem) == ("table", f"决策表“d”有空缺，没有一条规则管：{where}。", example)
    english = where.replace("：", ": ").replace("；", "; ")
    assert problem.english == f"no rule of the table “d” covers: {english}."
    assert (problem.kind, problem.severity) == ("gap", "error")


def test_it_shows_the_input_of_an_overlap() -> None:
    problem = only(found([["<= 18", '"a"'], [">= 18", '"b"']]))
    assert said(problem) == ("r2", "第 2 条规则和第 1 条会同时命中：age：18。", "age = 18")
    assert problem.english == "rules 2 and 1 hit together: age: 18."
    assert problem.kind == "overlap"


def test_rules_that_hit_together_may_not_differ_under_any() -> None:
    problem = only(found([["<= 18", '"a"'], [">= 18", '"b"']], policy="ANY"))
    assert said(problem) == ("r2", "第 2 条规则和第 1 条会同时命中，输出却不一样：age：18。", "age = 18")
    assert found([["<= 18", '"a"'], [">= 18", '"b"']], policy="FIRST") == []


def test_many_overlaps_are_counted_not_listed() -> None:
    problems = found([["-", "1"]] * 6)
    assert [problem.kind for problem in problems] == ["overlap"] * 10
    assert problems[-1].sentence.endswith("另外还有 5 对。")


def test_it_names_the_rules_that_leave_nothing_for_another() -> None:
    problem = only(found([["< 20", "1"], [">= 10", "2"], ["[5..30]", "3"]], policy="FIRST"))
    assert said(problem) == ("r3", "第 3 条规则永远轮不到：前面的第 1、2 条已经全部管到。", "age = 5")
    assert problem.english == "Rule 3 is never reached: 1, 2 before it cover all of it."
    rows = [["-", '"b"'], ["> 5", '"a"']]
    assert said(only(found(rows, policy="PRIORITY", outputs=['o="b","a"'])))[1] == (
        "第 2 条规则永远轮不到：优先的第 1 条已经全部管到。"
    )


def test_it_names_a_rule_that_no_value_passes() -> None:
    problem = only(found([["-", "1"], ["? > 5 and ? < 3", "2"]], policy="FIRST"))
    assert said(problem)[:2] == ("r2", "第 2 条规则永远不命中：“age”没有一个可能的值能通过 ? > 5 and ? < 3。")
    assert problem.kind == "unreachable"


def test_it_finds_the_output_without_a_default() -> None:
    outputs = '<output name="o"><defaultOutputEntry><text>1</text></defaultOutputEntry></output>'

    def kinds(second: str) -> list[str]:
        made = table(["age"], ["o", "p"], [["1", "1", "2"]])
        made = made.replace('<output name="o"></output><output name="p"></output>', outputs + second)
        return [problem.kind for problem in check(model(AGE, decision("d", made, needs("age"))))]

    assert kinds('<output name="p"></output>') == ["gap", "no-default"]
    assert kinds(outputs.replace('"o"', '"p"')) == []


def test_cells_must_be_of_the_type_of_their_column() -> None:
    problem = only(found([['"18"', "1"], ["-", "2"]], policy="FIRST")[:1])
    assert said(problem)[:2] == ("r1", '第 1 条规则“age”一列要数字，"18" 是文本，永远比不上。')
    assert problem.english == 'Rule 1, column "age": "18" is a string, the column holds number; they never compare.'
    assert problem.kind == "type"


def test_cells_must_be_among_the_allowed_values() -> None:
    problems = found([['"foood"', "1"], ["-", "2"]], fact("kind", "tKind"), policy="FIRST")
    assert [problem.kind for problem in problems] == ["not-allowed", "unreachable"]
    assert problems[0].sentence == '第 1 条规则“kind”一列的 "foood" 不在允许的值（"food","drink"）之中。'


def test_columns_must_read_what_they_are_typed_as() -> None:
    made = table(["age"], ["o"], [["-", "1"]]).replace("<inputExpression>", '<inputExpression typeRef="string">')
    problem = only(check(model(AGE, decision("d", made, needs("age")))))
    assert (problem.kind, problem.sentence) == (
        "type",
        "输入列“age”写的类型是文本，读到的却是数字，永远是空值。",
    )


def test_outputs_must_be_of_their_type() -> None:
    def problems(cell: str) -> list[Problem]:
        made = table(["age"], ["o"], [["-", cell]]).replace('<output name="o">', '<output name="o" typeRef="number">')
        return check(model(AGE, decision("d", made, needs("age"))))

    assert said(only(problems('"5"'))) == ("r1", '第 1 条规则的输出 "5" 不是“o”要的数字，是文本。', 'o = "5"')
    assert problems("5") == []
    assert problems("age + 1") == []


def test_outputs_must_be_there_and_among_the_output_values() -> None:
    rows = [["< 1", ""], [">= 1", '"c"']]
    problems = found(rows, outputs=['o="a","b"'])
    assert [(problem.element, problem.kind) for problem in problems] == [
        ("r1", "output-missing"),
        ("r2", "output-not-allowed"),
    ]
    assert all(problem.english for problem in problems)


def test_a_rule_that_gives_a_reason_names_its_legal_reference() -> None:
    notes = {"annotations": ["说明", "依据"]}
    problem = only(found([["< 1", "1", "太小", ""], [">= 1", "2", "够大", "某法第一条"]], **notes))
    assert said(problem)[:2] == ("r1", "第 1 条规则没有写依据。")
    assert found([["-", "1", "太小", "某法第一条"]], **notes) == []
    assert found([["-", "1"]]) == []


def test_requirements_in_a_circle_and_unknown_names_are_told_in_english_too() -> None:
    circle = (decision("a", literal("b"), needs(decisions=["b"])), decision("b", literal("a"), needs(decisions=["a"])))
    assert only(check(model(*circle))).english == "The requirements of the decisions form a circle: a → b → a."
    unknown = only(check(model(AGE, decision("d", literal("age + size"), needs("age")))))
    assert (unknown.kind, unknown.english) == (
        "unknown-name",
        '"age + size" reads "size", which is not among the names it can see.',
    )


# -- what cannot be told


def test_a_cell_that_reads_something_else_is_not_judged() -> None:
    facts = AGE + fact("limit", "number")
    problem = only(found([["< limit", "-", "1"], [">= 100", "-", "2"]], facts, policy="FIRST"))
    assert (problem.kind, problem.element, problem.severity) == ("not-analysed", "r1", "warning")
    assert problem.sentence == (
        "没有分析：第 1 条规则“age”一列的 < limit（用到了别的值“limit”），不知道这张表有没有空缺。"
    )
    assert found([["< limit", "-", "1"], ["-", "-", "2"]], facts, policy="FIRST") == []


def test_what_is_sure_is_told_beside_a_cell_that_is_not() -> None:
    facts = AGE + fact("limit", "number")
    rows = [["< limit", "< 5", "1"], [">= 100", "-", "2"]]
    assert said(only(found(rows, facts, policy="FIRST")))[1:] == (
        "决策表“d”有空缺，没有一条规则管：age：< 100；limit：>= 5。",
        "age = 99，limit = 5",
    )
    same = [["< limit", "-", "1"], ["< limit", "-", "2"], ["-", "-", "3"]]
    assert [problem.element for problem in found(same, facts, policy="FIRST")] == ["r2"]


def test_functions_are_not_judged_and_overlaps_with_them_are_left_open() -> None:
    rows = [['starts with(?, "a")', "1"], ['"b"', "2"]]
    problems = found(rows, KIND)
    assert [(problem.kind, problem.element) for problem in problems] == [("not-analysed", "r1"), ("not-analysed", "r1")]
    assert "不知道会不会和第 2 条同时命中" in problems[1].sentence


def test_combinations_of_computed_values_are_told_as_perhaps() -> None:
    older = decision("older", literal("age + 1"), needs("age"), "number")
    rows = [["< 5", "-", "1"], [">= 5", "> 5", "2"]]
    parts = (AGE, older, decision("d", table(["age", "older"], ["o"], rows), needs("age", decisions=["older"])))
    problem = only(check(model(*parts)))
    assert (problem.severity, problem.sentence.startswith("如果会有这样的值：")) == ("warning", True)


def test_two_columns_that_read_the_same_are_one() -> None:
    rows = [[">= 18", "< 60", "1"], ["< 18", "-", "2"], ["-", ">= 60", "3"]]
    assert check(model(AGE, decision("d", table(["age", "age"], ["o"], rows), needs("age")))) == []


def test_counts_are_whole_numbers_from_zero() -> None:
    many = fact("many", "list")
    rows = [["0", "1"], [">= 1", "2"]]
    assert check(model(many, decision("d", table(["count(many)"], ["o"], rows), needs("many")))) == []


def test_columns_without_a_type_take_it_from_their_cells() -> None:
    assert said(only(found([["< 5", "1"]], fact("x"))))[2] == "x = 5"
    mixed = found([["< 5", "1"], ['"a"', "2"]], fact("x"), policy="FIRST")
    assert [problem.kind for problem in mixed] == ["gap"]


def test_tables_of_knowledge_models_are_judged() -> None:
    logic = table(["age"], ["o"], [["< 1", "1"]])
    knowledge = (
        '<businessKnowledgeModel id="k" name="k"><encapsulatedLogic><formalParameter name="age" typeRef="number"/>'
        f"{logic}</encapsulatedLogic></businessKnowledgeModel>"
    )
    assert said(only(check(model(knowledge))))[1:] == ("决策表“k”有空缺，没有一条规则管：age：>= 1。", "age = 1")


def test_outputs_that_are_computed_are_not_compared() -> None:
    rows = [["<= 5", "age + 1"], [">= 5", "6"]]
    problem = only(found(rows, policy="ANY"))
    assert (problem.kind, problem.element, problem.severity) == ("not-analysed", "r2", "warning")
    assert "输出要算出来才知道是不是一样" in problem.sentence


def test_null_counts_where_the_allowed_values_name_it() -> None:
    rows = [['"a"', "1"]]
    assert said(only(found(rows, KIND, expected=['"a",null'])))[2] == "kind = null"
    assert found(rows, KIND, expected=['"a"']) == []


def test_texts_have_an_order_too() -> None:
    assert found([['< "m"', "1"], ['>= "m"', "2"]], KIND) == []
    assert said(only(found([['< "m"', "1"], ['> "m"', "2"]], KIND)))[2] == 'kind = "m"'


def test_moments_with_and_without_a_zone_are_never_compared() -> None:
    moment = 'date and time("2026-01-01T09:00:00+08:00")'
    assert found([[f"< {moment}", "1"], [f">= {moment}", "2"]], fact("at", "dateTime")) == []
    late = said(only(found([[f"< {moment}", "1"]], fact("at", "dateTime"))))
    assert late[2] == f"at = {moment}"


def test_an_impossible_constant_never_hits() -> None:
    problems = found([["[10..5]", "1"], ["-", "2"]], policy="FIRST")
    assert [(problem.kind, problem.element) for problem in problems] == [("unreachable", "r1")]
