"""Moments, papers, and the single steps of a food licence that the tests of the actions take one by one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.open_special_procedure import open_special_procedure
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.models import Case, Inspection, SpecialProcedure
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.make import task_of
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import CITY
from yimen.ground.documents import ports
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.messages.models import Notice

# A sign of the private use area: some place's own glyph, which no font of ours has.
UNPRINTABLE = "\ue000"


def at(month: int, day: int, hour: int = 10, minute: int = 0, *, year: int = 2026) -> datetime:
    """A moment of the city's local time."""
    return datetime(year, month, day, hour, minute, tzinfo=CITY)


def papers(case: Case) -> list[Document]:
    return list(documents_of(Subject("case", case.number)))


def kinds(case: Case) -> list[str]:
    return [one.kind for one in papers(case)]


def paper(case: Case, kind: str) -> Document:
    """The one paper of this kind."""
    (found,) = (one for one in papers(case) if one.kind == kind)
    return found


def steps(case: Case) -> list[str]:
    return [one.kind for one in case.steps.all()]


def evidence(case: Case, action: str) -> Entry:
    """The one entry of the audit."""
    return Entry.objects.get(action=action, object_ref=case.number)


def notices(case: Case, kind: str) -> list[Notice]:
    """What was told under a key of this kind, by whoever reads it."""
    return list(Notice.objects.filter(key__startswith=kind, key__contains=case.number).order_by("pk"))


def seal_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal service does not answer."""
    monkeypatch.setattr(ports, "_plugged", [])


def declined(
    case: Case,
    officer: Account,
    ground: str = "elsewhere",
    *,
    facts: str = "经营场所在临江市，不在云溪市",
    competent_body: str = "临江市市场监督管理局",
    barred_until: date | None = None,
    now: datetime = NOW,
) -> None:
    decline(
        actor=officer.actor(now),
        case=case,
        task=task_of(case),
        ground=ground,
        facts=facts,
        competent_body=competent_body,
        barred_until=barred_until,
        now=now,
    )


def special(case: Case, officer: Account, *, now: datetime = NOW, **instead: Any) -> SpecialProcedure:
    """A testing that a rule requires, from Monday to Friday."""
    told: dict[str, Any] = {
        "kind": "检测",
        "required_by": "食品安全法第八十七条",
        "why": "操作区旁边新建了加油站，要测空气里的苯系物",
        "done_by": "云溪市食品检验检测中心",
        "start": date(2026, 11, 23),
        "planned_end": date(2026, 11, 27),
        **instead,
    }
    return open_special_procedure(actor=officer.actor(now), case=case, now=now, **told)


def visited(
    case: Case,
    officer: Account,
    second: Account | None,
    *,
    found: Mapping[str, str] = make_food.IN_ORDER,
    visited_at: datetime = NOW,
    note: str = "",
    now: datetime = NOW,
) -> Inspection:
    return record_inspection(
        officer=officer,
        case=case,
        task=task_of(case),
        visited_at=visited_at,
        second=second,
        found=found,
        note=note,
        now=now,
    )


def say(case: Case, officer: Account, outcome: str, *, grounds: Any = (), note: str = "", now: datetime = NOW) -> None:
    """The decision, not yet carried out by the worker."""
    decide(
        actor=officer.actor(now),
        case=case,
        task=task_of(case),
        outcome=outcome,
        grounds=list(grounds),
        note=note,
        now=now,
    )


def ready(cast: Cast, *, now: datetime = NOW) -> Case:
    """Inspected and in order; 郑红 decides."""
    return make_food.inspected(cast, now=now)
