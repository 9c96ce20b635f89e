"""What cannot be compiled is refused by name, with its column; beside each refusal stands the good case."""

import pytest

from yimen.engines.feel import FeelError, compile_expression, compile_unary_tests


@pytest.mark.parametrize(
    ("wrong", "column", "sentence", "good"),
    [
        ("a，b", 2, "这里用了全角的“，”，请改为半角的 , 。", "[a, b]"),
        ("“x”", 1, '这里用了全角的““”，请改为半角的 " 。', '"x"'),
        ("a == b", 4, "相等写作一个等号 = 。", "a = b"),
        ("a +", 4, "表达式不完整。", "a + b"),
        ("", 1, "表达式是空的。", "null"),
        ('"abc', 1, "文本没有结束的引号。", '"abc"'),
        ("1 /* x", 3, "注释没有结束，缺少 */ 。", "1 /* x */"),
        ("frob(1)", 1, "没有名为“frob”的函数。", "abs(1)"),
        ("1 instance of frob", 15, "没有名为“frob”的类型。", "1 instance of number"),
        ("{a: 1, a: 2}", 8, "名称“a”在同一个上下文中出现了两次。", "{a: 1, b: 2}"),
        ("if a then b", 12, "此处应为 else ，表达式却结束了。", "if true then b else a"),
        ("[1..2", 6, "此处应为 ] 或 ) 或 [ ，表达式却结束了。", "[1..2]"),
        (
            'function(x) external {java: {class: "X"}}',
            13,
            "不支持外部函数（external）：规则只能用 FEEL 写。",
            "function(x) x",
        ),
        (
            '@"2026-13-01"',
            2,
            "“2026-13-01”不是日期、时间、日期时间或时长。",
            '@"2026-12-01"',
        ),
        ('matches(a, "(x+")', 12, "正则式的括号没有闭合。", 'matches("xx", "(x+)+")'),
        (
            "substring(string: a, 2)",
            22,
            "函数的参数要么全部写名称，要么全部不写。",
            'substring(string: "ab", start position: 1)',
        ),
        ("9e99999", 1, "数字“9e99999”太大。", "9e999"),
        ("#", 1, "不可识别的字符“#”。", "a"),
    ],
)
def test_it_refuses_and_says_where(wrong: str, column: int, sentence: str, good: str) -> None:
    with pytest.raises(FeelError) as refusal:
        compile_expression(wrong, ["a", "b"])
    assert (refusal.value.sentence, refusal.value.column, refusal.value.text) == (sentence, column, wrong)
    compile_expression(good, ["a", "b"]).evaluate({"a": 1, "b": 2})


def test_it_suggests_the_missing_name_when_words_stand_side_by_side() -> None:
    with pytest.raises(FeelError, match="如果“经营 场所”是一个名称"):
        compile_expression("经营 场所 = 1")
    compile_expression("经营 场所 = 1", ["经营 场所"])


@pytest.mark.parametrize("text", ["(" * 5000, "1" + "+1" * 5000, "-" * 200 + "1", "[" * 100 + "]" * 100, "1" * 20_001])
def test_it_refuses_texts_that_are_too_deep_or_too_long(text: str) -> None:
    with pytest.raises(FeelError, match="太深|太长|太复杂"):
        compile_expression(text)


def test_it_accepts_ordinary_nesting() -> None:
    assert compile_expression("(" * 40 + "1" + ")" * 40).evaluate({}).value == 1
    assert compile_expression("1" + "+1" * 100).evaluate({}).value == 101


def test_it_refuses_an_empty_cell() -> None:
    with pytest.raises(FeelError, match="任何值都可以时写 - "):
        compile_unary_tests("")
    assert compile_unary_tests("-").evaluate(None, {}).value is True


DOUBLING = ", ".join(["a0: [1, 1]", *(f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 40))])


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000000000 return i",
        "{f: function(g) g(g), r: f(f)}.r",
        f"{{{DOUBLING}}}",
        f"{{{DOUBLING}, r: string(a39)}}.r",
        f"{{{DOUBLING}, r: a39 = a38}}.r",
        '{s: "'
        + "x" * 100
        + '", '
        + ", ".join(f"s{n}: s{n - 1 if n else ''} + s{n - 1 if n else ''}" for n in range(40))
        + "}.s39",
    ],
)
def test_a_runaway_evaluation_stops_with_a_doubt(text: str) -> None:
    found = compile_expression(text).evaluate({})
    assert found.value is None
    assert "已停止" in found.doubts[-1].sentence


def test_it_refuses_host_objects_that_are_no_values() -> None:
    with pytest.raises(TypeError):
        compile_expression("x", ["x"]).evaluate({"x": object()})
    assert compile_expression("x", ["x"]).evaluate({"x": (1, 2)}).value == [1, 2]
