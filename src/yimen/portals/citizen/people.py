"""Whom to ask about a case: the officer who has it, else the body, always with a number; and what was asked last."""

from typing import Any

from django.db.models import QuerySet

from yimen.domains.cases.models import Case, Urge
from yimen.ground.prepared import prepared
from yimen.ground.processes.models import Task
from yimen.portals.citizen.glance import Glance
from yimen.portals.citizen.present import moment_text


def contact_of(g: Glance) -> dict[str, Any]:
    """Who has it in hand, whom to call, where to complain; and who filled it in for the applicant."""
    claimed = g.task.claimed_by if g.task is not None and g.task.post is not None else None
    case = g.case
    entered = case.entered_by
    return {
        "office": g.office.name,
        "officer": claimed.name if claimed else "",
        "step": g.task.name if g.task is not None and g.task.kind == Task.WORK and g.task.post is not None else "",
        "phone": g.office.phone_consult,
        "complain": g.office.phone_complain,
        "address": g.office.address,
        "decides": case.body.name if g.office.pk != case.body_id else "",
        "entered": f"{case.entered_at_body.name} {entered.name}" if entered and case.entered_at_body else "",
    }


@prepared
def _latest_urge(case: int) -> QuerySet[Urge]:
    return Urge.objects.filter(case=case).order_by("-at")[:1]


def last_urge(case: Case) -> dict[str, str] | None:
    """The latest 催办 with its answer, where there is one."""
    row = next(iter(_latest_urge(case.pk)), None)
    if row is None:
        return None
    return {
        "text": row.text,
        "at": moment_text(row.at),
        "answer": row.answer,
        "by": row.answered_by,
        "answered_at": moment_text(row.answered_at) if row.answered_at else "",
    }
