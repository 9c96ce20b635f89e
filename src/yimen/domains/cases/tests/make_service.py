"""Any service of the demo city played by its own scenario: each officer does the step of the post."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.cast import NOW
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.hand_over_together import hand_over_together
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.lanes import lanes_of
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, service_of
from yimen.domains.cases.tests.make import draft, drain, fresh, save
from yimen.domains.cases.tests.make_food import hand_in, raw
from yimen.domains.catalogue.queries import current_version
from yimen.engines.forms import Field
from yimen.engines.service.model import Scenario
from yimen.ground.accounts.models import Account
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_tasks_of


def scenario_of(case: Case, name: str) -> Scenario:
    return next(one for one in service_of(case).scenarios if one.file == f"scenarios/{name}.yaml")


def submitted(account: Account, slug: str, scenario: str, *, now: datetime = NOW) -> Case:
    """Received, with what the scenario says typed and every wanted file handed in."""
    case = draft(account, version=current_version(slug), now=now)
    answers = scenario_of(case, scenario).given.answers
    for part in form_of(case).sections:
        given = {one.key: _typed(one, answers[one.key]) for one in part.fields if answers.get(one.key) is not None}
        case = save(case, part.id, given, now=now).case
    for wanted in lacking_materials(case, now):
        hand_in(case, wanted["id"], now=now)
    case = submit(actor=account.actor(now), case=fresh(case), now=now)
    drain(now)
    return fresh(case)


def _typed(field: Field, value: Any) -> Any:
    """A stored answer as a person types it; a table row by row."""
    if field.type != "table":
        return raw(field, value)
    return [
        {key: str(cell).lower() if isinstance(cell, bool) else str(cell) for key, cell in row.items()} for row in value
    ]


def handled(case: Case, scenario: str, *, now: datetime = NOW) -> Case:
    """Every step of the scenario after the submission, by whoever holds the post; of a joint service in its parts."""
    for step in scenario_of(case, scenario).steps[1:]:
        part, _, inside = step.task.rpartition("/")
        own = next(one for one in lanes_of(case) if one.part == part) if part else case
        task = open_tasks_of("case", own.number).get(node=inside)
        _do(fresh(own), task, step.outcome, step.found, now)
        drain(now)
    return fresh(case)


def _do(case: Case, task: Task, outcome: str, found: Mapping[str, Any], now: datetime) -> None:
    officer, *others = holders(task)
    actor = officer.actor(now)
    if task.act == "accept" and outcome == "decline":
        ground = service_of(case).meta["not_accepted"][0]["id"]
        told = {"ground": ground, "facts": "查明的情况", "competent_body": "户口所在地的派出所"}
        decline(actor=actor, case=case, task=task, now=now, **told)
    elif task.act == "accept":
        assert outcome == "accept"
        accept(actor=actor, case=case, task=task, now=now)
    elif task.act == "handover":
        hand_over_together(actor=actor, case=case, task=task, received_by="孙晓梅", place="寄到家", now=now)
    elif task.act == "review":
        give_opinion(actor=actor, case=case, task=task, outcome=outcome, text="看过了", now=now)
    elif task.act == "decide":
        grounds = [service_of(case).meta["refusals"][0]["condition"]] if outcome == "refuse" else []
        decide(actor=actor, case=case, task=task, outcome=outcome, grounds=grounds, note="查明的情况", now=now)
    else:
        _inspect(case, task, officer, others, found, now)


def _inspect(
    case: Case, task: Task, officer: Account, others: list[Account], found: Mapping[str, Any], now: datetime
) -> None:
    told = next(one for one in service_of(case).meta["inspections"] if one["task"] == task.node)
    second = others[0] if told["officers"] == 2 else None
    typed = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in found.items()}
    row = record_inspection(
        officer=officer, case=case, task=task, visited_at=now, second=second, found=typed, note="", now=now
    )
    if second is not None:
        confirm_inspection(officer=second, case=case, task=task, seen_at=row.recorded_at, now=now)


def holders(task: Task) -> list[Account]:
    """Who holds the post of a task, in the order of their logins."""
    assert task.post is not None
    return list(Account.objects.filter(appointments__post=task.post).order_by("login"))
