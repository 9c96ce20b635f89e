"""陈静's joint application: the food licence and, for a large shop, a second part under the same rules."""

from datetime import datetime
from typing import Any

from tests.cast import NOW, Cast, person_of, reading_once
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.lanes import lanes_of
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.make import drain, fresh, save, task_of
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.models import Version
from yimen.engines.service.tests import joint_shop
from yimen.ground.audit import SYSTEM

SMALL, LARGE = "86", "300"


def published(now: datetime = NOW, *, together: bool = False, later: str = "") -> Version:
    files = joint_shop.files_together(later) if together else joint_shop.files()
    with reading_once():
        return publish(actor=SYSTEM, files=files, now=now)


def filled(
    cast: Cast, area: str = LARGE, *, now: datetime = NOW, together: bool = False, later: str = "", **instead: Any
) -> Case:
    """Every section saved and every wanted file handed in.

    Args:
        together: the window hands over all at once; it does not wait for the part ``later``.
    """
    account = cast.chen_jing
    version, person = published(now, together=together, later=later), person_of(account)
    case = start_draft(actor=account.actor(now), person=person, account=account, version=version, told={}, now=now)
    answers = {**joint_shop.granted().given.answers, "floor_area": area, **instead}
    for section in form_of(case).sections:
        given = {one.key: make_food.raw(one, answers[one.key]) for one in section.fields if one.key in answers}
        case = save(case, section.id, given, now=now).case
    for wanted in lacking_materials(case, now):
        make_food.hand_in(case, wanted["id"], now=now)
    return fresh(case)


def submitted(cast: Cast, area: str = LARGE, *, now: datetime = NOW, **instead: Any) -> Case:
    """Received once: every chosen part lies with its own department."""
    case = submit(actor=cast.chen_jing.actor(now), case=filled(cast, area, now=now, **instead), now=now)
    drain(now)
    return fresh(case)


def lane(case: Case, part: str) -> Case:
    return next(one for one in lanes_of(case) if one.part == part)


def accepted(cast: Cast, case: Case, now: datetime = NOW) -> Case:
    """The lane's own department has accepted it."""
    accept(actor=cast.wang_fang.actor(now), case=case, task=task_of(case), now=now)
    drain(now)
    return fresh(case)


def to_visit(cast: Cast, case: Case, now: datetime = NOW) -> Case:
    """Accepted and reviewed: two officers have to see the place."""
    case = accepted(cast, case, now)
    reviewer = cast.wu_lei.actor(now)
    give_opinion(actor=reviewer, case=case, task=task_of(case), outcome="agree", text="材料齐全，拟同意", now=now)
    drain(now)
    return fresh(case)


def decided(cast: Cast, case: Case, outcome: str = "grant", *, grounds: Any = (), now: datetime = NOW) -> Case:
    """A received lane goes its whole way: accepted, reviewed, seen by two, decided."""
    case, first = to_visit(cast, case, now), cast.wu_lei
    told = {"visited_at": now, "second": cast.sun_jian, "found": make_food.IN_ORDER, "note": "现场拍照 6 张"}
    row = record_inspection(officer=first, case=case, task=task_of(case), now=now, **told)
    confirm_inspection(officer=cast.sun_jian, case=case, task=task_of(case), seen_at=row.recorded_at, now=now)
    drain(now)
    note = "现场看到的和申报的不一样" if outcome == "refuse" else ""
    head = cast.zheng_hong.actor(now)
    decide(actor=head, case=case, task=task_of(case), outcome=outcome, grounds=list(grounds), note=note, now=now)
    drain(now)
    return fresh(case)
