"""Services that bring no code of their own, gone through with the demo city's registers, bodies and officers."""

from typing import Any

import pytest

from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.decisions import decide_by_rules
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, service_of
from yimen.domains.cases.tests.make import drain, fresh, save, task_of
from yimen.domains.cases.tests.make_food import hand_in, raw
from yimen.domains.catalogue.queries import current_version
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.models import Document

pytestmark = pytest.mark.django_db


def _typed(field: Any, value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{key: "" if one is None else str(one).lower() for key, one in row.items()} for row in value]
    return raw(field, value)


def submitted(account: Account, slug: str, scenario: str, **instead: Any) -> Case:
    """Handed in by this person with the answers of a scenario of the service."""
    version = current_version(slug)
    case = start_draft(
        actor=account.actor(NOW), person=person_of(account), account=account, version=version, told={}, now=NOW
    )
    told = next(one for one in service_of(case).scenarios if one.file == f"scenarios/{scenario}.yaml")
    answers = {key: one for key, one in {**told.given.answers, **instead}.items() if one is not None}
    for part in form_of(case).sections:
        given = {one.key: _typed(one, answers[one.key]) for one in part.fields if one.key in answers}
        case = save(case, part.id, given).case
    for wanted in lacking_materials(case, NOW):
        hand_in(case, wanted["id"])
    case = submit(actor=account.actor(NOW), case=fresh(case), now=NOW)
    drain()
    return fresh(case)


def officer(login: str) -> Account:
    return Account.objects.get(login=login)


def accepted(case: Case, login: str) -> Case:
    accept(actor=officer(login).actor(NOW), case=case, task=task_of(case), now=NOW)
    drain()
    return fresh(case)


def decided(case: Case, login: str, outcome: str) -> Case:
    decide(
        actor=officer(login).actor(NOW), case=case, task=task_of(case), outcome=outcome, grounds=[], note="", now=NOW
    )
    drain()
    return fresh(case)


def reasons(case: Case) -> list[str]:
    """What the rules say to the officer."""
    return [one.sentence for one in decide_by_rules(case, "checklist", NOW).reasons]


def paper(case: Case, kind: str) -> Document:
    return Document.objects.get(subject_reference=case.number, kind=kind)


def test_a_flexible_worker_is_insured_on_the_spot_and_told_what_each_month_costs(cast: Cast) -> None:
    case = submitted(cast.zhang_wei, "flexible-employment-insurance", "granted-on-the-spot")
    assert case.status == "granted"
    assert [one["value"] for one in paper(case, "grant-confirmation").data["entries"]] == [
        "月缴费基数 7500 元，每月缴 1500 元",
        "月缴费基数 7500 元，每月缴 675 元",
    ]


def test_whom_an_employer_insures_waits_for_an_officer_and_is_not_refused_by_itself(cast: Cast) -> None:
    case = submitted(cast.chen_jing, "flexible-employment-insurance", "granted-on-the-spot")
    assert task_of(case).post.code == "handler"
    assert reasons(case) == ["已经由用人单位参保，或者在别的地方参加了同一种保险"]


def test_with_the_commitment_the_permit_is_promised_and_granted_on_the_day_of_acceptance(cast: Cast) -> None:
    case = submitted(cast.zhang_wei, "public-place-hygiene", "granted-by-commitment")
    case = accepted(case, "songjie")
    assert case.promised_on == legal_day(NOW)
    case = decided(case, "tangning", "grant")
    assert case.status == "granted"
    assert case.result_number == "云卫公证字〔2026〕第0001号"
    assert task_of(case).node == "after-check"


def test_light_trucks_with_general_cargo_are_declined_because_they_need_no_licence(cast: Cast) -> None:
    case = submitted(cast.zhang_wei, "road-freight-license", "light-trucks-need-none")
    assert reasons(case) == ["普通货运，总质量都在 4500 千克及以下，不用办道路运输经营许可证和车辆营运证"]


def test_the_registers_know_the_vehicles_and_drivers_of_a_haulier(cast: Cast) -> None:
    case = accepted(submitted(cast.zhang_wei, "road-freight-license", "granted"), "zhangbin")
    assert reasons(case) == []
    give_opinion(
        actor=officer("zhangbin").actor(NOW), case=case, task=task_of(case), outcome="agree", text="同意", now=NOW
    )
    drain()
    case = decided(fresh(case), "liuye", "grant")
    assert case.result_number == "云交运管许可货字990181000001号"
