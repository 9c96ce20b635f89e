"""Who reaches the age soon: questions about the candidates' rows, and from which age a service pays."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from yimen.domains.benefits.models import Candidate
from yimen.domains.benefits.terms import terms_of
from yimen.engines import dmn
from yimen.engines.clock import add_months
from yimen.engines.service import Service

APPLIED_ON = "applied_on"
_YEAR = 12
# Somebody who does not want it, or whom nobody can reach, does not stand on the list for ever.
LEFT_AFTER = timedelta(days=90)


def age_of(service: Service, today: date) -> int | None:
    """From which age the service pays, as its own rules say: asked for somebody born today.

    None where the rules ask for more than the day of birth and of the application: then nobody is told unasked.
    """
    terms = terms_of(service)
    if set(dmn.inputs_of(service.model, terms.first)) - {terms.born, APPLIED_ON}:
        return None
    first = dmn.decide(service.model, terms.first, {terms.born: today, APPLIED_ON: today}).outputs
    if isinstance(first, str):
        first = date.fromisoformat(first)
    if not isinstance(first, date):
        return None
    # From the month of the birthday or the month after: whole years between are the age.
    reached = (first.year - today.year) * _YEAR + first.month - today.month
    return reached // _YEAR or None


def birthday(born: date, age: int) -> date:
    """The day on which somebody reaches an age; who was born on 29 February reaches it on the last of the month."""
    return add_months(born, age * _YEAR)


def open_candidates() -> QuerySet[Candidate]:
    return Candidate.objects.filter(closed_at=None)


def close_candidates(service: str, id_numbers: Collection[str], because: str, now: datetime) -> int:
    """They need no telling any more; how many there were."""
    rows = open_candidates().filter(service=service, id_number__in=id_numbers)
    return rows.update(closed_at=now, closed_because=because)
