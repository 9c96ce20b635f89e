from datetime import datetime

from django.db import transaction

from yimen.domains.law.models import REASON_LENGTH, Alarm
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete, Stale


@transaction.atomic
def acknowledge(*, actor: Actor, alarm: Alarm, reason: str, now: datetime) -> Alarm:
    """An editor has seen the alarm and says why it may wait, or what is being done. It stays open until the subject
    cites the law in force.

    Raises:
        Incomplete: no reason, or too long a one. Stale: it is closed or acknowledged already.
    """
    row = Alarm.objects.select_for_update().get(pk=alarm.pk)
    if row.closed_at is not None:
        raise Stale("这条提醒已经结束", "引用已经改好，不用再确认。")
    if row.acknowledged_at is not None:
        raise Stale("这条提醒已经有人确认", "刷新页面，看看是谁确认的、理由是什么。")
    given = reason.strip()
    if not given:
        raise Incomplete([Fault("reason", "写明为什么可以先等，或者正在怎么改")])
    if len(given) > REASON_LENGTH:
        raise Incomplete([Fault("reason", f"理由最多 {REASON_LENGTH} 个字，现在是 {len(given)} 个")])
    row.reason, row.acknowledged_at, row.acknowledged_by_id = given, now, int(actor.id)
    row.save(update_fields=["reason", "acknowledged_at", "acknowledged_by"])
    details = {"reason": given, "subject": f"{row.subject_kind} {row.subject_ref}"}
    record(actor, "acknowledge-law-alarm", object_kind="law-alarm", object_ref=str(row.pk), at=now, details=details)
    return row
