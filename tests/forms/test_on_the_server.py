"""The table on the forms engine alone: no page, no database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.forms import table
from yimen.engines import forms

DAY = date(2026, 11, 20)
OWN = "990181196809150418"
# What the registers hold of the person who fills in.
HELD: Mapping[str, Any] = {
    "operator_name": "王建",
    "person_name": "王建",
    "person_id": OWN,
    "id_kind": "居民身份证",
    "operator_id": OWN,
    "operator_home": {"street": "990181001", "detail": "桂花路 30 号 1 单元 202 室"},
}
LISTS = {
    "streets": ["990181001", "990181002", "990181003", "990181004"],
    "villages": ["990181001001", "990181003001", "990181004001"],
    "scope_catalogue": ["A0101", "B0201", "B0204"],
}
FILLS = [(sheet, fill) for sheet in table.sheets(OWN) for fill in sheet.fills]


def typed(form: forms.Form, answers: Mapping[str, Any], section: str, told: table.Typed) -> dict[str, Any]:
    """The answers after this was typed; only what is asked at that moment can be typed."""
    found = dict(answers)
    fields = {one.key: one for one in form.section(section).fields}
    for key, raw in told.items():
        assert key in forms.visible(form, found, DAY).fields, f"{key} is not asked"
        found[key] = forms.take_in(fields[key], str(raw).lower() if isinstance(raw, bool) else raw).value
    return found


@pytest.mark.parametrize(("sheet", "fill"), FILLS, ids=[f"{one.name}: {fill.says}" for one, fill in FILLS])
def test_the_engine_says_what_the_table_says(sheet: table.Sheet, fill: table.Fill) -> None:
    form = table.service_of(sheet.service).form
    answers = {key: value for key, value in HELD.items() if key in form.fields}
    for section, told in sheet.given.items():
        answers = typed(form, answers, section, told)
    for step in fill.types:
        answers = typed(form, answers, sheet.section, step)
    here = {one.key for one in form.section(sheet.section).fields}
    assert here & forms.visible(form, answers, DAY).fields == set(fill.asks)
    assert table.told_by(forms.validate(form, answers, DAY, sheet.section, LISTS)) == fill.wrong
    assert {key: answers.get(key) for key in fill.keeps} == fill.keeps
    assert table.known(form, answers, fill.knows, DAY) == fill.knows


def test_the_table_has_cases_of_every_service_and_every_page() -> None:
    told = {(sheet.service, sheet.section) for sheet, _ in FILLS}
    folders = [path.parent.name for path in table.SERVICES.glob("*/*/service.yaml")]
    # The joint form takes these pages over from the parts, where they are tried.
    taken = {("open-restaurant", one) for one in ("business", "subject", "premises", "staff", "safety", "contact")}
    asked = {(slug, part.id) for slug in folders for part in table.service_of(slug).form.sections}
    assert asked - taken == told


def test_every_question_with_a_condition_comes_up_and_goes_away() -> None:
    for slug in {sheet.service for sheet, _ in FILLS}:
        form = table.service_of(slug).form
        pages = {sheet.section for sheet, _ in FILLS if sheet.service == slug}
        for part in (one for one in form.sections if one.id in pages):
            seen = [set(fill.asks) for sheet, fill in FILLS if (sheet.service, sheet.section) == (slug, part.id)]
            for field in part.fields:
                assert any(field.key in one for one in seen) or field.key == "own_income", field.key
                if field.conditions:
                    assert any(field.key not in one for one in seen), field.key
