"""How long the files of a case are kept after it has ended: the rule of the service, and the last day it gives."""

from collections.abc import Iterator
from datetime import date

from yimen.engines.clock import add_months
from yimen.engines.problem import Problem
from yimen.engines.service.meta.keeping import Retention
from yimen.engines.service.model import Service

PERMANENT = "permanent"
FOR_EVER = date.max
LONGEST = 100
_MONTHS = 12


def retention_of(service: Service, material: str) -> Retention | None:
    """The rule for one material: its own, else that of the service; None where the service leaves it to the city."""
    told = next((one for one in service.meta["materials"] if one["id"] == material), None)
    own = told.get("retention") if told else None
    return own or service.meta.get("retention")


def last_day(ended: date, rule: Retention) -> date:
    """The last day of the period: the same day of the month, years later; where there is none, the end of that month.

    The day of the end does not count (民法典 201, 202). ``FOR_EVER`` where the rule is permanent.
    """
    years = rule["years"]
    if not isinstance(years, int):
        return FOR_EVER
    return add_months(ended, years * _MONTHS)


def check(service: Service) -> Iterator[Problem]:
    """Periods that are no number of years, and rules without a document behind them."""
    if "retention" in service.meta:
        yield from _faults(service.meta["retention"], "service.yaml#retention")
    for one in service.meta["materials"]:
        if "retention" in one:
            yield from _faults(one["retention"], f"service.yaml#materials/{one['id']}/retention")


def _faults(rule: Retention, place: str) -> Iterator[Problem]:
    years = rule["years"]
    if isinstance(years, str) and years != PERMANENT:
        yield Problem(place, f"保管期限写的是 {years}，", f"写整年数，或者 {PERMANENT}（永久）。")
    if isinstance(years, int) and not 1 <= years <= LONGEST:
        yield Problem(place, f"保管期限写的是 {years} 年，", f"写 1 到 {LONGEST} 年，或者 {PERMANENT}（永久）。")
