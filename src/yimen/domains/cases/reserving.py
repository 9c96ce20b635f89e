"""What a case keeps for itself in the registers while it is being handled, and gives back when nothing comes of it."""

from collections.abc import Iterator
from datetime import datetime

from yimen.domains.cases.events import ReservationRefused, ReservationReleased
from yimen.domains.cases.models import Case
from yimen.domains.cases.steps import add_step
from yimen.domains.cases.write_back import Entry, entries
from yimen.domains.registers.actions.release import release
from yimen.domains.registers.actions.reserve import reserve
from yimen.engines.clock import add_months
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce

RESERVED, HELD, RELEASED = "reserved", "reserved-for-another", "released"


def keep(case: Case, now: datetime) -> None:
    """Keep what the case would have in the registers, as long as its service says. Asked again it changes nothing.

    Belongs inside the transaction of the capability.

    Raises:
        DomainError: another has it; its code is the one that the service names.
    """
    for one in _to_keep(case, now):
        until = add_months(legal_day(now), one.meta["reserve"]["months"])
        row = reserve(
            actor=SYSTEM,
            register=one.register,
            key=one.key,
            data=one.data,
            holder=case.number,
            until=until,
            code=one.meta["taken"],
            now=now,
        )
        if row is not None:
            add_step(case, RESERVED, by=SYSTEM, now=now, note=f"{named(one)}，{until.isoformat()}")


def tell_held(case: Case, code: str, now: datetime) -> None:
    """Tell the applicant at once, and only once, that another has what the case would keep."""
    for one in _to_keep(case, now):
        if one.meta["taken"] == code and not case.steps.filter(kind=HELD).exists():
            add_step(case, HELD, by=SYSTEM, now=now, note=named(one))
            announce(ReservationRefused(case.pk, case.number, named(one)), now=now)


def give_back(case: Case, now: datetime) -> None:
    """Give back what was kept for the case, if anything was. Belongs inside the transaction of the capability."""
    for one in _to_keep(case, now):
        if release(actor=SYSTEM, register=one.register, key=one.key, holder=case.number, now=now):
            add_step(case, RELEASED, by=SYSTEM, now=now, note=named(one))
            announce(ReservationReleased(case.pk, case.number, named(one)), now=now)


def named(one: Entry) -> str:
    return f"{one.meta['reserve']['what']}“{one.key}”"


def _to_keep(case: Case, now: datetime) -> Iterator[Entry]:
    return (one for one in entries(case, now) if "reserve" in one.meta)
