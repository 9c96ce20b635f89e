"""王桂英's allowance, entered by the helper of her village, through three levels."""

from datetime import datetime
from typing import Any

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.enter import enter
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.save_section import save_section
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, service_of
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_food import raw
from yimen.domains.catalogue.queries import current_version
from yimen.ground.accounts.models import Person

SERVICE = "old-age-allowance"
GRANTED = "scenarios/granted-at-home.yaml"
SEEN = {"alive_seen": "true", "hukou_seen": "true", "seen_how": "走访"}


def elder(id_number: str = "990181194304080427") -> Person:
    """王桂英, as the identity register knows her; she has no account."""
    known: dict[str, Any] = {"name": "王桂英", "birth": "1943-04-08", "verified_at": NOW, "verified_by": "人口库"}
    return Person.objects.get_or_create(id_number=id_number, defaults=known)[0]


def entered(cast: Cast, *, now: datetime = NOW, **instead: Any) -> Case:
    """田秀 sits with 王桂英 and types what she says."""
    case = enter(officer=cast.tian_xiu, person=elder(), version=current_version(SERVICE), now=now)
    scenario = next(one for one in service_of(case).scenarios if one.file == GRANTED)
    answers = {**scenario.given.answers, **instead}
    for part in form_of(case).sections:
        case = save_section(
            actor=cast.tian_xiu.actor(now),
            case=case,
            section=part.id,
            typed={one.key: raw(one, answers[one.key]) for one in part.fields if one.key in answers},
            page="a-page",
            seen="",
            disputed=frozenset(),
            now=now,
        ).case
    return case


def submitted(cast: Cast, *, now: datetime = NOW, **instead: Any) -> Case:
    case = submit(actor=cast.tian_xiu.actor(now), case=entered(cast, now=now, **instead), now=now)
    drain(now)
    return fresh(case)


def accepted(cast: Cast, *, now: datetime = NOW, **instead: Any) -> Case:
    """The street accepts; the village checks."""
    case = submitted(cast, now=now, **instead)
    accept(actor=cast.gao_feng.actor(now), case=case, task=task_of(case), now=now)
    drain(now)
    return fresh(case)


def seen(cast: Cast, *, now: datetime = NOW, found: Any = None, **instead: Any) -> Case:
    """The helper was at her home; the street reviews."""
    case = accepted(cast, now=now, **instead)
    record_inspection(
        officer=cast.tian_xiu,
        case=case,
        task=task_of(case),
        visited_at=now,
        second=None,
        found=found or SEEN,
        note="",
        now=now,
    )
    drain(now)
    return fresh(case)


def reviewed(cast: Cast, *, now: datetime = NOW, **instead: Any) -> Case:
    """The street agrees; the county confirms."""
    case = seen(cast, now=now, **instead)
    give_opinion(
        actor=cast.he_miao.actor(now), case=case, task=task_of(case), outcome="agree", text="符合条件，拟同意", now=now
    )
    drain(now)
    return fresh(case)


def granted(cast: Cast, *, now: datetime = NOW, **instead: Any) -> Case:
    case = reviewed(cast, now=now, **instead)
    decide(actor=cast.luo_lan.actor(now), case=case, task=task_of(case), outcome="grant", grounds=[], note="", now=now)
    drain(now)
    return fresh(case)
