"""What the services lack, and how often their forms are downloaded: for those who edit the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from yimen.domains.catalogue.reports.models import FormDownload
from yimen.domains.catalogue.reports.rows import Of, services
from yimen.engines.service.quality import LACKS, lacks


@dataclass(frozen=True, slots=True)
class LackRow:
    """``lacks``: kind of lack → where it is."""

    of: Of
    lacks: Mapping[str, list[str]]

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """The lacks by the names that people give them."""
        return [(LACKS[kind][0], where) for kind, where in self.lacks.items()]


@dataclass(frozen=True, slots=True)
class DownloadRow:
    of: Of
    file: str
    count: int


def lack_rows() -> list[LackRow]:
    """The published services that lack something, those with most first."""
    found = [LackRow(of, lacks(service)) for of, _, service in services()]
    return sorted((row for row in found if row.lacks), key=lambda row: (-len(row.lacks), row.of.name))


def download_rows(since: date, until: date) -> list[DownloadRow]:
    """How often each file was downloaded from one day to another, the most wanted first.

    Parts inside a joint service and services that are published no more stand under their own short name.
    """
    known = {of.slug: of for of, _, _ in services()}
    counted = FormDownload.objects.filter(day__range=(since, until)).values("slug", "name")
    return [
        DownloadRow(known.get(one["slug"]) or Of(one["slug"], one["slug"], "", "", ""), one["name"], one["times"])
        for one in counted.annotate(times=Sum("count")).order_by("-times", "slug", "name")
    ]
