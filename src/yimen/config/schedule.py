"""What comes round every day: jobs that the worker puts in the queue once per legal day."""

from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.domains.benefits.jobs import (
    ask_about_payments,
    compare_registers,
    list_people_soon_entitled,
    write_owed_notices,
)
from yimen.domains.cases.jobs import (
    clear_old_drafts,
    deem_accepted_cases,
    destroy_due_materials,
    relight_stopped_cases,
)
from yimen.domains.evaluation.jobs import forget_phones
from yimen.ground.accounts.jobs import clear_old_codes, clear_old_sessions
from yimen.ground.calendar.models import DailyRun
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.jobs import clear_leftovers
from yimen.ground.outbox.jobs import clear_old_deliveries

DAILY: dict[str, Any] = {
    "deem-accepted": deem_accepted_cases,
    "relight-stopped": relight_stopped_cases,
    "compare-registers": compare_registers,
    "people-soon-entitled": list_people_soon_entitled,
    "write-owed-notices": write_owed_notices,
    "ask-about-payments": ask_about_payments,
    "forget-phones": forget_phones,
    "clear-leftover-files": clear_leftovers,
    "destroy-due-materials": destroy_due_materials,
    "clear-old-drafts": clear_old_drafts,
    "clear-old-codes": clear_old_codes,
    "clear-old-deliveries": clear_old_deliveries,
    "clear-old-sessions": clear_old_sessions,
}

_done: dict[str, object] = {}


def enqueue_due(now: datetime) -> None:
    """Put each daily job in the queue if nobody has done so today; several workers agree by a unique row."""
    today = legal_day(now)
    for name, job in DAILY.items():
        if _done.get(name) == today:
            continue
        with transaction.atomic():
            _, is_first = DailyRun.objects.get_or_create(name=name, day=today)
            if is_first:
                job.enqueue(now.isoformat())
        _done[name] = today
