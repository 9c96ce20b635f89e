"""Burden: papers, steps, days, visits of each service now, beside what its first published version asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition
from yimen.domains.catalogue.reports.rows import Of, services
from yimen.engines.service.quality import Burden, burden

_ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """``before`` is the first published version, the same as ``now`` while there is one version only."""

    of: Of
    number: int
    now: Burden
    before: Burden


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of some services, one place after the point. ``statutory`` counts those that have such a limit only;
    ``promised_of_those`` is their mean promise, so that the two may be compared."""

    services: int
    to_bring: Decimal
    free: Decimal
    steps: Decimal
    statutory: Decimal | None
    promised_of_those: Decimal | None
    promised: Decimal
    visits: Decimal

    @property
    def share(self) -> int | None:
        """The promise as a part of the statutory limit, in whole per cent."""
        if not self.statutory or self.promised_of_those is None:
            return None
        return int((100 * self.promised_of_those / self.statutory).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Total:
    """A department, a region or all of them; ``id`` is what narrows a report to it."""

    id: str
    name: str
    now: Average
    before: Average


def burden_rows() -> list[BurdenRow]:
    """One row per published service, by department and name."""
    found = services()
    first = {one.item_id: one for one in _first_versions([version.item_id for _, version, _ in found])}
    return [
        BurdenRow(of, version.number, _burden(version), _burden(first[version.item_id])) for of, version, _ in found
    ]


def by_department(rows: Sequence[BurdenRow]) -> list[Total]:
    names = sorted({row.of.department for row in rows})
    return [total(name, name, [row for row in rows if row.of.department == name]) for name in names]


def by_region(rows: Sequence[BurdenRow]) -> list[Total]:
    regions = sorted({(row.of.region, row.of.region_name) for row in rows})
    return [total(code, name, [row for row in rows if row.of.region == code]) for code, name in regions]


def total(id: str, name: str, rows: Sequence[BurdenRow]) -> Total:
    return Total(id, name, _average([row.now for row in rows]), _average([row.before for row in rows]))


def _first_versions(items: Sequence[int]) -> list[Version]:
    first = Version.objects.filter(item__in=items, number=1).select_related("item")
    return list(first.defer("files", "terms"))


def _burden(version: Version) -> Burden:
    return _counted(version.pk, version.fingerprint)


@lru_cache(maxsize=4096)
def _counted(pk: int, fingerprint: str) -> Burden:
    # Versions never change; the fingerprint belongs to the key because an emptied database gives old ids anew.
    return burden(definition(Version.objects.defer("files", "terms").get(pk=pk)))


def _average(found: Sequence[Burden]) -> Average:
    limited = [one for one in found if one.statutory is not None]
    return Average(
        services=len(found),
        to_bring=_mean([one.to_bring for one in found]) or Decimal(0),
        free=_mean([one.free for one in found]) or Decimal(0),
        steps=_mean([one.steps for one in found]) or Decimal(0),
        statutory=_mean([one.statutory or 0 for one in limited]),
        promised_of_those=_mean([one.promised for one in limited]),
        promised=_mean([one.promised for one in found]) or Decimal(0),
        visits=_mean([one.visits for one in found]) or Decimal(0),
    )


def _mean(values: Sequence[int]) -> Decimal | None:
    if not values:
        return None
    return (Decimal(sum(values)) / len(values)).quantize(_ONE_PLACE, ROUND_HALF_UP)
