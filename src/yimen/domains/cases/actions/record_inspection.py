from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import ReasonMissing, SameOfficer
from yimen.domains.cases.handling import check_task, locked, short_enough
from yimen.domains.cases.inspections import DONE, finish, item_values, officers_wanted
from yimen.domains.cases.lanes import joint_visit_of
from yimen.domains.cases.models import Case, Inspection
from yimen.domains.cases.states import Status
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Task


@transaction.atomic
def record_inspection(
    *,
    officer: Account,
    case: Case,
    task: Task,
    visited_at: datetime,
    second: Account | None,
    found: Mapping[str, str],
    note: str,
    now: datetime,
) -> Inspection:
    """现场核查记录. With two officers (行政许可法 34) it counts when the second has confirmed it; until then it may be
    mended by whoever recorded it.

    Args:
        found: what was typed per item of the service's ``inspections``.
        second: the colleague who was there too.

    Raises:
        ReasonMissing: an item is missing or does not fit, or the time of the visit makes no sense.
        SameOfficer: the second officer is the same, or is missing.
        Stale: it was recorded by a colleague, or the step is done.
    """
    # What was permitted on a promise is looked at afterwards (消防法 15).
    case = locked(case, also={Status.GRANTED})
    check_task(case, task, "inspect", DONE)
    if task.claimed_by_id not in (None, officer.pk):
        raise Stale("这件事已经由同事领取", "要换人办，由对方先退回待领取。")
    wanted = officers_wanted(case, task.node)
    if wanted > 1 and (second is None or second.pk == officer.pk or not _same_post(second, task, now)):
        raise SameOfficer(
            "现场核查要有两名以上工作人员（行政许可法第三十四条）", "选出和您一起到现场的另一名同岗位人员。"
        )
    if visited_at > now or (case.accepted_on is not None and legal_day(visited_at) < case.accepted_on):
        raise ReasonMissing("到现场的时间不对", "核查在受理以后、现在以前，核对日期和时间。")
    together = joint_visit_of(case)
    if together is not None and legal_day(visited_at) != legal_day(together.visit_at):
        raise ReasonMissing(
            f"约好的联合踏勘是 {legal_day(together.visit_at):%Y-%m-%d}", "写那一天到现场的时间；日子改了的，先改约。"
        )
    values = item_values(case, task.node, found)
    existing = Inspection.objects.filter(case=case, token=task.token).first()
    if existing is not None and existing.recorded_by_id != officer.pk:
        raise Stale(f"核查记录已经由{existing.recorded_by.name}填好", "核对后点确认；有不同意见的，请他改好再确认。")
    row, _ = Inspection.objects.update_or_create(
        case=case,
        token=task.token,
        defaults={
            "node": task.node,
            "visited_at": visited_at,
            "found": values,
            "note": short_enough(note),
            "recorded_by": officer,
            "recorded_at": now,
            "second": second if wanted > 1 else None,
        },
    )
    record(
        officer.actor(now),
        "record-inspection",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={"items": sorted(values), "second": second.pk if second else None},
    )
    if wanted > 1:
        # The record waits for the second officer now, who could not end a task that is in the first one's hands.
        Task.objects.filter(pk=task.pk, claimed_by=officer).update(claimed_by=None, claimed_at=None)
    else:
        finish(officer, case, task, row, now)
    return row


def _same_post(second: Account, task: Task, now: datetime) -> bool:
    return any(post.pk == task.post_id for post in posts_of(second, now))
