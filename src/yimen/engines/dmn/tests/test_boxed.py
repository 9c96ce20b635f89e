"""Boxed expressions, each with what it refuses."""

from decimal import Decimal

import pytest

from yimen.engines.dmn import DmnError, decide

from .make import decision, literal, model


def _value(logic: str) -> object:
    return decide(model(decision("d", logic)), "d", {}).outputs


def _entry(name: str, logic: str) -> str:
    return f"<contextEntry>{f'<variable name={chr(34)}{name}{chr(34)}/>' if name else ''}{logic}</contextEntry>"


def test_a_context_lets_entries_see_those_before() -> None:
    entries = _entry("first name", literal('"伟"')) + _entry("b", literal('"你好" + first name'))
    assert _value(f"<context>{entries}</context>") == {"first name": "伟", "b": "你好伟"}
    assert _value(f"<context>{entries}{_entry('', literal('b'))}</context>") == "你好伟"


def test_a_function_is_called_in_the_same_context() -> None:
    function = (
        f'<functionDefinition><formalParameter name="x" typeRef="number"/>{literal("x * 2")}</functionDefinition>'
    )
    assert _value(f"<context>{_entry('f', function)}{_entry('', literal('f(4)'))}</context>") == 8


def test_lists_and_relations() -> None:
    assert _value(f"<list>{literal('1')}{literal('2')}</list>") == [1, 2]
    relation = f'<relation><column name="a"/><column name="b"/><row>{literal("1")}{literal("2")}</row></relation>'
    assert _value(relation) == [{"a": Decimal(1), "b": Decimal(2)}]


def test_conditional_for_filter_and_quantifiers() -> None:
    parts = {
        name: f"<{name}>{literal(text)}</{name}>" for name, text in (("if", "1 > 2"), ("then", "1"), ("else", "2"))
    }
    assert _value(f"<conditional>{''.join(parts.values())}</conditional>") == 2
    source = f"<in>{literal('[1, 2, 3]')}</in>"
    assert _value(f'<for iteratorVariable="x">{source}<return>{literal("x * x")}</return></for>') == [1, 4, 9]
    assert _value(f"<filter>{source}<match>{literal('item > 1')}</match></filter>") == [2, 3]
    for kind, expected in (("some", True), ("every", False)):
        logic = f'<{kind} iteratorVariable="x">{source}<satisfies>{literal("x > 1")}</satisfies></{kind}>'
        assert _value(logic) is expected


@pytest.mark.parametrize(
    ("logic", "sentence"),
    [
        ('<functionDefinition kind="Java"/>', "不支持 Java 函数：规则只能用 FEEL 写。"),
        ("<relation><column name='a'/><row/></relation>", "表格有 1 列，这一行却有 0 格。"),
        ("<literalExpression><text> </text></literalExpression>", "“d”中有一个表达式是空的。"),
        (
            '<literalExpression expressionLanguage="python"><text>1</text></literalExpression>',
            "不支持表达式语言“python”，规则只能用 FEEL 写。",
        ),
        (
            f"<conditional><if>{literal('true')}</if><then>{literal('1')}</then></conditional>",
            "conditional 缺少 else 的表达式。",
        ),
        (
            "<literalExpression><importedValues/><text>1</text></literalExpression>",
            "literalExpression 中的 importedValues 不受支持。",
        ),
        (literal("1 +"), "表达式“1 +”有误：第 4 个字符：表达式不完整。"),
        ("<context><contextEntry><variable name='a'/></contextEntry></context>", "上下文的“a”没有表达式。"),
    ],
)
def test_it_refuses_and_names_the_element(logic: str, sentence: str) -> None:
    with pytest.raises(DmnError) as refusal:
        model(decision("d", logic))
    assert [(problem.element, problem.sentence) for problem in refusal.value.problems] == [("d", sentence)]
