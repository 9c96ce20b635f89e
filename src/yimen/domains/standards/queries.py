"""Which standards are in force, and what they say."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from yimen.domains.standards.models import Standard
from yimen.engines.service import standards as engine
from yimen.ground.errors import NotFound

_UNKNOWN = ("没有找到这个标准", "看看标准库的目录。")
# A number in an address may be longer than the column.
_TOO_LARGE = 2**31


def in_force(day: date) -> list[Standard]:
    """The version in force of each standard, by kind and name; without content."""
    found: dict[str, Standard] = {}
    begun = Standard.objects.filter(in_force_from__lte=day).defer("content").order_by("slug", "number")
    for one in begun:
        found[one.slug] = one
    kinds = list(engine.KINDS)
    standing = [one for one in found.values() if one.in_force_to is None or day <= one.in_force_to]
    return sorted(standing, key=lambda one: (kinds.index(one.kind), one.name))


def library(day: date) -> engine.Library:
    """The standards in force on a day, as the linter asks them. Empty before any was published."""
    return engine.Library({one.slug: definition(one) for one in in_force(day)})


def codes(table: str, day: date) -> dict[str, str]:
    """A code table: code → name. Empty when no standard in force has it."""
    return code_tables(day).get(table, {})


def code_tables(day: date) -> dict[str, dict[str, str]]:
    """Every code table of the standards in force: its id → code → name."""
    tables: Mapping[str, list[Mapping[str, Any]]] = library(day).codes()
    return {table: {row["code"]: row["name"] for row in rows} for table, rows in tables.items()}


def versions_of(slug: str) -> list[Standard]:
    """Every version of a standard, the newest first; without content. Raises NotFound."""
    found = list(Standard.objects.filter(slug=slug).defer("content").order_by("-number")) if slug.isprintable() else []
    if not found:
        raise NotFound(*_UNKNOWN)
    return found


def version_shown(slug: str, day: date, number: int | None = None) -> Standard:
    """The version with this number, else the one in force, else the newest. Raises NotFound."""
    versions = versions_of(slug)
    if number is not None:
        one = next((one for one in versions if one.number == number), None) if number < _TOO_LARGE else None
        if one is None:
            raise NotFound(*_UNKNOWN)
        return one
    standing = [one for one in in_force(day) if one.slug == slug]
    return standing[0] if standing else versions[0]


def definition(standard: Standard) -> engine.Standard:
    """The version as the engine knows it. Versions never change, so it is read once per process."""
    return _read(standard.pk, standard.fingerprint)


@lru_cache(maxsize=256)
def _read(pk: int, fingerprint: str) -> engine.Standard:
    # The fingerprint belongs to the key: a database that was emptied and filled again gives old ids to new content.
    return engine.read(Standard.objects.values_list("content", flat=True).get(pk=pk).encode())
