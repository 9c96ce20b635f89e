"""Guiding questions: numbers with their unit beside choices, each checked as the form's own field is."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from yimen.engines import service as engine
from yimen.engines.service import situations
from yimen.engines.service.tests.folder import changed, problems
from yimen.engines.service.tests.joint_shop import FOOD

TODAY = date(2026, 11, 22)


@cache
def restaurant() -> engine.Service:
    return engine.read_folder(FOOD.parent / "open-restaurant", lambda _: engine.read_folder(FOOD))


def about(field: str) -> engine.Situation:
    return next(one for one in restaurant().meta["situations"] if one.get("field") == field)


@pytest.mark.parametrize(
    ("typed", "stored", "label"),
    [
        ("86", "86", "不到 300 ㎡"),
        ("２９９.５", "299.5", "不到 300 ㎡"),
        ("299.999999", "299.999999", "不到 300 ㎡"),
        ("300", "300", "300 ㎡ 以上"),
        ("300.0", "300.0", "300 ㎡ 以上"),
        ("1,200", "1200", "300 ㎡ 以上"),
    ],
)
def test_a_number_is_read_as_people_write_it_and_says_what_follows(typed: str, stored: str, label: str) -> None:
    taken = situations.read_answer(restaurant(), about("building_area"), typed, TODAY)
    assert (taken.value, taken.failure) == (stored, None)
    found = situations.follows(about("building_area"), taken.value)
    assert found is not None and found["label"] == label
    assert situations.fact_of(about("building_area"), taken.value) == Decimal(stored)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("很大", "数字要用数字写"), ("0", "1"), ("-86", "1"), ("1000001", "1000000"), ("", "还没有填")],
)
def test_a_number_that_the_form_would_refuse_is_refused_with_its_sentence(typed: str, said: str) -> None:
    failure = situations.read_answer(restaurant(), about("building_area"), typed, TODAY).failure
    assert failure is not None and said in failure


def test_a_choice_that_is_not_offered_is_no_answer() -> None:
    assert situations.read_answer(restaurant(), about("sell_tobacco"), "maybe", TODAY).failure
    assert situations.read_answer(restaurant(), about("sell_tobacco"), "true", TODAY).value is True


@pytest.mark.parametrize(
    ("answers", "asked"),
    [({}, True), ({"building_area": "299.5"}, False), ({"building_area": "300"}, True)],
)
def test_a_question_about_a_field_that_is_surely_not_asked_is_left_out(answers: dict[str, object], asked: bool) -> None:
    left = [one.get("field") for one in situations.asked(restaurant(), answers, TODAY)]
    assert ("fire_commit" in left) is asked
    assert "sell_tobacco" in left


NUMBER = "    number: {unit: 平方米}\n    answers:\n      - {when: C, label: 小, then: 小的}\n"


def with_number(field: str, condition: str, key: str = "field") -> str:
    told = f"situations:\n  - id: area\n    question: 多大？\n    {key}: {field}\n{NUMBER}".replace("C", condition)
    return problems(changed("service.yaml", "situations:\n", told))


@pytest.mark.parametrize(
    ("field", "condition", "said"),
    [
        ("premises_kind", "premises_kind > 1", "问的是数字，premises_kind 却是 select"),
        ("staff_count", "staff_count >", "when 第"),
        ("staff_count", "floors > 1", "when 用到了 floors，这里只知道 staff_count"),
        ("ghost", "ghost > 1", "表单里没有 ghost"),
    ],
)
def test_the_check_refuses_a_number_that_cannot_be_one(field: str, condition: str, said: str) -> None:
    assert said in with_number(field, condition)


def test_the_check_refuses_an_answer_that_fits_the_other_kind_of_question() -> None:
    told = "situations:\n  - id: staff\n    question: 几个人？\n    field: staff_count\n    answers:\n"
    told += "      - {when: staff_count > 1, label: 多, then: 多的}\n"
    assert "“多”要写 value，不写 when" in problems(changed("service.yaml", "situations:\n", told))
    value = NUMBER.replace("when: C", "value: 小")
    told = f"situations:\n  - id: staff\n    question: 几个人？\n    field: staff_count\n{value}"
    assert "“小”要写 when，不写 value" in problems(changed("service.yaml", "situations:\n", told))


def test_the_check_wants_the_unit_of_a_number() -> None:
    told = "situations:\n  - id: staff\n    question: 多？\n    field: staff_count\n    number: {}\n    answers: []\n"
    assert "没有写 unit" in problems(changed("service.yaml", "situations:\n", told))


def test_a_range_that_no_scenario_shows_is_told() -> None:
    assert with_number("staff_count", "staff_count >= 1") == ""
    assert "没有情景是“多大？小”" in with_number("staff_count", "staff_count > 90000")
