import pytest

from yimen.engines import forms
from yimen.engines.forms.check import TAKEN_ADDRESSES
from yimen.engines.forms.tests.make import field_data, form, form_data


def problems(data: dict[str, object]) -> str:
    with pytest.raises(forms.FormError) as caught:
        forms.read(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (form_data(field_data("text", colour="red")), ["form.json#fields/it", "不认识 colour"]),
        (form_data(field_data("picture")), ["form.json#fields/it", "类型 picture 不认识"]),
        (form_data(field_data("text"), wizard=True), ["form.json", "不认识 wizard"]),
        (form_data(field_data("text", required="yes")), ["required 要写 true 或者 false"]),
        (form_data(field_data("text", max_length=-1)), ["max_length 要写从 0 起的整数"]),
        (form_data(field_data("int", min="一")), ["min '一' 不能用"]),
        (form_data(field_data("text", ask_when="a +")), ["ask_when 第", "（表达式：a +）"]),
        (form_data(field_data("text", label="")), ["没有写 label"]),
        (form_data(field_data("text", key="Name")), ["key 'Name' 不能用"]),
        (form_data(field_data("text", key="today")), ["key 'today' 不能用"]),
        (form_data(field_data("text"), field_data("int")), ["it 出现了 2 次"]),
        (form_data(field_data("table", columns=[])), ["columns 里什么也没有"]),
        (form_data(field_data("table", columns=[field_data("table", "x")])), ["it.x", "类型 table 不认识"]),
        (form_data(field_data("table", columns=[field_data("text", "x", ask_when="true")])), ["不认识 ask_when"]),
        (form_data(field_data("text", prefill={"register": "p"})), ["没有写 attribute"]),
        (form_data(field_data("text"), checks=[{"id": "c", "expression": "true", "sentence": "x"}]), ["没有写 fields"]),
        ({"format": 2, "sections": []}, ["格式版本 2 不认识", "sections 里什么也没有"]),
        ({"format": 1, "sections": "x"}, ["sections 要写成对象的列表"]),
    ],
)
def test_it_refuses_by_name_what_the_format_does_not_know(data, parts):
    said = problems(data)
    assert all(part in said for part in parts), said


def test_it_reports_every_fault_in_one_go():
    said = problems(form_data(field_data("picture"), field_data("text", "b", colour="red")))
    assert "picture" in said and "colour" in said


def test_conditions_are_compiled_when_the_form_is_read():
    field = form(field_data("bool", "first"), field_data("text", ask_when="first")).fields["it"]
    assert field.ask_when is not None and field.ask_when.names == {"first"}


def said(*fields: dict[str, object], lists: set[str] | None = None, **more: object) -> str:
    return "\n".join(str(problem) for problem in forms.check(form(*fields, **more), lists))


def test_a_sound_form_has_no_problems():
    assert said(field_data("bool", "first"), field_data("multi", options_from="scope"), lists={"scope"}) == ""


@pytest.mark.parametrize(
    ("field", "part"),
    [
        (field_data("text", purpose=""), "没有写 use 或者 purpose"),
        (field_data("text", use=["打印:名称"]), "use 打印:名称 不认识"),
        (field_data("text", ask_when="ghost"), "表达式里的 ghost 不在表单里"),
        (field_data("text", ask_when='it = "x"'), "条件用到了自己或者后面才问的 it"),
        (field_data("text", required=True, required_when="true"), "只能写一个"),
        (field_data("text", locked=True), "没有来源的内容不能锁住"),
        (field_data("select", options=[]), "二者写一个"),
        (field_data("text", options=[{"value": "a"}]), "没有选项"),
        (field_data("multi", options_from="ghost"), "参考列表 ghost 不认识"),
        (field_data("select", options=[{"value": "a"}, {"value": "a"}]), "选项 a 重复"),
        (field_data("int", min=5, max=1), "最小 5 大于最大 1"),
        (field_data("mobile", person_field="ghost"), "person_field 指向的 ghost"),
    ],
)
def test_check_finds_what_can_be_read_but_is_wrong(field, part):
    assert part in said(field, lists=set())


def test_check_follows_a_derived_value_to_the_field_behind_it():
    later = said(
        field_data("text", ask_when="twice > 2"),
        field_data("int", "n"),
        derived=[{"key": "twice", "expression": "n * 2", "type": "int"}],
    )
    assert "后面才问的 n" in later


def test_check_warns_of_a_page_with_more_than_seven_questions():
    crowded = forms.check(form(*(field_data("text", f"f{at}") for at in range(8))))
    assert [problem.severity for problem in crowded] == ["warning"]


@pytest.mark.parametrize("id", sorted(TAKEN_ADDRESSES))
def test_check_refuses_a_section_whose_page_another_page_would_hide(id):
    (problem,) = forms.check(forms.read(with_section(id)))
    assert (problem.element, problem.severity) == (f"form.json#sections/{id}", "error")
    assert f"id 不能用 {id}" in problem.sentence and "换一个名字" in problem.advice


@pytest.mark.parametrize("id", ["店铺", "my shop", "a/b"])
def test_check_refuses_a_section_that_cannot_stand_in_an_address(id):
    (problem,) = forms.check(forms.read(with_section(id)))
    assert "不能做网址" in problem.sentence


def test_a_section_may_have_a_name_that_only_begins_like_a_page():
    assert forms.check(forms.read(with_section("check-up"))) == []


def with_section(id: str) -> dict[str, object]:
    data = form_data(field_data("text"))
    return {**data, "sections": [{**one, "id": id} for one in data["sections"]]}
