"""What comes round every day: jobs that the worker puts in the queue once per legal day."""

from datetime import datetime
from typing import Any
from uuid import UUID

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
from yimen.domains.catalogue.jobs import bring_versions_into_force, check_open_drafts
from yimen.domains.evaluation.jobs import forget_phones
from yimen.domains.law.jobs import watch_law
from yimen.domains.supervision.jobs import supervise
from yimen.ground.accounts.jobs import clear_old_codes, clear_old_sessions
from yimen.ground.calendar.models import DailyRun
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.jobs import clear_leftovers
from yimen.ground.outbox.jobs import clear_old_deliveries
from yimen.ground.processes.jobs import empty_ended_processes, empty_old_messages
from yimen.ground.search.jobs import rebuild_search_index

DAILY: dict[str, Any] = {
    "bring-into-force": bring_versions_into_force,
    "deem-accepted": deem_accepted_cases,
    "relight-stopped": relight_stopped_cases,
    "compare-registers": compare_registers,
    "people-soon-entitled": list_people_soon_entitled,
    "write-owed-notices": write_owed_notices,
    "ask-about-payments": ask_about_payments,
    "forget-phones": forget_phones,
    "watch-law": watch_law,
    "check-drafts": check_open_drafts,
    "supervise": supervise,
    "clear-leftover-files": clear_leftovers,
    "destroy-due-materials": destroy_due_materials,
    "clear-old-drafts": clear_old_drafts,
    "clear-old-codes": clear_old_codes,
    "clear-old-deliveries": clear_old_deliveries,
    "empty-old-messages": empty_old_messages,
    "empty-ended-processes": empty_ended_processes,
    "clear-old-sessions": clear_old_sessions,
    "rebuild-search-index": rebuild_search_index,
}
# What each does, for operators.
DOES = {
    "bring-into-force": "启用到了日子的事项版本，下架停办的事项",
    "deem-accepted": "到期没有告知的，视为受理",
    "relight-stopped": "特别程序开始、结束的，换办理灯",
    "compare-registers": "同登记库核对领津贴的人",
    "people-soon-entitled": "列出快到年龄的老人",
    "write-owed-notices": "补发没有做成的津贴文书",
    "ask-about-payments": "问还没有回音的发放批次",
    "forget-phones": "清除回访结束的电话",
    "clear-leftover-files": "清理没有用上的上传文件",
    "destroy-due-materials": "销毁保管期限已满的材料",
    "watch-law": "核对事项引用的法规还有没有效",
    "check-drafts": "按当天的规则和法规，重新检查没发布的草稿",
    "supervise": "检查久未处理的办件",
    "clear-old-drafts": "清理到期的草稿",
    "clear-old-codes": "清理旧的验证码",
    "clear-old-deliveries": "清理旧的内部消息",
    "empty-old-messages": "清除流程之间旧消息的内容",
    "empty-ended-processes": "清除早已结束的流程里的个人信息",
    "clear-old-sessions": "清理过期的登录",
    "rebuild-search-index": "重建搜索的索引",
}

_done: dict[str, object] = {}


def enqueue_due(now: datetime) -> None:
    """Put each daily job in the queue if nobody has done so today; several workers agree by a unique row."""
    today = legal_day(now)
    for name, job in DAILY.items():
        if _done.get(name) == today:
            continue
        with transaction.atomic():
            run, is_first = DailyRun.objects.get_or_create(name=name, day=today)
            if is_first:
                run.result = UUID(str(job.enqueue(now.isoformat()).id))
                run.save(update_fields=["result"])
        _done[name] = today
