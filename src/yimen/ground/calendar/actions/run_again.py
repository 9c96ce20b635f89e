from datetime import datetime
from uuid import UUID

from django.db import transaction

from yimen.ground.accounts.models import Account
from yimen.ground.audit.record import record
from yimen.ground.calendar.access import require_operator
from yimen.ground.calendar.daily import daily_job, run_of
from yimen.ground.calendar.models import DailyRun
from yimen.ground.errors import Stale

OPERATORS_ONLY = ("每日任务由业务系统管理员看", "办件里有没办成的，告诉本单位的业务系统管理员。")


@transaction.atomic
def run_again(*, officer: Account, name: str, now: datetime) -> None:
    """Put a daily job whose last run failed in the queue once more. Each may be started again without harm.

    Raises:
        NotAllowed: the officer is no operator. Stale: there is no such job, or its last run has not failed.
    """
    require_operator(officer, now, OPERATORS_ONLY)
    job = daily_job(name)
    row = DailyRun.objects.select_for_update().filter(name=name).order_by("-day").first()
    run = run_of(name)
    if job is None or row is None or run is None or run.state != "failed":
        raise Stale("这一项现在没有什么要再运行的", "刷新页面看最新的情况。")
    row.result = UUID(str(job.job.enqueue(now.isoformat()).id))
    row.save(update_fields=["result"])
    details = {"reason": run.reason}
    record(officer.actor(now), "run-again", object_kind="daily-job", object_ref=name, at=now, details=details)
