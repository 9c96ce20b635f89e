"""数据比对: every day the registers are asked about everybody who is paid. Only what they cannot settle is visited."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.actions.apply_grounds import apply_grounds
from yimen.domains.benefits.actions.follow_move import follow_move
from yimen.domains.benefits.actions.halting import locked
from yimen.domains.benefits.actions.record_alive_check import record_alive_check
from yimen.domains.benefits.amounts import RuleBook, rule_book
from yimen.domains.benefits.facts import MISSED, SEEN_ALIVE, Gathered, Home, Known, gather
from yimen.domains.benefits.grounds import Ground, judge
from yimen.domains.benefits.models import AliveCheck, Entitlement
from yimen.domains.benefits.states import Finding, Standing, Way
from yimen.domains.benefits.terms import CHECK_OPENS_BEFORE, PROOF_IS_FRESH
from yimen.ground.audit import Actor
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import DomainError

_CHUNK = 200
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Compared:
    """How many people were asked about, checked by data, halted, found to have moved inside the region; ``failed``
    are tried again the next day."""

    asked: int = 0
    alive: int = 0
    halted: int = 0
    moved: int = 0
    failed: int = 0


def check_registers(*, actor: Actor, now: datetime) -> Compared:
    """Compare with the registers, settle checks, halt whoever the rules halt. Safe to be asked again on the same day.

    A check that is due within 30 days is opened; data that saw the person lately settles it, else a visit is asked
    for. One that is not settled on its day counts as missed.
    """
    done = Compared()
    living = Entitlement.objects.exclude(standing=Standing.STOPPED)
    for service in sorted(set(living.values_list("service", flat=True))):
        book = rule_book(service)
        definition = book.version_for(months.month_at(now))[1]
        for some in _chunks(service):
            known = gather(some, definition, actor=actor, now=now)
            for one in some:
                _one(actor, one, known[one.pk], book, done, now)
    return done


def _one(
    actor: Actor, entitlement: Entitlement, known: Gathered, book: RuleBook, done: Compared, now: datetime
) -> None:
    done.asked += 1
    try:
        with transaction.atomic():
            held = locked(entitlement)
            if held.standing != Standing.STOPPED:
                _compare(actor, held, known, book, done, now)
    except DomainError:
        # One person whose rules or data are broken must not keep the others from being checked.
        log.exception("comparing %s with the registers failed", entitlement.case_number)
        done.failed += 1


def _compare(actor: Actor, held: Entitlement, known: Gathered, book: RuleBook, done: Compared, now: datetime) -> None:
    today = legal_day(now)
    grounds = _unanswered(held, judge(held, known.days, book, months.month_at(now)))
    if apply_grounds(actor=actor, entitlement=held, grounds=grounds, now=now) is not None:
        done.halted += 1
        return
    _follow_home(actor, held, known.homes, done, now)
    check = _open_check(held, today, now)
    if check is None:
        return
    if grounds:
        # Halted already, and a register still says why: only somebody who goes there can clear it up.
        _ask_for_visit(check, grounds[0].facts[0].rstrip("。"))
        return
    seen = known.days.get(SEEN_ALIVE)
    if seen is not None and check.due_on - PROOF_IS_FRESH <= seen.day <= today:
        note = f"{seen.source}：{months.day_text(seen.day)}有记录"
        record_alive_check(
            actor=actor, check=check, way=Way.DATA, result=Finding.ALIVE, done_on=today, note=note[:300], now=now
        )
        done.alive += 1
        return
    _ask_for_visit(check, _nothing_recent(seen))
    if today > check.due_on:
        words = f"{held.recipient}的年度健在核对应当在{months.day_text(check.due_on)}前完成，到期没有核对上"
        missed = judge(held, {MISSED: Known(check.due_on, words)}, book, months.month_at(now))
        halt = apply_grounds(actor=actor, entitlement=held, grounds=_unanswered(held, missed), now=now)
        done.halted += halt is not None


def _unanswered(held: Entitlement, grounds: Sequence[Ground]) -> list[Ground]:
    """Without those that an officer has looked into and lifted: the same entry of a register does not halt twice."""
    answered = {tuple(facts) for facts in held.stops.exclude(lifted_on=None).values_list("facts", flat=True)}
    return [one for one in grounds if one.facts not in answered]


def _follow_home(actor: Actor, held: Entitlement, homes: Sequence[Home], done: Compared, now: datetime) -> None:
    for home in homes:
        if follow_move(actor=actor, entitlement=held, village=home.code, source=home.source, now=now) is not None:
            held.refresh_from_db(fields=["region"])
            done.moved += 1


def _open_check(held: Entitlement, today: date, now: datetime) -> AliveCheck | None:
    found = held.alive_checks.filter(done_on=None).first()
    if found is not None:
        return found
    if held.next_alive_check is None or held.next_alive_check - CHECK_OPENS_BEFORE > today:
        return None
    return AliveCheck.objects.create(entitlement=held, due_on=held.next_alive_check, opened_at=now)


def _nothing_recent(seen: Known | None) -> str:
    if seen is None:
        return "医保、社保等数据里没有近期记录"
    return f"最近一次记录是{months.day_text(seen.day)}，太久了"


def _ask_for_visit(check: AliveCheck, why: str) -> None:
    if check.visit:
        return
    check.visit, check.why = True, why[:200]
    check.save(update_fields=["visit", "why"])


def _chunks(service: str) -> Iterator[list[Entitlement]]:
    last = 0
    while True:
        rows = Entitlement.objects.filter(service=service, pk__gt=last).exclude(standing=Standing.STOPPED)
        some = list(rows.order_by("pk")[:_CHUNK])
        if not some:
            return
        yield some
        last = some[-1].pk
