"""Freshness: when each service was last compared with the law, and which of its citations have changed since."""

from dataclasses import dataclass
from datetime import date

from yimen.domains.catalogue.reports.rows import Of, services
from yimen.domains.standards.queries import library
from yimen.engines.service.quality import facts_of
from yimen.ground.calendar.moment import legal_day

# A guide that nobody has compared with the law for half a year is one to look at (this city's own measure).
OLD_AFTER = 182


@dataclass(frozen=True, slots=True)
class FreshRow:
    """``days``: since ``checked_on``, None when nobody has said; ``changes``: what has become of the laws it cites."""

    of: Of
    number: int
    published_on: date
    checked_on: date | None
    days: int | None
    changes: tuple[str, ...]

    @property
    def is_old(self) -> bool:
        return self.days is None or self.days > OLD_AFTER

    @property
    def to_look_at(self) -> bool:
        return self.is_old or bool(self.changes)


def fresh_rows(today: date) -> list[FreshRow]:
    """One row per published service or guide; those to look at first, then by how long ago they were checked."""
    standards = library(today)
    rows = []
    for of, version, service in services(guides=True):
        told = service.meta.get("checked_on")
        checked = date.fromisoformat(told) if told else None
        bases = facts_of(service, standards)["bases"]
        assert isinstance(bases, list)
        changes = tuple(dict.fromkeys(f"《{one['document']}》{one['replaced']}" for one in bases if one["replaced"]))
        days = max(0, (today - checked).days) if checked else None
        rows.append(FreshRow(of, version.number, legal_day(version.published_at), checked, days, changes))
    return sorted(rows, key=lambda row: (not row.to_look_at, row.days is not None, -(row.days or 0), row.of.name))
