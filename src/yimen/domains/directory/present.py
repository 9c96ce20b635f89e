"""An entry as pages show it: what is known in people's words, what is missing, who to ask."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from yimen.domains.directory.inherit import Effective
from yimen.domains.directory.models import Entry
from yimen.engines.service import exchange
from yimen.engines.service.exchange.fields import CHILD_FIELDS, CHILD_LABELS, FIELDS
from yimen.engines.service.exchange.lack import ASKED

# What a reader of the public page has no use for: marks of systems, and what its own lines say already.
_INSIDE = frozenset(
    "row_guid task_name dept_name region_code region_name task_type task_type_word source_url is_single_login "
    "app_is_single_login matter_type parent_matterid group_id has_child extend_field task_version plain_name "
    "summary".split()
)
_CODES = frozenset("catalog_code local_catalog_code task_code local_task_code task_handle_item dept_code".split())

# A unit stands beside its number.
_UNITS = {"anticipate_day": "anticipate_type", "promise_day": "promise_type"}


def public_rows(entry: Entry, found: Mapping[str, Effective]) -> list[dict[str, Any]]:
    """What is known, as rows of a summary, in the order of the standard; codes and what systems say are left out."""
    beside = {unit for name, unit in _UNITS.items() if name in found}
    names = [name for name in FIELDS if name in found and name not in _INSIDE | _CODES | beside]
    return [{"label": exchange.label_of(name), "value": _with_unit(entry, name, found)} for name in names]


def _with_unit(entry: Entry, name: str, found: Mapping[str, Effective]) -> str:
    """“20 个工作日”, in one row."""
    told, unit = word(entry, name, found[name].value), _UNITS.get(name, "")
    if unit not in found:
        return told
    return f"{told} {'个' if told.isdecimal() else ''}{word(entry, unit, found[unit].value)}"


def code_rows(entry: Entry, found: Mapping[str, Effective]) -> list[dict[str, Any]]:
    return [
        {"label": exchange.label_of(name), "value": found[name].value}
        for name in FIELDS
        if name in found and name in _CODES
    ]


def word(entry: Entry, name: str, value: Any) -> str:
    """A value as people read it: the word for a code, the names of the rows of a child table."""
    if isinstance(value, list):
        return rows_word(name, value)
    tables, field = exchange.tables_of(entry.region_code[:2]), FIELDS.get(name)
    if field is None or not field.codes:
        return str(value)
    codes = tables.codes(field.codes, str(value))
    return "、".join(tables.words[field.codes][one] for one in codes) or str(value)


def rows_word(name: str, rows: Sequence[Mapping[str, str]]) -> str:
    first = next(iter(CHILD_FIELDS.get(name, {"": None})))
    return "；".join(row.get(first, "") for row in rows if row.get(first))


def lacking(lacks: Iterable[exchange.Lack]) -> list[str]:
    """What people would ask and is not answered."""
    return [one.words for one in lacks if one.key]


def field_rows(entry: Entry, found: Mapping[str, Effective], locked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every field for an editor: its value, which level set it, which locked it, what is said in vain."""
    names = [*(name for name in FIELDS if name in found or name in locked)]
    names = list(dict.fromkeys([*names, *(name for name in [*CHILD_LABELS, *sorted(found)] if name in found)]))
    return [_field_row(entry, name, found.get(name), locked.get(name, "")) for name in names]


def _field_row(entry: Entry, name: str, one: Effective | None, locked: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": exchange.label_of(name),
        "value": word(entry, name, one.value) if one else "",
        "set_by": one.set_by if one else "",
        "locked_by": (one.locked_by if one else "") or locked,
        "without_effect": [(by, word(entry, name, value)) for by, value in one.without_effect] if one else [],
    }


def missing_fields(lacks: Iterable[exchange.Lack]) -> list[dict[str, str]]:
    """For an editor: what is asked, and the empty fields behind it by their names in the standard."""
    return [{"words": one.words, "fields": "、".join(exchange.label_of(name) for name in one.fields)} for one in lacks]


def page_at_source(found: Mapping[str, Effective]) -> str:
    """The address of the page that the row came from; only of the web, and never a script."""
    address = found["source_url"].value if "source_url" in found else ""
    parts = urlsplit(address) if isinstance(address, str) and len(address) < 500 else urlsplit("")
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def asked_words() -> list[str]:
    return [words for words, _ in ASKED.values()]
