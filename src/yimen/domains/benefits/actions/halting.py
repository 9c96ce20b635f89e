"""What stopping and suspending share: the row, its letter, where the entitlement stands then."""

from datetime import date, datetime

from yimen.domains.benefits import months
from yimen.domains.benefits.events import NoticeDue
from yimen.domains.benefits.grounds import Ground
from yimen.domains.benefits.models import Entitlement, Stop
from yimen.domains.benefits.states import Halt, Standing
from yimen.domains.benefits.terms import terms_of
from yimen.domains.catalogue.queries import definition_by_key
from yimen.engines.clock import add_calendar_days
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import add_working_days
from yimen.ground.outbox.announce import announce

NOTICES = {Halt.STOP: "stop-benefit", Halt.SUSPEND: "suspend-benefit"}


def put_down(actor: Actor, entitlement: Entitlement, ground: Ground, now: datetime) -> Stop:
    """The row of a halt, its record, and the letter it owes. Inside the caller's transaction."""
    today = legal_day(now)
    halt = Stop.objects.create(
        entitlement=entitlement,
        kind=ground.kind,
        from_month=ground.from_month,
        cause=ground.cause,
        facts=list(ground.facts),
        reason=ground.reason[:300],
        basis=ground.basis[:300],
        known_on=today,
        tell_by=tell_by(entitlement, today),
    )
    verb = "stop-benefit" if ground.kind == Halt.STOP else "suspend-benefit"
    details = {"cause": ground.cause, "from": months.key(ground.from_month)}
    record(actor, verb, object_kind="benefit", object_ref=entitlement.case_number, at=now, details=details)
    announce(NoticeDue(NOTICES[ground.kind], halt.pk), now=now)
    return halt


def stand(entitlement: Entitlement) -> None:
    """Put the entitlement where its living halts put it."""
    living = {one.kind: one for one in entitlement.stops.filter(lifted_on=None)}
    stop = living.get(Halt.STOP)
    entitlement.until = months.add(stop.from_month, -1) if stop else None
    if stop:
        entitlement.standing = Standing.STOPPED
    else:
        entitlement.standing = Standing.SUSPENDED if living else Standing.ACTIVE
    entitlement.save(update_fields=["standing", "until"])


def locked(entitlement: Entitlement) -> Entitlement:
    """The row as it is now, held until the transaction ends: the daily job and an officer may act at once."""
    return Entitlement.objects.select_for_update(of=("self",)).select_related("body").get(pk=entitlement.pk)


def tell_by(entitlement: Entitlement, day: date) -> date:
    """By when what is decided on a day must be told in writing."""
    terms = terms_of(definition_by_key(entitlement.version))
    if terms.tell_unit == "workday":
        return add_working_days(day, terms.tell_value).day
    return add_calendar_days(day, terms.tell_value)
