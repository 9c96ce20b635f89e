"""A case of any service as its own scenario fills it in, carried on step by step by officers of the demo city."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.cast import NOW, person_of
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, service_of
from yimen.domains.cases.tests.make import drain, fresh, save, task_of
from yimen.domains.cases.tests.make_food import hand_in, raw
from yimen.domains.catalogue.queries import current_version
from yimen.engines.forms import Field
from yimen.ground.accounts.models import Account


def submitted(slug: str, scenario: str, account: Account, **instead: Any) -> Case:
    """Received: filled in as the scenario says, with a file for every wanted material."""
    version = current_version(slug)
    case = start_draft(
        actor=account.actor(NOW), person=person_of(account), account=account, version=version, told={}, now=NOW
    )
    told = next(one for one in service_of(case).scenarios if one.file == f"scenarios/{scenario}.yaml")
    answers = {**told.given.answers, **instead}
    for part in form_of(case).sections:
        given = {
            one.key: _typed(one, answers[one.key]) for one in part.fields if answers.get(one.key) not in (None, "")
        }
        case = save(case, part.id, given).case
    for wanted in lacking_materials(case, NOW):
        hand_in(case, wanted["id"])
    submit(actor=account.actor(NOW), case=case, now=NOW)
    drain()
    return fresh(case)


def _typed(field: Field, value: Any) -> Any:
    return value if field.type == "table" else raw(field, value)


def by(login: str) -> Account:
    """An officer of the demo city."""
    return Account.objects.select_related("person").get(login=login)


def accepted(case: Case, login: str, *, now: datetime = NOW) -> Case:
    accept(actor=by(login).actor(now), case=case, task=task_of(case), now=now)
    drain(now)
    return fresh(case)


def agreed(case: Case, login: str, text: str = "材料齐全，拟同意") -> Case:
    give_opinion(actor=by(login).actor(NOW), case=case, task=task_of(case), outcome="agree", text=text, now=NOW)
    drain()
    return fresh(case)


def found(case: Case, login: str, items: Mapping[str, str]) -> Case:
    """What one officer alone has found."""
    record_inspection(
        officer=by(login), case=case, task=task_of(case), visited_at=NOW, second=None, found=items, note="", now=NOW
    )
    drain()
    return fresh(case)


def decided(case: Case, login: str, outcome: str, *, grounds: Any = (), note: str = "") -> Case:
    decide(
        actor=by(login).actor(NOW),
        case=case,
        task=task_of(case),
        outcome=outcome,
        grounds=list(grounds),
        note=note,
        now=NOW,
    )
    drain()
    return fresh(case)
