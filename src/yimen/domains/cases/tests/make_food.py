"""陈静's food licence in each stage of its life, made the way people make it: through the actions."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.add_material import add_material
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, lists_of, service_of
from yimen.domains.cases.tests.make import drain, fresh, save, task_of
from yimen.domains.catalogue.queries import current_version
from yimen.engines import forms
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.tests import uploads

SERVICE = "food-business-license"
GRANTED = "scenarios/granted-after-site-check.yaml"
# What two officers find in a kitchen that is in order.
IN_ORDER: Mapping[str, str] = {
    "site_pollution_m": "100",
    "site_no_cross": "true",
    "site_facilities": "true",
    "site_special_room": "true",
    "site_health_cards": "4",
    "site_address_same": "true",
}
LAYOUT_LACKS = {"kind": "material", "key": "m3", "why": "布局图没有画出冷食专间的位置", "basis": "食品安全法第三十三条"}


def typed(case: Case, **instead: Any) -> dict[str, Any]:
    """What 陈静 types: the answers of the service's own scenario, as a web form sends them."""
    scenario = next(one for one in service_of(case).scenarios if one.file == GRANTED)
    return {**scenario.given.answers, **instead}


def draft(account: Account, *, now: datetime = NOW) -> Case:
    return start_draft(
        actor=account.actor(now),
        person=person_of(account),
        account=account,
        version=current_version(SERVICE),
        told={},
        now=now,
    )


def filled(account: Account, *, now: datetime = NOW, **instead: Any) -> Case:
    """Every section saved and every wanted file handed in."""
    case = draft(account, now=now)
    answers = typed(case, **instead)
    for part in form_of(case).sections:
        given = {one.key: raw(one, answers[one.key]) for one in part.fields if one.key in answers}
        case = save(case, part.id, given, now=now).case
    assert forms.validate(form_of(case), case.answers, legal_day(now), None, _lists(case)) == []
    for wanted in lacking_materials(case, now):
        hand_in(case, wanted["id"], now=now)
    return fresh(case)


def hand_in(case: Case, material: str, *, now: datetime = NOW) -> None:
    """A drawing."""
    file = uploads.upload(uploads.png(), "布局图.png")
    assert case.account is not None
    add_material(actor=case.account.actor(now), case=case, material=material, upload=file, now=now)


def submitted(account: Account, *, now: datetime = NOW, **instead: Any) -> Case:
    """Received: the receipt is made and the acceptor has the task."""
    case = submit(actor=account.actor(now), case=filled(account, now=now, **instead), now=now)
    drain(now)
    return fresh(case)


def correcting(cast: Cast, *, points: Any = (LAYOUT_LACKS,), now: datetime = NOW) -> Case:
    """The one notice has been given and waits for 陈静."""
    case = submitted(cast.chen_jing, now=now)
    request_correction(actor=cast.wang_fang.actor(now), case=case, task=task_of(case), points=list(points), now=now)
    drain(now)
    return fresh(case)


def corrected(cast: Cast, *, now: datetime = NOW, later: datetime = NOW + timedelta(days=3)) -> Case:
    """陈静 has handed in a better drawing; the acceptor looks again."""
    case = correcting(cast, now=now)
    hand_in(case, "m3", now=later)
    supply_correction(actor=cast.chen_jing.actor(later), case=case, task=task_of(case), now=later)
    drain(later)
    return fresh(case)


def accepted(cast: Cast, *, now: datetime = NOW, **instead: Any) -> Case:
    """The clock runs; the reviewer has the task."""
    case = submitted(cast.chen_jing, now=now, **instead)
    accept(actor=cast.wang_fang.actor(now), case=case, task=task_of(case), now=now)
    drain(now)
    return fresh(case)


def on_site(cast: Cast, *, now: datetime = NOW, **instead: Any) -> Case:
    """Reviewed on paper; the inspectors have the task."""
    case = accepted(cast, now=now, **instead)
    give_opinion(
        actor=cast.wu_lei.actor(now), case=case, task=task_of(case), outcome="agree", text="材料齐全，拟同意", now=now
    )
    drain(now)
    return fresh(case)


def inspected(cast: Cast, *, found: Mapping[str, str] = IN_ORDER, now: datetime = NOW, **instead: Any) -> Case:
    """Two officers were there and agree on what they found; the approver has the task."""
    case = on_site(cast, now=now, **instead)
    row = record_inspection(
        officer=cast.wu_lei,
        case=case,
        task=task_of(case),
        visited_at=now,
        second=cast.sun_jian,
        found=found,
        note="现场拍照 6 张",
        now=now,
    )
    confirm_inspection(officer=cast.sun_jian, case=case, task=task_of(case), seen_at=row.recorded_at, now=now)
    drain(now)
    return fresh(case)


def decided(cast: Cast, outcome: str, *, grounds: Any = (), note: str = "", now: datetime = NOW, **stage: Any) -> Case:
    case = inspected(cast, now=now, **stage)
    decide(
        actor=cast.zheng_hong.actor(now),
        case=case,
        task=task_of(case),
        outcome=outcome,
        grounds=list(grounds),
        note=note,
        now=now,
    )
    drain(now)
    return fresh(case)


def granted(cast: Cast, *, now: datetime = NOW) -> Case:
    case = decided(cast, "grant", now=now)
    assert case.status == "granted"
    return case


def raw(field: forms.Field, value: Any) -> Any:
    """A stored answer as a person would have typed it."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, dict) else [str(value)]


def _lists(case: Case) -> dict[str, frozenset[str]]:
    return {name: frozenset(one["value"] for one in found) for name, found in lists_of(case).items()}
