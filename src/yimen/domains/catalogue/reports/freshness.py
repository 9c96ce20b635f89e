"""Freshness: when each service was last compared with the law, and which of its citations do not stand any more: by the
legal library, which holds them against the texts, and by the standard of what has changed without a text at hand."""

from dataclasses import dataclass
from datetime import date

from yimen.domains.catalogue.reports.rows import Of, services
from yimen.domains.law.queries import open_alarms
from yimen.domains.standards.queries import library
from yimen.engines.service.quality import facts_of
from yimen.ground.calendar.moment import legal_day

# A guide that nobody has compared with the law for half a year is one to look at (this city's own measure).
OLD_AFTER = 182
_SERVICE = "service"


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
    standards, alarms = library(today), _alarms()
    rows = []
    for of, version, service in services(guides=True):
        told = service.meta.get("checked_on")
        checked = date.fromisoformat(told) if told else None
        bases = facts_of(service, standards)["bases"]
        assert isinstance(bases, list)
        known = [f"《{one['document']}》{one['replaced']}" for one in bases if one["replaced"]]
        changes = tuple(dict.fromkeys([*known, *alarms.get(of.slug, [])]))
        days = max(0, (today - checked).days) if checked else None
        rows.append(FreshRow(of, version.number, legal_day(version.published_at), checked, days, changes))
    return sorted(rows, key=lambda row: (not row.to_look_at, row.days is not None, -(row.days or 0), row.of.name))


def _alarms() -> dict[str, list[str]]:
    """By service what the legal library says against its citations."""
    found: dict[str, list[str]] = {}
    for one in open_alarms().filter(subject_kind=_SERVICE):
        found.setdefault(one.subject_ref, []).append(one.sentence.rstrip("。，"))
    return found
