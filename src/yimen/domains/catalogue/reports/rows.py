"""The services that a report is about, each with where it belongs; the choices of its filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition, published
from yimen.engines.service import Service


@dataclass(frozen=True, slots=True)
class Of:
    """A published service in a report: its name, its field of government, the region where it is competent."""

    slug: str
    name: str
    department: str
    region: str
    region_name: str


class Row(Protocol):
    @property
    def of(self) -> Of: ...


_Row = TypeVar("_Row", bound=Row)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a report may be narrowed to: departments, and regions as code and name."""

    departments: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]


def services(*, guides: bool = False) -> list[tuple[Of, Version, Service]]:
    """Every published service that stands alone and is handled here, by department and name.

    Args:
        guides: those of which the city publishes the guide only as well.
    """
    versions = published() if guides else published().filter(handled=True)
    found = [(version, definition(version)) for version in versions]
    rows = [(_of(version, service), version, service) for version, service in found]
    return sorted(rows, key=lambda row: (row[0].department, row[0].name))


def _of(version: Version, service: Service) -> Of:
    region = service.meta["region"]
    return Of(version.item.slug, version.name, service.meta["department"], region["code"], region["name"])


def choices(rows: Iterable[Row]) -> Choices:
    found = [row.of for row in rows]
    regions = sorted({(one.region, one.region_name) for one in found})
    return Choices(tuple(sorted({one.department for one in found})), tuple(regions))


def narrowed(rows: Iterable[_Row], department: str = "", region: str = "") -> list[_Row]:
    """The rows of a department and a region; an empty text leaves all. A region holds those below it by its code."""
    start = region.rstrip("0") if region else ""
    return [
        row
        for row in rows
        if (not department or row.of.department == department) and (not start or row.of.region.startswith(start))
    ]
