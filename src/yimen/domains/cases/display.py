"""Answers as people read them, and fields as the pages show them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from yimen.domains.cases.lanes import bodies_of, chosen, is_joint
from yimen.domains.cases.lists import Lists
from yimen.domains.cases.materials import handed_in, materials_of, reasons_of
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.queries import service_of
from yimen.engines.forms import Failure, Field, Form
from yimen.ui.fields import anchor, shown, sorted_failures

_BELOW = {"street": "所在的乡镇（街道）", "village": "所在的村（社区）"}


def options_of(field: Field, lists: Lists) -> list[dict[str, str]]:
    if field.options_from:
        return list(lists.get(field.options_from, []))
    return [{"value": one.value, "label": one.label, "hint": one.hint} for one in field.options]


def spec_of(field: Field, value: object, lists: Lists) -> dict[str, Any]:
    """A field as ``yimen.ui.fields`` takes it. An address without a list of its own offers the streets of the city."""
    options = options_of(field, lists)
    if field.type == "address" and not options:
        options = list(lists.get("streets", []))
    return {
        "key": field.key,
        "type": field.type,
        "label": field.label,
        "hint": field.hint,
        "value": value,
        "required": field.required or field.required_when is not None,
        "max_length": field.max_length,
        "options": options,
        "columns": [spec_of(column, None, lists) for column in field.columns],
    }


def text_of(field: Field, value: object, lists: Lists) -> str:
    """A stored answer as one line of text."""
    return shown(spec_of(field, value, lists))


def legal_text(field: Field, value: object, lists: Lists, region: str) -> str:
    """A stored answer as it stands on a certificate: the legal category, not its plain words; a whole address.

    Args:
        region: name of the county-level division, which a street address does not carry.
    """
    if field.type == "select":
        return str(value or "")
    if field.type == "address" and isinstance(value, Mapping):
        return f"{region}{text_of(field, value, lists)}"
    if field.type == "multi" and isinstance(value, list):
        return "；".join(text_of(field, [one], lists) for one in value)
    return text_of(field, value, lists)


def controls(
    case: Case, fields: Iterable[Field], lists: Lists, failures: Iterable[Failure], *, wrong_path: str
) -> list[dict[str, Any]]:
    """The fields of a page with values, failures and sources. A prefilled one is locked, with a way to say 有误."""
    wrong = sorted_failures(failures)
    found = []
    for field in fields:
        spec = {**spec_of(field, case.answers.get(field.key), lists), **wrong.get(field.key, {})}
        source = case.sources.get(field.key)
        if source is not None:
            spec["source"] = f"来自{source['source']}"
            if field.locked and field.key not in case.disputed:
                spec.update(locked=True, wrong_href=f"{wrong_path}?wrong={field.key}")
        found.append(spec)
    return found


def open_controls(
    case: Case, fields: Iterable[Field], lists: Lists, failures: Iterable[Failure]
) -> list[dict[str, Any]]:
    """Fields that a correction opens: with their present values, a prefilled one too, so that it can be changed."""
    wrong = sorted_failures(failures)
    found = []
    for field in fields:
        spec = {**spec_of(field, case.answers.get(field.key), lists), **wrong.get(field.key, {})}
        source = case.sources.get(field.key)
        found.append({**spec, "source": f"来自{source['source']}"} if source else spec)
    return found


def entries(form: Form, answers: Mapping[str, object], keys: Iterable[str], lists: Lists) -> list[dict[str, str]]:
    """Label and text of each answered field, in the order of the form."""
    wanted = set(keys)
    told = [
        (field.label, text_of(field, answers.get(key), lists)) for key, field in form.fields.items() if key in wanted
    ]
    return [{"label": label, "value": text} for label, text in told if text]


def upload_name(material: str) -> str:
    """The name of a material's file input, apart from the names of the form's fields."""
    return f"file-{material}"


def files_by_material(case: Case) -> dict[str, list[Material]]:
    found: dict[str, list[Material]] = {}
    for one in handed_in(case):
        found.setdefault(one.material, []).append(one)
    return found


def file_row(case: Case, row: Material) -> dict[str, Any]:
    return {
        "name": row.file.name,
        "size": row.file.size_text,
        "href": reverse("cases:file", args=[case.number, row.pk]),
    }


def material_rows(case: Case, now: datetime) -> list[dict[str, Any]]:
    """All materials of the case: what is handed in, what lacks (no files), what nobody has to bring."""
    there, why = files_by_material(case), reasons_of(case, now)
    path = reverse("cases:materials", args=[case.number])
    return [
        {
            "name": one["name"],
            "why": why.get(one["id"]),
            "plain": one["plain"],
            "obtain": one["obtain"],
            "files": [file_row(case, row) for row in there.get(one["id"], [])] if one["obtain"] == "upload" else [],
            "href": f"{path}#{anchor(upload_name(one['id']))}",
        }
        for one in materials_of(case, now)
    ]


def goes_to(case: Case) -> str:
    """To whom it is handed in, as the button says it."""
    if not is_joint(case):
        return case.body.short_name
    bodies = dict.fromkeys(body.short_name for body in bodies_of(case))
    return " ".join(bodies) if len(bodies) == 1 else f" {len(bodies)} 个部门"


def needed_by(case: Case, key: str) -> str:
    """Of a joint application: which of the chosen parts need this answer."""
    names = [part.name for part in chosen(case) if key in part.service.form.fields]
    return f"用于{'、'.join(names)}" if is_joint(case) and names else ""


def seen_by(case: Case) -> str:
    """Who gets to see what is filled in: the deciding body, and whoever below it has a post in the service; of a joint
    application the body of each chosen part."""
    if is_joint(case):
        return "、".join(dict.fromkeys(body.name for body in bodies_of(case)))
    places = {str(one.get("at", "body")) for one in service_of(case).meta["posts"]}
    below = [words for place, words in _BELOW.items() if place in places]
    return "、".join([case.body.name, *below])
