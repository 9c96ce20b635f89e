from datetime import date
from decimal import Decimal

from yimen.engines import forms
from yimen.engines.forms.tests.make import TODAY, field_data, form, id_number


def family_form() -> forms.Form:
    kinds = [{"value": "个人经营", "label": "一个人"}, {"value": "家庭经营", "label": "一家人"}]
    return form(
        field_data("idcard", "id_no"),
        field_data("bool", "own_income", required_when="age < 18"),
        field_data("select", "kind", options=kinds, required=True),
        field_data("table", "family", required_when='kind = "家庭经营"'),
        field_data("text", "remark", ask_when='kind = "家庭经营"'),
        derived=[
            {
                "key": "birth",
                "expression": 'date(substring(id_no,7,4)+"-"+substring(id_no,11,2)+"-"+substring(id_no,13,2))',
                "type": "date",
            },
            {"key": "age", "expression": "years and months duration(birth, today).years", "type": "int"},
        ],
    )


def test_a_question_is_asked_and_required_when_its_condition_holds():
    seen = forms.visible(family_form(), {"kind": "家庭经营"}, TODAY)
    assert {"family", "remark"} <= seen.fields
    assert "family" in seen.required and "remark" not in seen.required


def test_a_question_is_not_asked_when_its_condition_fails_or_is_unknown():
    assert "family" not in forms.visible(family_form(), {"kind": "个人经营"}, TODAY).fields
    assert "own_income" not in forms.visible(family_form(), {}, TODAY).fields


def test_a_derived_value_decides_what_is_asked_on_that_day():
    answers = {"id_no": id_number("20081122")}
    assert "own_income" in forms.visible(family_form(), answers, date(2026, 11, 21)).fields
    assert "own_income" not in forms.visible(family_form(), answers, date(2026, 11, 22)).fields


def test_an_answer_to_a_question_no_longer_asked_is_no_fact_and_no_failure():
    answers = {"kind": "个人经营", "family": [{"name": "", "id_no": "x"}]}
    assert forms.facts(family_form(), answers, TODAY)["family"] is None
    assert forms.validate(family_form(), answers, TODAY) == []


def test_a_hidden_answer_does_not_open_what_depends_on_it():
    whole = form(
        field_data("bool", "first"),
        field_data("bool", "second", ask_when="first"),
        field_data("bool", "third", ask_when="second"),
    )
    answers = {"first": False, "second": True}
    assert forms.visible(whole, answers, TODAY).fields == {"first"}


def test_facts_are_typed_and_what_is_missing_is_null():
    whole = form(
        field_data("money", "sum"),
        field_data("int", "count"),
        field_data("date", "day"),
        field_data("multi", "many"),
        field_data("table", "rows"),
        field_data("address", "place"),
        field_data("text", "words"),
    )
    answers = {"sum": "10.50", "count": 2, "day": "2026-01-05", "rows": [{"name": "李娜", "share": "1.00"}]}
    assert forms.facts(whole, answers, TODAY) == {
        "sum": Decimal("10.50"),
        "count": Decimal(2),
        "day": date(2026, 1, 5),
        "many": [],
        "rows": [{"name": "李娜", "id_no": None, "share": Decimal("1.00")}],
        "place": None,
        "words": None,
        "today": TODAY,
    }


def test_a_section_without_an_asked_question_is_left_out():
    data = {
        "format": 1,
        "sections": [
            {"id": "a", "title": "甲", "fields": [field_data("bool", "first")]},
            {"id": "b", "title": "乙", "fields": [field_data("text", "second", ask_when="first")]},
        ],
    }
    whole = forms.read(data)
    assert forms.visible(whole, {"first": False}, TODAY).sections == ("a",)
    assert forms.visible(whole, {"first": True}, TODAY).sections == ("a", "b")
