"""All answers, or those of one section, against the form: every failure at once, in the order of the form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yimen.engines.feel import Value
from yimen.engines.forms.model import TABLE_ROWS, Check, Field, Form
from yimen.engines.forms.take_in import Taken, take_in
from yimen.engines.forms.values import Lists, Surroundings, fault, is_empty
from yimen.engines.forms.visible import Visible, look

_CHOSEN = {"select", "multi", "bool"}


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing to mend. ``row`` (from 0) and ``column`` are set for a cell of a table."""

    key: str
    sentence: str
    row: int | None = None
    column: str | None = None


def validate(
    form: Form, answers: Mapping[str, object], today: date, section: str | None = None, lists: Lists | None = None
) -> list[Failure]:
    """Every failure of the asked fields, then of the checks between them.

    ``section``: only the fields of that section, and checks whose fields stand in it or before it.
    ``lists``: reference lists by name, for fields with ``options_from``; a missing list is a ``ValueError``.
    """
    seen, facts = look(form, answers, today)
    around = Surroundings(answers, today, lists or {})
    fields = form.section(section).fields if section else tuple(form.fields.values())
    failures = [
        failure
        for field in fields
        if field.key in seen.fields
        for failure in _field_failures(field, field.key in seen.required, around)
    ]
    return failures + _check_failures(form, section, seen, facts, {failure.key for failure in failures})


def _field_failures(field: Field, required: bool, around: Surroundings) -> Iterator[Failure]:
    value = around.answers.get(field.key)
    if is_empty(value):
        if required:
            yield Failure(field.key, missing(field))
        return
    if sentence := fault(field, value, around):
        yield Failure(field.key, sentence)
    elif field.type == "table" and isinstance(value, list):
        yield from _table_failures(field, value, around)


def _table_failures(field: Field, rows: list[object], around: Surroundings) -> Iterator[Failure]:
    if field.max is None and len(rows) > TABLE_ROWS:
        yield Failure(field.key, f"最多 {TABLE_ROWS} 行，现在是 {len(rows)} 行")
        return
    for at, row in enumerate(rows):
        if not isinstance(row, dict):
            yield Failure(field.key, f"第 {at + 1} 行没有读懂，重新填这一行", at)
            continue
        for column in field.columns:
            if sentence := _cell_fault(column, row.get(column.key), Surroundings(row, around.today, around.lists)):
                yield Failure(field.key, f"第 {at + 1} 行：{sentence}", at, column.key)


def _cell_fault(column: Field, value: object, around: Surroundings) -> str | None:
    if is_empty(value):
        return missing(column) if column.required else None
    return fault(column, value, around)


def take_alone(field: Field, raw: object, today: date) -> Taken:
    """One answer by itself, read and checked: its failure is that of reading it, else what it may not be."""
    taken = take_in(field, raw)
    if taken.failure is not None:
        return taken
    if is_empty(taken.value):
        return Taken(taken.value, missing(field), raw)
    return Taken(taken.value, fault(field, taken.value, Surroundings({}, today, {})), raw)


def missing(field: Field) -> str:
    """What is said when a required answer is not there."""
    if field.type == "table":
        return f"“{field.label}”至少填一行"
    return f"“{field.label}”还没有{'选' if field.type in _CHOSEN else '填'}"


def _check_failures(
    form: Form, section: str | None, seen: Visible, facts: Mapping[str, Value], failed: set[str]
) -> list[Failure]:
    return [
        Failure(check.fields[0], check.sentence)
        for check in form.checks
        if _due(form, check, section)
        and set(check.fields) <= seen.fields
        # A value that is wrong by itself would only be reported twice.
        and not set(check.fields) & failed
        and check.expression.evaluate(facts).value is False
    ]


def _due(form: Form, check: Check, section: str | None) -> bool:
    """In a section: the check touches it and needs nothing that is asked later."""
    if section is None:
        return True
    order = [item.id for item in form.sections]
    places = {order.index(item.id) for item in form.sections for field in item.fields if field.key in check.fields}
    return max(places, default=-1) == order.index(section)
