"""A part of a joint application as its officers see the whole: which other parts there are and how far each is."""

from typing import Any

from yimen.domains.cases.actions.arrange_joint_visit import taking_part
from yimen.domains.cases.lanes import lanes_of
from yimen.domains.cases.models import Inspection, JointVisit
from yimen.domains.cases.queries import service_of
from yimen.ground.calendar.moment import CITY
from yimen.portals.desk.desk import Desk
from yimen.portals.desk.panel import spec
from yimen.portals.desk.present import moment_text


def sisters_of(desk: Desk) -> dict[str, Any] | None:
    """The joint application of this part with the states of the others: whose they are and how far, not what was
    answered there. None for an application that stands alone."""
    case = desk.case
    if case.parent is None:
        return None
    visit = JointVisit.objects.filter(case=case.parent).first()
    service = service_of(case.parent)
    return {
        "name": case.parent.version.name,
        "number": case.parent.number,
        "parts": [
            {
                "name": service.part(lane.part).name,
                "body": lane.body.name,
                "word": lane.word,
                "mine": lane.pk == case.pk,
            }
            for lane in lanes_of(case.parent)
        ],
        "visit": _visit(visit),
        "arrange": _arrange(desk, visit) if _may_arrange(desk) else None,
    }


def _visit(visit: JointVisit | None) -> dict[str, str] | None:
    if visit is None:
        return None
    return {"when": moment_text(visit.visit_at), "by": visit.arranged_by}


def _may_arrange(desk: Desk) -> bool:
    """Whoever has a visit in hand, as long as nobody has written one down and there is somebody to come along."""
    if not (desk.mine and desk.task is not None and desk.task.act == "inspect" and desk.case.parent is not None):
        return False
    lanes = taking_part(desk.case.parent)
    return len(lanes) > 1 and not Inspection.objects.filter(case__in=lanes).exists()


def _arrange(desk: Desk, visit: JointVisit | None) -> dict[str, Any]:
    at = visit.visit_at.astimezone(CITY) if visit else None
    return {
        "day": spec(desk, "visit_day", "哪一天", "date", start=f"{at:%Y-%m-%d}" if at else ""),
        "clock": spec(desk, "visit_clock", "几点", start=f"{at:%H:%M}" if at else "", hint="例如 9:30"),
        "bodies": "、".join(dict.fromkeys(one.body.name for one in taking_part(desk.case.parent or desk.case))),
    }
