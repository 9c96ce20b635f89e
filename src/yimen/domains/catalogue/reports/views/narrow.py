"""What a report is narrowed to, as the address says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from yimen.domains.catalogue.reports.rows import Choices, Row, choices, narrowed

_Row = TypeVar("_Row", bound=Row)


@dataclass(frozen=True, slots=True)
class Narrow:
    """The chosen department and region, what there is to choose, and the same as the end of an address."""

    department: str
    region: str
    choices: Choices

    @property
    def query(self) -> str:
        told = {key: value for key, value in (("department", self.department), ("region", self.region)) if value}
        return f"?{urlencode(told)}" if told else ""


def narrow(request: HttpRequest, rows: Sequence[_Row]) -> tuple[Narrow, list[_Row]]:
    """The choice of this request and its rows; a department or region that no row has chooses nothing."""
    known = choices(rows)
    department, region = request.GET.get("department", ""), request.GET.get("region", "")
    told = Narrow(
        department if department in known.departments else "",
        region if region in {code for code, _ in known.regions} else "",
        known,
    )
    return told, narrowed(rows, told.department, told.region)
