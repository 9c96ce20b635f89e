from datetime import datetime

from django.db import transaction

from yimen.domains.cases.clocks import rules_of, set_days, statutory_clock_of
from yimen.domains.cases.errors import NotTheHead, TimeRefused
from yimen.domains.cases.events import CaseExtended
from yimen.domains.cases.handling import checked_text, locked
from yimen.domains.cases.models import Case, Extension
from yimen.domains.cases.papers.timing import tell_extension
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.engines import clock
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.reschedule import reschedule


@transaction.atomic
def extend(*, officer: Account, case: Case, added: int, reason: str, now: datetime) -> Extension:
    """延期 (行政许可法 42): once, by the head of the body, before the limit has run out, with the reasons told.

    Raises:
        NotTheHead: the officer does not hold the post that approves.
        TimeRefused: extended before, too long, too late, or no article allows it.
        ReasonMissing, NoteTooLong, MissingGlyphs; DomainError of documents: the notice cannot be sealed.
    """
    case = locked(case)
    rules, today = rules_of(case), legal_day(now)
    running = statutory_clock_of(case, rules)
    if case.status != Status.ACCEPTED or running is None or case.decision:
        raise Stale("这件申请现在没有在计时的办理期限", "受理以后、决定以前，才能延期。")
    told = checked_text(reason, missing="延期没有写理由", advice="写清为什么在期限内办不完，会写进延期告知书。")
    if rules.statutory is None or rules.extension is None:
        raise TimeRefused("没有条文允许延长这个事项的期限，要在期限内办完。")
    if not may_extend(officer, case, now):
        raise NotTheHead(
            f"延期要由{rules.extension.approver}批准（{rules.extension.longest.basis}）",
            "把情况报给负责人，由负责人在这里批准。",
        )
    try:
        extended = clock.extend(
            running,
            rule=rules.extension,
            limit=rules.statutory,
            calendar=working_calendar(),
            added=added,
            approved_by=officer.name,
            approver=rules.extension.approver,
            on=today,
            notice_on=today,
            reason=told,
        )
    except clock.ClockError as error:
        raise TimeRefused(str(error)) from error
    assert extended.extension is not None
    old_by = case.statutory_on
    row = Extension.objects.create(
        case=case,
        added=added,
        unit=str(extended.extension.limit.unit),
        basis=extended.extension.limit.basis,
        approved_by=officer.name,
        approved_on=today,
        notice_on=today,
        reason=told,
        at=now,
    )
    case.save(update_fields=set_days(case, now))
    tell_extension(case, row, old_by, now)
    actor = officer.actor(now)
    add_step(case, "extended", by=actor, now=now, note=f"延长{extended.extension.limit.text}：{told}")
    record(actor, "extend", object_kind="case", object_ref=case.number, at=now, details={"added": added})
    announce(CaseExtended(case.pk, case.number), now=now)
    reschedule(kind="case", reference=case.number, now=now)
    return row


def may_extend(officer: Account, case: Case, now: datetime) -> bool:
    """Whether the officer holds the post of the deciding body that approves extensions."""
    told = service_of(case).meta["limits"].get("extension")
    if not told:
        return False
    return any(post.organisation_id == case.body_id and post.code == told["post"] for post in posts_of(officer, now))
