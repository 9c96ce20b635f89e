from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import Context, Template

from yimen.ui import design, fields

VOID = {"input", "use", "br", "path"}


class Page(HTMLParser):
    """The elements of a piece of HTML: `(tag, attributes)` in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))

    def inputs(self) -> list[dict[str, str]]:
        return [found for tag, found in self.elements if tag in {"input", "select", "textarea"}]

    def ids(self) -> list[str]:
        return [found["id"] for _, found in self.elements if "id" in found]


def show(spec: dict[str, Any]) -> str:
    return Template("{% load ym %}{% field spec %}").render(Context({"spec": spec}))


def line(**more: Any) -> dict[str, Any]:
    return {"key": "shop", "type": "text", "label": "店名", **more}


SAMPLES = design.fields(is_refused=False) + design.fields(is_refused=True)
OPEN = [spec for spec in design.FIELDS if not spec.get("locked")]
BY_KEY = {spec["key"]: spec for spec in design.FIELDS}
STREETS, TRADES = BY_KEY["place"]["options"], BY_KEY["trade"]["options"]
CLAIMS, STAFF = BY_KEY["also"]["options"], BY_KEY["staff"]["columns"]


@pytest.mark.parametrize("spec", SAMPLES, ids=lambda spec: spec["key"])
def test_everything_a_field_refers_to_is_there(spec: dict[str, Any]) -> None:
    page = Page(show(spec).split("<template")[0])
    ids = page.ids()
    assert len(ids) == len(set(ids))
    for _, element in page.elements:
        referred = element.get("aria-describedby", "").split() + [element[a] for a in ("for",) if a in element]
        assert set(referred) <= set(ids)


@pytest.mark.parametrize("spec", OPEN, ids=lambda spec: spec["key"])
def test_every_input_has_a_label(spec: dict[str, Any]) -> None:
    page = Page(show(spec))
    labelled = {found["for"] for tag, found in page.elements if tag == "label"}
    assert page.inputs()
    assert {found["id"] for found in page.inputs()} <= labelled


def test_an_error_is_tied_to_the_input_and_keeps_what_was_typed() -> None:
    (field,) = Page(show(line(failure="店名不能有数字", value="小厨 3", hint="写全称"))).inputs()
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "f-shop-h f-shop-e"
    assert field["value"] == "小厨 3"


def test_a_field_without_error_is_not_called_invalid() -> None:
    (field,) = Page(show(line())).inputs()
    assert "aria-invalid" not in field
    assert "aria-describedby" not in field


def test_what_people_typed_is_escaped() -> None:
    assert "<script>" not in show(line(value='"><script>', label="<script>", hint="<script>", failure="<script>"))


def test_an_optional_field_says_so() -> None:
    assert "（选填）" in show(line(required=False))
    assert "（选填）" not in show(line(required=True))


@pytest.mark.parametrize(("count", "tag"), [(5, "input"), (6, "select")])
def test_up_to_five_options_are_cards_and_more_a_list(count: int, tag: str) -> None:
    options = [{"value": str(n), "label": f"第 {n} 种"} for n in range(count)]
    found = Page(show(line(type="select", options=options, value="1")))
    assert {name for name, _ in found.elements if name in {"input", "select"}} == {tag}


def test_the_link_of_an_error_lands_on_the_first_choice() -> None:
    page = Page(show(line(type="bool", failure="选“是”或者“否”")))
    assert page.inputs()[0]["id"] == fields.anchor("shop")


@pytest.mark.parametrize(
    ("value", "checked"),
    [(True, "true"), (False, "false"), ("是", "true"), ("否", "false"), (None, None), ("也许", None)],
)
def test_a_yes_no_field_shows_what_is_stored(value: object, checked: str | None) -> None:
    marked = [found["value"] for found in Page(show(line(type="bool", value=value))).inputs() if "checked" in found]
    assert marked == ([checked] if checked else [])


def test_a_locked_field_cannot_be_typed_into_and_offers_a_way_to_object() -> None:
    text = show(line(locked=True, value="桂花路小厨", source="名称自主申报", wrong_href="/wrong/"))
    assert Page(text).inputs() == []
    assert 'href="/wrong/"' in text
    assert "桂花路小厨" in text


def test_composed_fields_name_their_parts() -> None:
    names = [
        found["name"] for found in Page(show(BY_KEY["place"]) + show(BY_KEY["staff"]).split("<template")[0]).inputs()
    ]
    assert names == ["place.street", "place.detail", "staff.0.name", "staff.0.joined"]


def test_a_table_always_offers_a_row_to_fill() -> None:
    text = show({**BY_KEY["staff"], "rows": []})
    assert 'name="staff.0.name"' in text
    assert 'name="add_row" value="staff"' in text


@dataclass
class Failure:
    key: str
    sentence: str
    row: int | None = None
    column: str | None = None


def test_failures_find_their_place() -> None:
    sorted_ = fields.sorted_failures(
        [
            Failure("shop", "填写店名"),
            Failure("staff", "填写姓名", 1, "name"),
            Failure("place", "选街道", None, "street"),
        ]
    )
    assert sorted_["shop"]["failure"] == "填写店名"
    assert sorted_["staff"]["parts"] == {"1.name": "填写姓名"}
    assert sorted_["place"]["parts"] == {"street": "选街道"}
    assert fields.anchor("staff", 1, "name") == "f-staff.1.name"


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({"type": "bool", "value": False}, "否"),
        ({"type": "bool", "value": None}, ""),
        ({"type": "money", "value": "500.00"}, "500.00 元"),
        ({"type": "money", "value": None}, ""),
        ({"type": "select", "value": "food", "options": TRADES}, "卖吃的喝的"),
        ({"type": "multi", "value": ["tax", "gone"], "options": CLAIMS}, "税务登记信息、gone"),
        (
            {"type": "address", "value": {"street": "990181003", "detail": "1 号"}, "options": STREETS},
            "青石镇1 号",
        ),
        ({"type": "table", "value": [{"name": "甲"}, {"name": "乙"}], "columns": STAFF}, "姓名 甲；姓名 乙"),
    ],
)
def test_values_are_shown_as_people_read_them(spec: dict[str, Any], text: str) -> None:
    assert fields.shown(spec) == text


@pytest.mark.parametrize(("label", "unit"), [("投入多少钱", "元"), ("投入多少钱（万元）", "")])
def test_a_unit_that_the_label_says_is_not_said_again(label: str, unit: str) -> None:
    spec = {"key": "money", "type": "money", "label": label, "value": "5"}
    assert fields.present(spec).unit == unit
    assert fields.shown(spec) == f"5 {unit}".strip()
