from datetime import date, datetime, timedelta

from django.db import transaction

from yimen.domains.cases.errors import HoldRefused, NotTheHead
from yimen.domains.cases.handling import checked_text, locked_row
from yimen.domains.cases.models import Case, Hold
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.engines import bpmn
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.models import StoredFile

LONGEST = timedelta(days=5 * 366)
_HEAD = "head"
_NOT_YOURS = ("暂缓销毁由作决定的岗位或者单位负责人办", "把情况告诉他们，由他们在这里办。")


@transaction.atomic
def hold_materials(*, officer: Account, case: Case, ground: str, reason: str, until: date, now: datetime) -> Hold:
    """暂缓销毁: nothing that was handed in for this case is destroyed up to and with a day, whatever its period.

    Raises:
        NotTheHead: the officer neither decides such cases nor heads the body.
        HoldRefused: unknown ground, a day that is over or too far, a draft.
        ReasonMissing, NoteTooLong, MissingGlyphs.
    """
    case, today = locked_row(case.number), legal_day(now)
    if not may_hold(officer, case, now):
        raise NotTheHead(*_NOT_YOURS)
    if ground not in Hold.GROUNDS:
        raise HoldRefused("还没有选因为什么暂缓销毁", "从列出的几种里选一种。", "ground")
    told = checked_text(reason, missing="没有写暂缓销毁的理由", advice="写清案号、谁提出的，以后的人看得懂。")
    if not today < until <= today + LONGEST:
        raise HoldRefused("日期要在今天以后，最长五年", "改一个日期；到时候还没有完，可以再办一次。", "until")
    if case.status == Status.DRAFT:
        raise HoldRefused("还没有提交的申请不能暂缓销毁", "提交以后再办。", "until")
    # Whoever is about to order a destruction has these locked: one of the two comes first.
    list(StoredFile.objects.select_for_update().filter(pk__in=_files(case)).order_by("pk").values_list("pk"))
    actor = officer.actor(now)
    row = Hold.objects.create(case=case, ground=ground, reason=told, until=until, placed_by=actor.name, placed_at=now)
    note = f"{Hold.GROUNDS[ground]}，到{until.year}年{until.month}月{until.day}日"
    add_step(case, "materials-held", by=actor, now=now, note=note)
    details = {"hold": row.pk, "ground": ground, "until": until.isoformat()}
    record(actor, "hold-materials", object_kind="case", object_ref=case.number, at=now, details=details)
    return row


@transaction.atomic
def lift_hold(*, officer: Account, case: Case, hold: int, why: str, now: datetime) -> None:
    """End a hold before its day; what is over its period may then be destroyed with the next daily run.

    Raises:
        NotTheHead; HoldRefused: there is no such hold any more; ReasonMissing, NoteTooLong, MissingGlyphs.
    """
    case = locked_row(case.number)
    if not may_hold(officer, case, now):
        raise NotTheHead(*_NOT_YOURS)
    row = Hold.objects.select_for_update().filter(case=case, pk=hold, lifted_at=None).first()
    if row is None or row.until < legal_day(now):
        raise HoldRefused("这一次暂缓已经结束", "刷新页面看现在的情况。", "hold")
    told = checked_text(why, missing="没有写为什么提前结束", advice="写清结果，比如复议决定的文号。")
    actor = officer.actor(now)
    row.lifted_at, row.lifted_by, row.lifted_why = now, actor.name, told
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    add_step(case, "hold-lifted", by=actor, now=now, note=Hold.GROUNDS[row.ground])
    record(actor, "lift-hold", object_kind="case", object_ref=case.number, at=now, details={"hold": row.pk})


def may_hold(officer: Account, case: Case, now: datetime) -> bool:
    """Whether the officer heads the deciding body, or holds the post in it that decides such cases."""
    nodes = service_of(case).process.nodes.values()
    deciding = {node.post for node in nodes if isinstance(node, bpmn.UserTask) and node.act == "decide"}
    mine = {post.code for post in posts_of(officer, now) if post.organisation_id == case.body_id}
    return bool(mine & (deciding | {_HEAD}))


def _files(case: Case) -> set[int]:
    mine = set(case.materials.values_list("file", flat=True))
    return mine | {file for lane in case.lanes.all() for file in lane.materials.values_list("file", flat=True)}
