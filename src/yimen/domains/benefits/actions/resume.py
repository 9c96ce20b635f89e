from datetime import datetime

from django.db import transaction

from yimen.domains.benefits.actions.halting import locked, stand, tell_by
from yimen.domains.benefits.errors import BadAnswer, NotOpened
from yimen.domains.benefits.events import NoticeDue
from yimen.domains.benefits.models import ClaimedMonth, Entitlement, Stop
from yimen.domains.benefits.states import ClaimState, Halt, Standing
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce

FACTS_LENGTH = 300


@transaction.atomic
def resume(*, actor: Actor, entitlement: Entitlement, found: str, now: datetime) -> list[Stop]:
    """恢复发放: the suspension is cleared up, or the stop proved wrong. The months between come in the next list.

    Args:
        found: what was found out; it stands in the letter.

    Raises:
        BadAnswer: nothing was written down.
        Stale: nothing is halted.
        NotOpened: the person has the same benefit from another case by now.
    """
    words = found.strip()
    if not words:
        raise BadAnswer("found", "写明查清了什么", "例如“11月20日上门见到本人，身体健康”。")
    if len(words) > FACTS_LENGTH:
        raise BadAnswer("found", f"查清的情况最多 {FACTS_LENGTH} 个字，现在是 {len(words)} 个字", "写要点。")
    held = locked(entitlement)
    halts = list(held.stops.filter(lifted_on=None))
    if not halts:
        raise Stale("这份待遇没有暂停，也没有停发", "刷新页面看最新状态。")
    _check_only_one(held)

    today = legal_day(now)
    for halt in halts:
        halt.lifted_on, halt.lifted_because, halt.lift_tell_by = today, [words], tell_by(held, today)
        halt.save(update_fields=["lifted_on", "lifted_because", "lift_tell_by"])
    stand(held)
    if any(halt.kind == Halt.STOP for halt in halts):
        _withdraw_claims(held, now)

    record(actor, "resume-benefit", object_kind="benefit", object_ref=held.case_number, at=now)
    for halt in halts:
        announce(NoticeDue("resume-benefit", halt.pk), now=now)
    return halts


def _check_only_one(held: Entitlement) -> None:
    others = Entitlement.objects.filter(service=held.service, id_number=held.id_number)
    other = others.exclude(pk=held.pk).exclude(standing=Standing.STOPPED).first()
    if other is not None:
        raise NotOpened(
            f"{held.recipient}已经在享受{other.matter}（{other.case_number}），这一份不能恢复",
            "核对该发的是哪一份；少发的月份在那一份里补。",
        )


def _withdraw_claims(held: Entitlement, now: datetime) -> None:
    """With the stop goes what was claimed back for it; what has come back is paid out again by the next list."""
    claims = held.claims.filter(state=ClaimState.OPEN)
    ClaimedMonth.objects.filter(claim__in=claims).update(living=False)
    claims.update(state=ClaimState.WITHDRAWN, closed_on=legal_day(now))
