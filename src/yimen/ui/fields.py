"""A form field as a page shows it: from the plain facts of the forms engine to names, ids, texts and choices.

`present(spec)` takes a dict with `key`, `type`, `label` and, where they apply, `hint`, `value` (stored or as typed),
`failure` (sentence), `parts` (failures inside the field: {"street": sentence} or {"0.name": sentence}), `options`
([{"value", "label", "hint"}]), `columns` and `rows` (table), `required`, `locked`, `source`, `wrong_href` (where 有误
leads), `unit` (instead of the one of the type), `max_length`, `autocomplete`, `row_label` (what one row is called).

The names of the inputs are `<key>`, `<key>.street`, `<key>.detail` and `<key>.<n>.<column>` with n from 0; the id of
the element is always `f-` and the name. A yes/no field posts `true` or `false`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Spec = Mapping[str, Any]

FEW = 5
LONG_TEXT = 100
YES_NO = ({"value": "true", "label": "是"}, {"value": "false", "label": "否"})
WORDS = {"true": "true", "是": "true", "false": "false", "否": "false"}
UNITS = {"money": "元", "area": "平方米"}
# “投入多少钱（万元）” names its unit itself: a second one beside the input would contradict it.
OWN_UNIT = re.compile("（[^）]*(元|平方米|亩|公顷)）$")
FORMATS = {"date": "例如 2026-1-5 或 2026年1月5日"}
WIDTHS = {
    "date": "w-10",
    "int": "w-10",
    "decimal": "w-10",
    "money": "w-10",
    "area": "w-10",
    "mobile": "w-10",
    "idcard": "w-20",
    "id_no": "w-20",
    "uscc": "w-20",
    "bank_account": "w-20",
}
INPUT_MODES = {
    "int": "numeric",
    "mobile": "tel",
    "bank_account": "numeric",
    "decimal": "decimal",
    "money": "decimal",
    "area": "decimal",
}
KINDS = {"multi": "choices", "bool": "choices", "address": "address", "table": "table"}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    hint: str
    id: str
    checked: bool


@dataclass(frozen=True)
class Row:
    """One row of a table field: its number in names (from 0), what one row is called, its cells."""

    key: str
    called: str
    cells: tuple["Control", ...]

    @property
    def place(self) -> int:
        """The number that people read, from 1."""
        return int(self.key) + 1 if self.key.isdigit() else 1


@dataclass(frozen=True)
class Control:
    """Everything the template of a field needs; `kind` chooses its look."""

    kind: str
    name: str
    label: str
    text: str = ""
    hint: str = ""
    format: str = ""
    unit: str = ""
    width: str = ""
    input_mode: str = ""
    autocomplete: str = "off"
    failure: str = ""
    source: str = ""
    wrong_href: str = ""
    required: bool = True
    many: bool = False
    choices: tuple[Choice, ...] = ()
    inner: tuple["Control", ...] = field(default=())
    rows: tuple[Row, ...] = ()
    blank: Row | None = None

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def grouped(self) -> bool:
        return self.kind in {"choices", "address", "table"}

    @property
    def described_by(self) -> str:
        """Ids of hint, source, unit and error, in reading order."""
        told = [("h", self.hint or self.format), ("s", self.source), ("u", self.unit), ("e", self.failure)]
        return " ".join(f"{self.id}-{suffix}" for suffix, text in told if text)


def kind_of(spec: Spec) -> str:
    """Which look a field has: locked, choices, select, address, table, textarea or text."""
    if spec.get("locked"):
        return "locked"
    if spec["type"] == "select":
        return "choices" if len(spec.get("options") or ()) <= FEW else "select"
    if spec["type"] == "text" and (spec.get("max_length") or 0) > LONG_TEXT:
        return "textarea"
    return KINDS.get(spec["type"], "text")


def unit_of(spec: Spec) -> str:
    """The unit that stands beside the value, or "" when there is none or the label says it."""
    if "unit" in spec:
        return str(spec["unit"])
    return "" if OWN_UNIT.search(spec.get("label") or "") else UNITS.get(spec["type"], "")


def text_of(value: object) -> str:
    """A stored or typed value as the text that goes back into the input."""
    if value is None or isinstance(value, list | tuple | Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def chosen(spec: Spec) -> frozenset[str]:
    value = spec.get("value")
    values = value if isinstance(value, list | tuple) else [value]
    found = {text_of(one) for one in values} - {""}
    if spec["type"] == "bool":
        return frozenset(WORDS[one] for one in found if one in WORDS)
    return frozenset(found)


def choices_of(spec: Spec, name: str) -> tuple[Choice, ...]:
    """The options; the first one has the id of the field, so that a link from the error summary lands on it."""
    options = YES_NO if spec["type"] == "bool" else spec.get("options") or ()
    picked = chosen(spec)
    return tuple(
        Choice(
            str(option["value"]),
            option.get("label") or str(option["value"]),
            option.get("hint") or "",
            f"f-{name}" if number == 0 else f"f-{name}-{number}",
            str(option["value"]) in picked,
        )
        for number, option in enumerate(options)
    )


def address_parts(spec: Spec, name: str) -> tuple[Control, ...]:
    value = spec.get("value")
    given: Mapping[str, object] = value if isinstance(value, Mapping) else {}
    parts: Mapping[str, str] = spec.get("parts") or {}
    street = {"type": "select", "options": spec.get("options") or (), "value": given.get("street")}
    return (
        Control(
            "select",
            f"{name}.street",
            "街道（乡镇）",
            choices=choices_of(street, f"{name}.street"),
            failure=parts.get("street", ""),
            width="w-20",
        ),
        Control(
            "text",
            f"{name}.detail",
            "详细地址",
            text=text_of(given.get("detail")),
            hint="路名、门牌号、楼层，例如“桂花路 18 号 1 层”",
            failure=parts.get("detail", ""),
        ),
    )


def table_row(spec: Spec, name: str, number: int | str, cells: Mapping[str, object]) -> Row:
    parts: Mapping[str, str] = spec.get("parts") or {}
    inside = tuple(
        present(
            {**column, "value": cells.get(column["key"]), "failure": parts.get(f"{number}.{column['key']}")},
            f"{name}.{number}.{column['key']}",
        )
        for column in spec.get("columns") or ()
    )
    return Row(str(number), spec.get("row_label") or "", inside)


def table_rows(spec: Spec, name: str) -> tuple[Row, ...]:
    given: Sequence[Mapping[str, object]] = spec.get("rows") or spec.get("value") or [{}]
    return tuple(table_row(spec, name, number, cells) for number, cells in enumerate(given))


def present(spec: Spec, name: str = "") -> Control:
    """How the field `spec` is shown; `name` is given for the cells of a table.

    A type that is not known here is shown as a line of text: nobody is kept from answering.
    """
    name = name or spec["key"]
    kind, type_ = kind_of(spec), spec["type"]
    is_line = kind in {"text", "textarea"}
    return Control(
        kind,
        name,
        spec.get("label") or "",
        text=shown(spec) if kind == "locked" else text_of(spec.get("value")),
        hint=spec.get("hint") or "",
        format=FORMATS.get(type_, "") if is_line else "",
        unit=unit_of(spec) if is_line else "",
        width=WIDTHS.get(type_, "") if kind != "select" else "w-20",
        input_mode=INPUT_MODES.get(type_, ""),
        autocomplete=spec.get("autocomplete") or ("tel" if type_ == "mobile" else "off"),
        failure=spec.get("failure") or "",
        source=spec.get("source") or "",
        wrong_href=spec.get("wrong_href") or "",
        required=spec.get("required", True),
        many=type_ == "multi",
        choices=choices_of(spec, name) if kind in {"choices", "select"} else (),
        inner=address_parts(spec, name) if kind == "address" else (),
        rows=table_rows(spec, name) if kind == "table" else (),
        blank=table_row(spec, name, "__n__", {}) if kind == "table" else None,
    )


def shown(spec: Spec) -> str:
    """The value of a field as people read it: labels of options, 是/否, one line for an address, units."""
    value, type_ = spec.get("value"), spec["type"]
    labels = {str(option["value"]): option.get("label") or str(option["value"]) for option in spec.get("options") or ()}
    if type_ == "bool":
        return {"true": "是", "false": "否"}.get(next(iter(chosen(spec)), ""), "")
    if type_ == "address" and isinstance(value, Mapping):
        street = text_of(value.get("street"))
        return labels.get(street, street) + text_of(value.get("detail"))
    if type_ == "table" and isinstance(value, list | tuple):
        return "；".join(shown_row(spec, cells) for cells in value)
    if type_ in {"select", "multi"}:
        picked = value if isinstance(value, list | tuple) else [value]
        return "、".join(labels.get(text_of(one), text_of(one)) for one in picked if text_of(one))
    text = text_of(value)
    return f"{text} {unit_of(spec)}" if text and unit_of(spec) else text


def shown_row(spec: Spec, cells: Mapping[str, object]) -> str:
    told = [(column["label"], shown({**column, "value": cells.get(column["key"])})) for column in spec["columns"]]
    return "，".join(f"{label} {text}" for label, text in told if text)


def anchor(key: str, row: int | None = None, column: str | None = None) -> str:
    """The element id that the error summary links to for a failure of the forms engine."""
    return "f-" + ".".join(str(part) for part in (key, row, column) if part is not None)


def sorted_failures(failures: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Failures of the forms engine as what `present` takes: {key: {"failure": sentence, "parts": {...}}}."""
    found: dict[str, dict[str, Any]] = {}
    for one in failures:
        entry = found.setdefault(one.key, {"failure": "", "parts": {}})
        if one.row is None and one.column is None:
            entry["failure"] = entry["failure"] or one.sentence
        else:
            inside = anchor("", one.row, one.column).removeprefix("f-.")
            entry["parts"].setdefault(inside, one.sentence)
    return found
