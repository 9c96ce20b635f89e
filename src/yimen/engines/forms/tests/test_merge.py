"""One form for several departments: each thing asked once, asked and needed exactly where a chosen part needs it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines import forms
from yimen.engines.forms import PartForm, merge

TODAY = date(2026, 11, 24)


def field(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": key, "type": "text", "purpose": "测试", **more}


def form(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"format": 1, "sections": [{"id": "only", "title": "一", "fields": list(fields)}], **more}


FOOD = form(field("name", required=True), field("area", type="int", required=True), field("staff", type="int"))
FIRE = form(
    field("name", required=True),
    field("area", type="int", required=True),
    field("exits", type="int", required=True),
    field("exit_note", required_when="exits > 4"),
    checks=[{"id": "some", "expression": "exits > 0", "sentence": "至少一个出口", "fields": ["exits"]}],
)
JOINT = form(
    field("name", required=True),
    field("area", type="int", required=True),
    {"from": "food.staff"},
    {"from": "fire.only.*"},
)
PARTS = {"food": PartForm(FOOD), "fire": PartForm(FIRE, "area >= 300")}


def seen(answers: dict[str, Any]) -> forms.Visible:
    return forms.visible(forms.read(merge(JOINT, PARTS).definition), answers, TODAY)


def test_each_thing_stands_once_in_the_order_of_the_joint_form() -> None:
    merged = merge(JOINT, PARTS)
    assert merged.problems == ()
    assert list(forms.read(merged.definition).fields) == ["name", "area", "staff", "exits", "exit_note"]


def test_every_value_knows_which_parts_need_it() -> None:
    needed = merge(JOINT, PARTS).needed_by
    assert needed == {
        "name": ("food", "fire"),
        "area": ("food", "fire"),
        "staff": ("food",),
        "exits": ("fire",),
        "exit_note": ("fire",),
    }


@pytest.mark.parametrize(
    "answers, asked",
    [
        ({"area": 299}, set()),
        ({"area": None}, set()),
        ({"area": 300}, {"exits"}),
        ({"area": 300, "exits": 5}, {"exits", "exit_note"}),
        ({"area": 299, "exits": 5}, set()),
    ],
)
def test_a_parts_question_is_asked_and_needed_where_the_part_is_chosen(
    answers: dict[str, Any], asked: set[str]
) -> None:
    shown = seen(answers)
    assert shown.fields & {"exits", "exit_note"} == asked
    assert shown.required & {"exits", "exit_note"} == asked


def test_a_parts_check_binds_only_where_the_part_is_chosen() -> None:
    read = forms.read(merge(JOINT, PARTS).definition)
    large = {"name": "店", "area": 300, "exits": 0}
    assert [one.sentence for one in forms.validate(read, large, TODAY)] == ["至少一个出口"]
    assert forms.validate(read, {**large, "area": 299}, TODAY) == []


def test_what_two_parts_need_is_asked_where_either_is_chosen() -> None:
    parts = {"a": PartForm(form(field("x", required=True)), "p = 1"), "b": PartForm(form(field("x")), "q = 1")}
    read = forms.read(merge(form(field("p", type="int"), field("q", type="int"), {"from": "a.x"}), parts).definition)
    told = {(p, q): forms.visible(read, {"p": p, "q": q}, TODAY) for p in (0, 1) for q in (0, 1)}
    assert {one for one, shown in told.items() if "x" in shown.fields} == {(1, 0), (0, 1), (1, 1)}
    assert {one for one, shown in told.items() if "x" in shown.required} == {(1, 0), (1, 1)}


@pytest.mark.parametrize(
    "fields, said",
    [
        ([{"from": "food.only.*"}], "fire 要问的 exits 没有放进申请表"),
        ([{"from": "food.only.*"}, {"from": "fire.only.*"}, {"from": "food.staff"}], "staff 已经问过一次"),
        ([{"from": "food.only.*"}, {"from": "fire.only.*"}, {"from": "food.doors"}], "food 的表单里没有 doors"),
        ([{"from": "food.only.*"}, {"from": "fire.only.*"}, {"from": "gas.doors"}], "没有 gas 这一部分"),
        ([{"from": "food.only.*"}, {"from": "fire.exits", "hint": "门"}, {"from": "fire.only.*"}], "不能再写别的"),
        ([field("area", type="text"), {"from": "food.only.*"}, {"from": "fire.only.*"}], "area 和 food 里的不一样"),
    ],
)
def test_what_is_left_out_asked_twice_or_different_is_named(fields: list[dict[str, Any]], said: str) -> None:
    assert said in "\n".join(str(one) for one in merge(form(*fields), PARTS).problems)


def test_the_same_key_for_two_things_is_refused() -> None:
    parts = {"a": PartForm(form(field("x", type="int"))), "b": PartForm(form(field("x", type="date")))}
    (problem,) = merge(form({"from": "a.x"}), parts).problems
    assert "x 在 a 和 b 里不一样" in problem.sentence


def test_a_value_that_two_parts_compute_differently_is_refused() -> None:
    def derived(text: str) -> list[dict[str, str]]:
        return [{"key": "d", "expression": text, "type": "int"}]

    parts = {
        "a": PartForm(form(field("x", type="int"), derived=derived("x + 1"))),
        "b": PartForm(form(field("x", type="int"), derived=derived("x + 2"))),
    }
    (problem,) = merge(form({"from": "a.x"}), parts).problems
    assert "算法和前面的不一样" in problem.sentence


ANSWERS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "店"]),
        "area": st.sampled_from([None, 1, 299, 300, 900]),
        "staff": st.none() | st.integers(0, 9),
        "exits": st.none() | st.integers(0, 9),
        "exit_note": st.sampled_from(["", "后门"]),
    }
)


@given(ANSWERS)
def test_the_joint_form_asks_exactly_what_the_chosen_parts_ask(answers: dict[str, Any]) -> None:
    """Whoever fills the joint form completely has filled the form of every chosen part, and no more."""
    joint = forms.read(merge(JOINT, PARTS).definition)
    chosen = [FOOD, FIRE] if (answers["area"] or 0) >= 300 else [FOOD]
    wanted = [forms.visible(forms.read(one), answers, TODAY) for one in chosen]
    shown = forms.visible(joint, answers, TODAY)
    assert shown.fields == frozenset().union(*(one.fields for one in wanted))
    assert shown.required == frozenset().union(*(one.required for one in wanted))
    failed = {one.key for part in chosen for one in forms.validate(forms.read(part), answers, TODAY)}
    assert {one.key for one in forms.validate(joint, answers, TODAY)} == failed
