"""Which questions are asked, for these answers on this day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yimen.engines.feel import Value
from yimen.engines.forms.model import Field, Form
from yimen.engines.forms.typed import derived_value, typed


@dataclass(frozen=True, slots=True)
class Visible:
    """Keys of the fields that are asked, of those that must be answered, and ids of sections with such fields."""

    fields: frozenset[str]
    required: frozenset[str]
    sections: tuple[str, ...]


def visible(form: Form, answers: Mapping[str, object], today: date) -> Visible:
    """Decide field by field, in the order of the form: a condition sees only what was asked before it."""
    return look(form, answers, today)[0]


def look(form: Form, answers: Mapping[str, object], today: date) -> tuple[Visible, dict[str, Value]]:
    """What is asked, and the facts that follow from it. An answer to a question no longer asked is no fact."""
    scope: dict[str, Value] = {**dict.fromkeys(form.names), "today": today}
    asked, required = set(), set()
    _derive(form, scope)
    for key, field in form.fields.items():
        shown, needed = _state(field, scope)
        if needed:
            required.add(key)
        if not shown:
            continue
        asked.add(key)
        scope[key] = typed(field, answers.get(key))
        if any(key in item.expression.names for item in form.derived):
            _derive(form, scope)
    sections = (section.id for section in form.sections if any(field.key in asked for field in section.fields))
    return Visible(frozenset(asked), frozenset(required), tuple(sections)), scope


def _state(field: Field, scope: Mapping[str, Value]) -> tuple[bool, bool]:
    """Whether the field is asked, and whether it must be answered."""
    needed_now = field.required_when is not None and field.required_when.evaluate(scope).value is True
    wanted_now = field.ask_when is not None and field.ask_when.evaluate(scope).value is True
    shown = not field.conditions or needed_now or wanted_now
    return shown, shown and (field.required or needed_now)


def _derive(form: Form, scope: dict[str, Value]) -> None:
    for item in form.derived:
        scope[item.key] = derived_value(item, scope)
