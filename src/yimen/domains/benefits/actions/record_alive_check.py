from datetime import date, datetime

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.actions.apply_grounds import apply_grounds
from yimen.domains.benefits.actions.halting import locked
from yimen.domains.benefits.actions.resume import resume
from yimen.domains.benefits.amounts import rule_book
from yimen.domains.benefits.errors import BadAnswer
from yimen.domains.benefits.facts import DECEASED, MISSED, MISSING, Known
from yimen.domains.benefits.grounds import judge
from yimen.domains.benefits.models import AliveCheck, Entitlement
from yimen.domains.benefits.states import Finding, Halt, Way
from yimen.domains.benefits.terms import VISIT_AGAIN_AFTER, terms_of
from yimen.domains.catalogue.queries import definition_by_key
from yimen.engines.clock import add_months
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale

NOTE_LENGTH = 300


@transaction.atomic
def record_alive_check(
    *,
    actor: Actor,
    check: AliveCheck,
    way: str,
    result: str,
    done_on: date,
    now: datetime,
    died_on: date | None = None,
    note: str = "",
) -> AliveCheck:
    """What a check found. Alive: the next one is a year on, and a suspension ends. Nobody found: payment is suspended
    and a second visit is due. Dead: payment stops as the rules say.

    Raises:
        BadAnswer: an entry is missing or cannot be: a day in the future, a death without its day.
        Stale: somebody has recorded it meanwhile.
    """
    today = legal_day(now)
    _check_answers(way, result, done_on, died_on, note, today)
    entitlement = locked(check.entitlement)
    held = AliveCheck.objects.select_for_update().get(pk=check.pk)
    if held.done_on is not None:
        raise Stale(f"{entitlement.recipient}的核对刚刚已经登记", "回到名单看最新状态。")

    held.way, held.result, held.done_on, held.died_on = way, result, done_on, died_on
    held.note, held.by, held.by_name, held.visit = note.strip(), actor.id, actor.name, False
    held.save()
    record(
        actor,
        "record-alive-check",
        object_kind="benefit",
        object_ref=entitlement.case_number,
        at=now,
        details={"way": way, "result": result},
    )
    _follow(actor, entitlement, held, now)
    return held


def _check_answers(way: str, result: str, done_on: date, died_on: date | None, note: str, today: date) -> None:
    if way not in Way.values:
        raise BadAnswer("way", "选一种核对的办法")
    if result not in Finding.values:
        raise BadAnswer("result", "选核对的结果")
    if done_on > today:
        raise BadAnswer("done_on", "核对的日期在今天以后", "写实际核对的那一天。")
    if result == Finding.DEAD and died_on is None:
        raise BadAnswer("died_on", "写明去世的日期", "不知道哪一天的，先选“没见到人”。")
    if died_on is not None and died_on > done_on:
        raise BadAnswer("died_on", "去世的日期在核对以后", "核对两个日期。")
    if len(note) > NOTE_LENGTH:
        raise BadAnswer("note", f"说明最多 {NOTE_LENGTH} 个字，现在是 {len(note)} 个字", "写要点。")


def _follow(actor: Actor, entitlement: Entitlement, check: AliveCheck, now: datetime) -> None:
    assert check.done_on is not None
    if check.result == Finding.ALIVE:
        _go_on(actor, entitlement, check, now)
        return
    source = f"{months.day_text(check.done_on)}{check.get_way_display()}核对"
    if check.result == Finding.DEAD:
        assert check.died_on is not None
        known = {DECEASED: Known(check.died_on, source)}
    else:
        known = {MISSED: Known(check.done_on, f"{source}，没有见到{entitlement.recipient}本人")}
        due = check.done_on + VISIT_AGAIN_AFTER
        why = "上一次没有见到本人"
        AliveCheck.objects.create(entitlement=entitlement, due_on=due, opened_at=now, visit=True, why=why)
    grounds = judge(entitlement, known, rule_book(entitlement.service), months.month_at(now))
    apply_grounds(actor=actor, entitlement=entitlement, grounds=grounds, now=now)


def _go_on(actor: Actor, entitlement: Entitlement, check: AliveCheck, now: datetime) -> None:
    assert check.done_on is not None
    every = terms_of(definition_by_key(entitlement.version)).check_months
    entitlement.next_alive_check = add_months(check.done_on, every) if every else None
    entitlement.save(update_fields=["next_alive_check"])
    cleared = entitlement.stops.filter(lifted_on=None, kind=Halt.SUSPEND, cause__in=[MISSED, MISSING])
    if cleared.exists():
        day = months.day_text(check.done_on)
        words = f"{day}{check.get_way_display()}核对，{entitlement.recipient}健在。"
        resume(actor=actor, entitlement=entitlement, found=words, now=now)
