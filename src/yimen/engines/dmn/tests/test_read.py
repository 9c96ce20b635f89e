"""Files that are no usable model are refused with all their problems; the good case beside each."""

import pytest

from yimen.engines.dmn import DmnError, check, decide, read

from .make import NAMESPACE, decision, fact, literal, needs, table, xml

GOOD = xml(fact("x"), decision("d", literal("x"), needs("x")))


def _refused(content: bytes) -> list[str]:
    with pytest.raises(DmnError) as refusal:
        read(content)
    return [problem.sentence for problem in refusal.value.problems]


@pytest.mark.parametrize("version", ["20180521", "20191111", "20211108", "20230324"])
def test_it_reads_the_versions_from_1_2_to_1_5(version: str) -> None:
    scheme = "http" if version == "20180521" else "https"
    content = GOOD.replace(NAMESPACE.encode(), f"{scheme}://www.omg.org/spec/DMN/{version}/MODEL/".encode())
    assert decide(read(content), "d", {"x": 1}).outputs == 1


def test_it_refuses_other_versions_other_roots_and_broken_xml() -> None:
    assert "支持 DMN 1.2 至 1.5" in _refused(GOOD.replace(b"20230324", b"19990101"))[0]
    assert _refused(b"<other/>") == ["根元素应为 definitions。"]
    assert "不是有效的 XML" in _refused(b"<definitions>")[0]
    assert "不是有效的 XML" in _refused(b"")[0]


def test_it_refuses_entities() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]>' + GOOD
    assert _refused(bomb) == ["文件含有 DTD 或实体定义，不予读取。"]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("<somethingNew id='n'/>",), "不支持 somethingNew 元素。"),
        ((decision("d", literal("x"), needs("x")),), "要求的元素“#i_x”不存在。"),
        ((decision("d", literal("1")), decision("d", literal("2"))), "decision“d”的 id 缺失或重复。"),
        ((fact("x", "frob"),), "没有名为“frob”的类型。"),
        (("<import name='m' namespace='urn:m' importType='x'/>",), "导入的模型“m”（urn:m）没有提供。"),
        (
            ("<itemDefinition name='t'><itemComponent name='c'><typeRef>t</typeRef></itemComponent></itemDefinition>",),
            "类型“t”直接或间接地引用了自己，不支持递归的类型。",
        ),
        ((decision("d", table([], ["o"], [], "SOMETIMES")),), "命中策略“SOMETIMES”不可识别。"),
        (
            (decision("d", table([], ["o"], [["1"]], "PRIORITY")),),
            "命中策略 PRIORITY 需要用 outputValues 写明输出值的先后。",
        ),
        ((decision("d", table([], [], [[]])),), "决策表“d”没有输出列。"),
    ],
)
def test_it_refuses_by_name(parts: tuple[str, ...], sentence: str) -> None:
    assert sentence in _refused(xml(*parts))


def test_it_refuses_a_rule_with_the_wrong_number_of_cells() -> None:
    rows = [["1", '"a"'], ["1"]]
    with pytest.raises(DmnError) as refusal:
        read(xml(fact("x"), decision("d", table(["x"], ["o"], rows), needs("x"))))
    problem = refusal.value.problems[0]
    assert (problem.element, problem.sentence) == ("r2", "第 2 条规则有 0 个输出格，表头却有 1 个输出列。")


def test_it_reports_all_problems_at_once() -> None:
    assert len(_refused(xml(decision("a", literal("1 +")), decision("b", literal("frob(1)"))))) == 2


def test_descriptions_and_drawings_are_passed_over() -> None:
    extra = "<description>x</description><extensionElements><y/></extensionElements>"
    content = xml(extra, decision("d", extra + literal("1")), "<textAnnotation><text>note</text></textAnnotation>")
    assert decide(read(content), "d", {}).outputs == 1


def test_when_tolerant_a_fault_becomes_a_null_with_a_doubt_and_a_finding() -> None:
    made = read(xml(decision("bad", literal("1 +")), decision("good", literal("1"))), tolerant=True)
    assert decide(made, "good", {}).outputs == 1
    found = decide(made, "bad", {})
    assert (found.outputs, len(found.doubts)) == (None, 1)
    assert check(made)[0].element == "bad"


def test_it_refuses_elements_nested_too_deep() -> None:
    assert _refused(xml(decision("d", "<list>" * 120 + literal("1") + "</list>" * 120))) == [
        "文件中的元素嵌套太深，上限是 100 层。"
    ]
    nested = read(xml(decision("d", "<list>" * 60 + literal("1") + "</list>" * 60)))
    assert decide(nested, "d", {}).doubts == ()


@pytest.mark.parametrize("kind", ["Java", "PMML"])
def test_it_refuses_functions_of_another_language_and_names_the_element(kind: str) -> None:
    function = f'<functionDefinition id="f1" kind="{kind}">{literal("1")}</functionDefinition>'
    with pytest.raises(DmnError) as refusal:
        read(xml(decision("d", function)))
    assert [(one.element, one.sentence) for one in refusal.value.problems] == [
        ("f1", f"不支持 {kind} 函数：规则只能用 FEEL 写。")
    ]
    written = literal('function(x) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}')
    with pytest.raises(DmnError, match="不支持外部函数（external）"):
        read(xml(decision("d", written.replace("<literalExpression", '<literalExpression id="e1"'))))
