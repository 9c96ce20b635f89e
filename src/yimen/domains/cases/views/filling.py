"""Who fills in an application: the applicant, or an officer who enters it for a person who is present."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yimen.domains.cases.access import case_for_applicant, draft_for_filler
from yimen.domains.cases.again import earlier_of
from yimen.domains.cases.display import goes_to, seen_by
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import CITY
from yimen.ground.errors import NotFound

_PAGES = {Status.DRAFT: "cases:hub", Status.CORRECTING: "cases:correction"}


def case_of(request: gate.SignedInVisit, number: str) -> Case:
    """The case that this visitor fills in, or has filled in.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    person = None if request.user.is_staff else request.user.person
    try:
        return draft_for_filler(request.user, person, number)
    except NotFound:
        if person is not None:
            return case_for_applicant(person, number)
        found = _entered(request.user, number)
        if found is None:
            raise
        return found


def elsewhere(request: gate.SignedInVisit, case: Case, wanted: Status) -> HttpResponse | None:
    """Where the page of another state is; None when the case is in the wanted one."""
    if case.status == wanted:
        return None
    page = _PAGES.get(Status(case.status)) or done_page(request)
    return redirect(page, number=case.number)


def done_page(request: gate.SignedInVisit) -> str:
    """Where a case is followed once it has been handed in: by the applicant, at the window."""
    return "desk:window-case" if request.user.is_staff else "citizen:case"


def page_of(request: gate.SignedInVisit, case: Case) -> dict[str, Any]:
    """What every page of filling in knows. ``entering``: an officer types for the applicant, who is present."""
    entering = request.user.is_staff
    service = service_of(case)
    return {
        "nav": "window" if entering else "cases",
        "case": case,
        "service": service,
        "meta": service.meta,
        "entering": entering,
        "earlier": earlier_of(case) if case.status == Status.DRAFT else None,
        "seen_by": seen_by(case),
        "goes_to": goes_to(case),
        "home": reverse("desk:window") if entering else reverse("citizen:my-cases"),
        "done_href": reverse(done_page(request), args=[case.number]),
        "session_seconds": settings.YIMEN_SESSION_SECONDS,
        "saved": saved_text(case),
    }


def saved_text(case: Case) -> str:
    return f"已保存，{case.saved_at.astimezone(CITY):%-m月%-d日 %H:%M}"


def _entered(officer: Account, number: str) -> Case | None:
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    return Case.objects.filter(entered_by=officer, number=number).first() if number.isprintable() else None
