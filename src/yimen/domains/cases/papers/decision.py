"""The decision in its legal form: registration, permit, benefit, service or answer, as the service names it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from yimen.domains.cases.clocks import delivery_day
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.benefit import granted_benefit
from yimen.domains.cases.papers.confirmed import confirmed, not_confirmed
from yimen.domains.cases.papers.once import applied_on, once
from yimen.domains.cases.papers.result import result_entries, result_of, valid_until
from yimen.domains.cases.papers.served import finished, not_finished
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.models import Document


def make_decision_document(case: Case, status: Status, now: datetime) -> Document:
    """The written decision (行政许可法 38; for registrations and benefits their own rules)."""
    papers = service_of(case).meta["papers"]
    kind = papers["granted"] if status == Status.GRANTED else papers["refused"]
    return once(case, kind, _SAYS[kind](case, now), now)


def _granted_registration(case: Case, now: datetime) -> dict[str, Any]:
    result = result_of(case)
    return {
        "applied_on": applied_on(case),
        "entries": result_entries(case, now),
        "certificate": result["name"] if result else "",
        "automatic": not case.steps.filter(kind="officer-grant").exists(),
    }


def _refused(case: Case, now: datetime) -> dict[str, Any]:
    return {"applied_on": applied_on(case), "facts": facts_found(case), "reasons": case.reasons}


def _granted_permit(case: Case, now: datetime) -> dict[str, Any]:
    told, result = service_of(case).meta["grant"], result_of(case)
    until = valid_until(case, now)
    data: dict[str, Any] = {
        "applied_on": applied_on(case),
        "accepted_on": _accepted(case),
        "basis": list(told["basis"]),
        "entries": result_entries(case, now),
        "valid_from": legal_day(case.decided_at or now).isoformat(),
        "valid_until": until.isoformat() if until else "长期",
        "duties": list(told["duties"]),
    }
    by = delivery_day(case, legal_day(case.decided_at or now))
    if result is not None and by is not None:
        data.update(certificate=result["name"], certificate_number=case.result_number, certificate_by=by.isoformat())
    return data


def _refused_permit(case: Case, now: datetime) -> dict[str, Any]:
    return {
        "applied_on": applied_on(case),
        "accepted_on": _accepted(case),
        "facts": facts_found(case),
        "reasons": case.reasons,
    }


def _answered(case: Case, now: datetime) -> dict[str, Any]:
    """What is provided or where it is had stands in the officer's own words (政府信息公开条例 36)."""
    note = case.steps.filter(kind="officer-grant").order_by("-at").values_list("note", flat=True).first()
    return {
        "applied_on": applied_on(case),
        "answer": [note or service_of(case).meta["decision"]["granted"]],
        "basis": [service_of(case).meta["decision"]["basis"]],
    }


def facts_found(case: Case) -> list[str]:
    """What the officer found, in the words of the decision."""
    note = case.steps.filter(kind="officer-refuse").order_by("-at").values_list("note", flat=True).first()
    return [note or ""]


def _accepted(case: Case) -> str:
    if case.accepted_on is None:
        raise ValueError(f"{case.number} was not accepted")
    return case.accepted_on.isoformat()


_SAYS: dict[str, Callable[[Case, datetime], dict[str, Any]]] = {
    "grant-registration": _granted_registration,
    "refuse-registration": _refused,
    "grant-permit": _granted_permit,
    "refuse-permit": _refused_permit,
    "grant-old-age-allowance": granted_benefit,
    "grant-benefit": confirmed,
    "grant-confirmation": confirmed,
    "refuse-confirmation": lambda case, now: not_confirmed(case, facts_found(case)),
    "grant-service": finished,
    "refuse-service": lambda case, now: not_finished(case, facts_found(case)),
    "answer-disclosure": _answered,
    "refuse-disclosure": _refused,
    "refuse-benefit": lambda case, now: not_confirmed(case, facts_found(case)),
}
