"""What an officer has entered at the window, as lists; each is one question to the database."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from yimen.domains.cases.models import Case
from yimen.domains.cases.states import OPEN, Status
from yimen.ground.accounts.models import Account, Person
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.places.models import Organisation

_MOST = 100
_WAITS = (Status.DRAFT, Status.CORRECTING)
_NEXT = {Status.DRAFT: "接着填", Status.CORRECTING: "补正"}


def entries_today(officer: Account, now: datetime) -> list[dict[str, Any]]:
    """What the officer has begun, gone on with or handed in today, the latest first."""
    found = _entered(officer).filter(_touched(now)).order_by("-saved_at")
    return _rows(found[:_MOST])


def open_entries(officer: Account, now: datetime) -> list[dict[str, Any]]:
    """Entries of earlier days that still wait for the person to come again: drafts and corrections."""
    found = _entered(officer).filter(status__in=_WAITS).exclude(_touched(now)).order_by("-saved_at")
    return _rows(found[:_MOST])


def person_cases(officer: Account, body: Organisation, person: Person) -> list[dict[str, Any]]:
    """What this person has under way at the officer's own body, and what the officer has begun: nothing else."""
    here = Q(body=body) | Q(entered_at_body=body)
    waiting = Q(entered_by=officer, status__in=_WAITS)
    under_way = Q(entered_at_body=body, status__in=OPEN)
    known = Q(body=body, status__in=OPEN)
    found = _with_names(Case.objects.filter(here & (waiting | under_way | known), applicant=person))
    return _rows(found.order_by("-saved_at")[:_MOST], officer, body)


def _entered(officer: Account) -> QuerySet[Case]:
    return _with_names(Case.objects.filter(entered_by=officer))


def _with_names(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("version", "applicant", "body")


def _touched(now: datetime) -> Q:
    day = datetime.combine(legal_day(now), time.min, CITY)
    within = (day, day + timedelta(days=1) - timedelta(microseconds=1))
    return Q(created_at__range=within) | Q(saved_at__range=within) | Q(submitted_at__range=within)


def may_open(case: Case, officer: Account, body: Organisation | None) -> bool:
    """The officer's own entries, and what colleagues at the same window have handed in; a draft is its writer's."""
    if case.entered_by_id == officer.pk:
        return True
    return body is not None and case.entered_at_body_id == body.pk and case.status != Status.DRAFT


def _rows(
    cases: Iterable[Case], officer: Account | None = None, body: Organisation | None = None
) -> list[dict[str, Any]]:
    """Rows with the way on, where the officer may open the case (own lists: always)."""
    return [
        {
            "number": one.number,
            "service": one.version.name,
            "applicant": one.applicant.name,
            "word": "等补正" if one.status == Status.CORRECTING else one.word,
            "at": (one.submitted_at or one.saved_at).astimezone(CITY).strftime("%-m月%-d日 %H:%M"),
            "submitted": one.submitted_at is not None,
            "href": reverse("desk:window-case", args=[one.number])
            if officer is None or may_open(one, officer, body)
            else "",
            "next": _NEXT.get(Status(one.status), "") if officer is None or one.entered_by_id == officer.pk else "",
            "next_href": reverse("cases:hub", args=[one.number]),
        }
        for one in cases
    ]
