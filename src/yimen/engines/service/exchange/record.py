"""One item as the tables carry it, compared and fingerprinted without regard to the order of its keys."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from yimen.engines.service.exchange.fields import CHILDREN

Row: TypeAlias = Mapping[str, str]
Record: TypeAlias = Mapping[str, str | Sequence[Row]]


def text_of(record: Record, name: str) -> str:
    """A field of the item; empty when it is not there."""
    found = record.get(name, "")
    return found if isinstance(found, str) else ""


def rows_of(record: Record, child: str) -> list[Row]:
    """The rows of a child table; none when it is not there."""
    found = record.get(child, [])
    return [] if isinstance(found, str) else list(found)


def cleaned(record: Record) -> dict[str, str | list[dict[str, str]]]:
    """The record without empty fields and rows, each text in one form of Unicode and without blanks around it."""
    found: dict[str, str | list[dict[str, str]]] = {}
    for name, value in sorted(record.items()):
        if isinstance(value, str):
            if text := _text(value):
                found[name] = text
        elif name in CHILDREN and (rows := [one for one in map(_row, value) if one]):
            found[name] = rows
    return found


def _row(row: Row) -> dict[str, str]:
    return {name: text for name, value in sorted(row.items()) if (text := _text(value))}


def _text(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()


def fingerprint(record: Record) -> str:
    """SHA-256 over what the record says."""
    return hashlib.sha256(json.dumps(cleaned(record), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def difference(old: Record, new: Record) -> list[str]:
    """The names of the fields and child tables that say something else, in order."""
    before, after = cleaned(old), cleaned(new)
    return [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
