"""Cases in each stage of their life, made the way people make them: through the actions, never by writing rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from unittest.mock import patch

from django_tasks_db.management.commands import db_worker

from tests.cast import NOW, person_of
from yimen.config import worker
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.save_section import Saved, save_section
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import checklist_of, form_of
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import current_version
from yimen.engines.forms import Section
from yimen.ground.accounts.models import Account
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_tasks_of

# What 张伟 types; the rest is prefilled from the registers.
TYPED: Mapping[str, object] = {
    "form_kind": "个人经营",
    "use_name": "是",
    "trade_name": "云溪市桂花路小面馆",
    "premises_kind": "租赁",
    "premises": {"street": "990181001", "detail": "桂花路 18 号 1 层"},
    "scope_items": ["A0101"],
    "staff_count": "２",
}
FOUND = "现场看过，门牌和租赁合同一致"


def drain(now: datetime = NOW) -> None:
    """What the worker does until nothing is due, at this moment."""
    # The job runner drops a connection that is inside a transaction, and the test lives in one.
    with patch.object(db_worker, "close_old_connections"), patch.object(worker, "now", lambda: now):
        while worker.one_round():
            pass


def draft(account: Account, *, version: Version | None = None, now: datetime = NOW) -> Case:
    """An application just begun: only what the registers know stands in it."""
    return start_draft(
        actor=account.actor(now),
        person=person_of(account),
        account=account,
        version=version or current_version("individual-business-registration"),
        told={},
        now=now,
    )


def save(
    case: Case,
    section: str,
    typed: Mapping[str, object],
    *,
    page: str = "a-page",
    seen: str = "",
    disputed: Sequence[str] = (),
    now: datetime = NOW,
    leaves: bool = False,
) -> Saved:
    """One section saved by the applicant on a page that has just been opened."""
    return save_section(
        actor=case.account.actor(now),
        case=case,
        section=section,
        typed=typed,
        page=page,
        seen=seen,
        disputed=frozenset(disputed),
        now=now,
        leaves=leaves,
    )


def filled(account: Account, *, disputed: Sequence[str] = (), now: datetime = NOW, **typed: object) -> Case:
    """A draft with every section saved. ``typed`` replaces what 张伟 would type."""
    case = draft(account, now=now)
    given = {**TYPED, **typed}
    for part in form_of(case).sections:
        case = save(case, part.id, _of(part, given), disputed=disputed, now=now).case
    return case


def submitted(account: Account, *, now: datetime = NOW, **filling: object) -> Case:
    """Received; the worker has not looked at it yet."""
    case = filled(account, now=now, **filling)
    return submit(actor=account.actor(now), case=case, now=now)


def handled(account: Account, *, now: datetime = NOW, **filling: object) -> Case:
    """Submitted, and everything done that the machine does by itself."""
    case = submitted(account, now=now, **filling)
    drain(now)
    return fresh(case)


def granted(account: Account, *, now: datetime = NOW, **filling: object) -> Case:
    """秒批: decided by the rules, certificate issued."""
    case = handled(account, now=now, **filling)
    assert case.status == "granted"
    return case


def in_review(account: Account, *, now: datetime = NOW) -> Case:
    """Waits for an officer: the premises are beside a school."""
    beside_school = {"street": "990181002", "detail": "学府路 6 号"}
    case = handled(account, now=now, premises=beside_school, trade_name="云溪市学府路文具店")
    assert case.status == "accepted"
    return case


def decided(case: Case, officer: Account, outcome: str, *, note: str = FOUND, now: datetime = NOW) -> Case:
    """An officer's decision, carried out. A refusal rests on every condition that is not met."""
    grounds = [one["condition"] for one in checklist_of(case) if one["finding"] != "符合"]
    decide(
        actor=officer.actor(now),
        case=case,
        task=task_of(case),
        outcome=outcome,
        grounds=grounds if outcome == "refuse" else [],
        note=note,
        now=now,
    )
    drain(now)
    return fresh(case)


def refused(account: Account, officer: Account, *, now: datetime = NOW) -> Case:
    case = decided(in_review(account, now=now), officer, "refuse", now=now)
    assert case.status == "refused"
    return case


def task_of(case: Case) -> Task:
    """The one open task of a case, whatever its kind."""
    return open_tasks_of("case", case.number).get()


def fresh(case: Case) -> Case:
    return numbered(case.number)


def numbered(number: str) -> Case:
    return Case.objects.select_related("version__item", "applicant", "account__person", "body").get(number=number)


def _of(part: Section, typed: Mapping[str, object]) -> dict[str, object]:
    return {field.key: typed[field.key] for field in part.fields if field.key in typed}
