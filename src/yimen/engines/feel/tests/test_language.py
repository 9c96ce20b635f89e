"""The language as a table: one expression a line, then what it yields written as FEEL writes it."""

import pytest

from yimen.engines.feel import compile_expression, write

SCOPE = {
    "年龄": 20,
    "经营 场所": "云溪市城关街道",
    "a": 5,
    "b": 2,
    "a-b": 100,
    "Applicant's age": 33,
    "rows": [{"amount": 10, "kind": "x"}, {"amount": 20, "kind": "y"}],
    "nothing": None,
}

TABLE = """
1 + 2 * 3                                           => 7
(1 + 2) * 3                                         => 9
-2 ** 2                                             => 4
2 ** 3 ** 2                                         => 64
10 - 2 - 3                                          => 5
0.1 + 0.2                                           => 0.3
1 / 3                                               => 0.3333333333333333333333333333333333
1.50                                                => 1.5
.5 + 1e2                                            => 100.5
"a" + "b"                                           => "ab"
"say \\"hi\\""                                      => "say \\"hi\\""
"\\u4e00"                                           => "一"
年龄 >= 18 and 经营 场所 != ""                       => true
Applicant's age + 1                                 => 34
a-b                                                 => 100
a - b                                               => 100
(a) - b                                             => 3
a+b                                                 => 7
1 in [0..6) and 2 > 1                               => true
6 in [0..6) or false                                => false
3 in ]1..5[                                         => true
1 in ]1..5[                                         => false
5 in (1, < 3, >= 5)                                 => true
3 in [[1..2], [3..4]]                               => true
2 in <= 2                                           => true
a between 1 and 5 and b = 2                         => true
if a > b then "more" else "less"                    => "more"
if null then 1 else 2                               => 2
for x in 1..3 return x * x                          => [1, 4, 9]
for x in 3..1 return x                              => [3, 2, 1]
for x in [1, 2], y in [10, 20] return x + y         => [11, 21, 12, 22]
for i in 1..4 return if i < 3 then 1 else partial[-1] + partial[-2] => [1, 1, 2, 3]
some x in [1, 2, 3] satisfies x > 2                 => true
every x in [1, 2, 3] satisfies x > 2                => false
[1, 2, 3][item >= 2]                                => [2, 3]
[1, 2, 3][-1]                                       => 3
rows[kind = "y"].amount                             => [20]
rows[amount > 5][2].kind                            => "y"
sum(rows.amount)                                    => 30
{first name: "伟", greeting: "你好" + first name}.greeting => "你好伟"
{a: {b: 1}}.a.b                                     => 1
(function(x: number, y) x + y)(1, 2)                => 3
{double: function(x) x * 2, r: double(4)}.r         => 8
substring(string: "foobar", start position: 3)      => "obar"
1 instance of number                                => true
[1, "a"] instance of list<number>                   => false
{a: 1} instance of context<a: number>               => true
@"2026-01-31" + @"P1M"                              => 2026-02-28
@"2026-03-01" - @"2026-02-01"                       => P28D
@"2026-01-01T23:30:00+08:00" + @"PT1H"              => 2026-01-02T00:30:00+08:00
@"2026-01-01" < @"2026-01-02"                       => true
@"2026-05-04".weekday                               => 1
@"P1Y2M" * 2                                        => P2Y4M
@"P2D" / @"PT12H"                                   => 4
@"10:30:00Z" = @"10:30:00+00:00"                    => true
true and null                                       => null
false and null                                      => false
true or null                                        => true
null = null                                         => true
1 = null                                            => false
nothing = null                                      => true
[] = []                                             => true
{a: 1, b: 2} = {b: 2, a: 1}                         => true
1 // a comment
  + /* another */ 1                                 => 2
""".strip("\n")


def _rows() -> list[tuple[str, str]]:
    rows, waiting = [], ""
    for line in TABLE.splitlines():
        waiting += line + "\n"
        if " => " in line:
            expression, _, expected = waiting.rpartition(" => ")
            rows.append((expression.strip(), expected.strip()))
            waiting = ""
    return rows


@pytest.mark.parametrize(("expression", "expected"), _rows())
def test_it_yields(expression: str, expected: str) -> None:
    found = compile_expression(expression, SCOPE.keys()).evaluate(SCOPE)
    assert write(found.value, True) == expected, found.doubts


@pytest.mark.parametrize(
    ("expression", "doubt"),
    [
        ("1 / 0", "除数是 0。"),
        ('1 + "a"', "数字与文本不能相加。"),
        ('1 = "a"', "数字与文本不能比较是否相等。"),
        ('1 < "a"', "数字与文本不能比较大小。"),
        ("nothing + 1", "相加的一方没有值。"),
        ("nowhere", "没有提供“nowhere”的值。"),
        ("rows[3]", "列表没有第 3 项。"),
        ("{a: 1}.b", "没有提供“b”的值。"),
        ('"x".__class__', "文本没有名为“__class__”的部分。"),
        ('true and "x"', "and 的一方应为真假值，得到的是文本。"),
        ('date("2026-02-30")', "“2026-02-30”不是日期。"),
        ("substring(1, 2)", "函数 substring 的第 1 个参数（string）应为文本，得到的是数字。"),
        ("abs()", "函数 abs 需要 1 个参数，得到 0 个。"),
        ("9 ** 99999", "计算结果不是有限的数字。"),
        ('@"999999999-12-31" + @"P1D"', "计算结果超出了可以表示的范围。"),
        ("today()", "没有提供当前日期。"),
        ("[5..1]", "区间的起点大于终点。"),
        ("a(1)", "数字不能当作函数调用。"),
    ],
)
def test_it_says_why_a_value_is_null(expression: str, doubt: str) -> None:
    found = compile_expression(expression, SCOPE.keys()).evaluate(SCOPE)
    assert found.value is None
    assert doubt in [one.sentence for one in found.doubts]


def test_a_null_that_the_author_asked_about_leaves_no_doubt() -> None:
    found = compile_expression("if nothing = null then 1 else 2", ["nothing"]).evaluate({"nothing": None})
    assert (found.value, found.doubts) == (1, ())
