"""批量受理: accept what is complete in one go, each case in its own transaction, and say of each what came of it."""

from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, lists_of
from yimen.domains.cases.states import Status
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import DomainError
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.models import Task
from yimen.portals.desk.conditions import checklist
from yimen.portals.desk.present import sentence_of, who_applies

MOST = 100
NOT_MET = "不符合"
GONE = "这件不在您的待办里，或者刚刚已经办完"


class Obstacle(DomainError):
    """The case must be looked at by itself."""

    code = "not-for-a-batch"


def accept_all(officer: Account, tasks: dict[int, Task], wanted: list[int], now: datetime) -> list[dict[str, str]]:
    """Accept each wanted task; what cannot be accepted stays as it was, with the reason.

    Args:
        tasks: the officer's own open tasks among the wanted, by key; the others are told apart from them no further.
    """
    return [_accept_one(officer, tasks.get(key), now) for key in dict.fromkeys(wanted[:MOST])]


def _accept_one(officer: Account, task: Task | None, now: datetime) -> dict[str, str]:
    if task is None:
        return {"number": "", "service": "", "applicant": "", "reason": GONE}
    case = Case.objects.select_related("version__item", "applicant", "body", "correction").get(
        number=task.instance.subject_ref
    )
    told = {"number": case.number, "service": case.version.name, "applicant": who_applies(case), "reason": ""}
    try:
        with transaction.atomic():
            # Claimed and accepted together: what is refused is not left in the officer's hands.
            claim(officer=officer, task=task, now=now)
            if found := obstacles(case, now):
                raise Obstacle("；".join(found), "打开这件，单独办。")
            accept(actor=officer.actor(now), case=case, task=task, now=now)
    except DomainError as error:
        told["reason"] = sentence_of(error)
    return told


def obstacles(case: Case, now: datetime) -> list[str]:
    """Why a case is not one to be accepted unseen: something lacks, or the rules find a condition not met."""
    if case.status == Status.CORRECTING:
        return ["还在等申请人补正"]
    found = [f"缺材料：{one['name']}" for one in lacking_materials(case, now)]
    found += [one.sentence for one in failures_of(case, legal_day(now), lists_of(case))]
    found += [one["sentence"] or one["text"] for one in checklist(case, now) if one["finding"] == NOT_MET]
    return list(dict.fromkeys(found))
