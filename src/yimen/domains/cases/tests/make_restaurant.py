"""陈静's restaurant as its own scenarios tell it: filled in, submitted, and worked on step by step."""

from datetime import datetime
from typing import Any

from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.inspections import officers_wanted
from yimen.domains.cases.lanes import lanes_of
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, grounds_of, service_of
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.make import drain, fresh, save, task_of
from yimen.domains.catalogue.queries import current_version
from yimen.engines.service import Scenario, Work
from yimen.ground.accounts.queries import colleagues

SERVICE = "open-restaurant"


def scenario(name: str) -> Scenario:
    """One of the service's own, by its file's name."""
    found = service_of(Case(version=current_version(SERVICE))).scenarios
    return next(one for one in found if one.file == f"scenarios/{name}.yaml")


def submitted(cast: Cast, name: str, *, now: datetime = NOW, **instead: Any) -> Case:
    """What the scenario answers is filled in, each paper handed in once, and all departments have it."""
    account, version = cast.chen_jing, current_version(SERVICE)
    told = {"person": person_of(account), "account": account, "version": version, "told": {}}
    case = start_draft(actor=account.actor(now), now=now, **told)
    answers = {**scenario(name).given.answers, **instead}
    for section in form_of(case).sections:
        given = {one.key: make_food.raw(one, answers[one.key]) for one in section.fields if one.key in answers}
        case = save(case, section.id, given, now=now).case
    for wanted in lacking_materials(case, now):
        make_food.hand_in(case, wanted["id"], now=now)
    case = submit(actor=account.actor(now), case=fresh(case), now=now)
    drain(now)
    return fresh(case)


def worked(cast: Cast, case: Case, name: str, *, until: str, now: datetime = NOW) -> Case:
    """The steps of the scenario are done as it tells, up to the one that begins with ``until``."""
    for step in scenario(name).steps:
        if isinstance(step, Work):
            if step.task.startswith(until):
                break
            part, _ = step.task.split("/")
            do(cast, lane(case, part), step.outcome, found=step.found, now=now)
    return fresh(case)


def lane(case: Case, part: str) -> Case:
    return next(one for one in lanes_of(case) if one.part == part)


def refused(cast: Cast, case: Case, *, now: datetime = NOW) -> Case:
    """A lane that waits for its decision is refused on its first ground."""
    return do(cast, case, "refuse", now=now)


def do(cast: Cast, case: Case, outcome: str, *, found: Any = None, now: datetime = NOW) -> Case:
    """The open task of a lane, whatever it asks. The actions do not ask for the post; the pages do."""
    task, first = task_of(case), cast.wu_lei
    told: dict[str, Any] = {"actor": first.actor(now), "case": case, "task": task, "now": now}
    if task.act == "accept":
        accept(**told)
    elif task.act == "review":
        give_opinion(**told, outcome=outcome, text="材料齐全，拟同意")
    elif task.act == "decide":
        grounds = [grounds_of(case, every=True)[0]["condition"]] if outcome == "refuse" else []
        decide(**told, outcome=outcome, grounds=grounds, note="现场看到的和申报的不一样" if grounds else "")
    else:
        typed = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in found.items()}
        first, *others = colleagues(task.post, cast.zhang_wei, now)
        pair = others[0] if officers_wanted(case, task.node) > 1 else None
        seen = {"visited_at": now, "second": pair, "found": typed, "note": ""}
        row = record_inspection(officer=first, case=case, task=task, now=now, **seen)
        if pair is not None:
            confirm_inspection(officer=pair, case=case, task=task, seen_at=row.recorded_at, now=now)
    drain(now)
    return fresh(case)
