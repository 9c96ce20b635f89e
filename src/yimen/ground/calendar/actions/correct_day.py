from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.errors import CalendarRefused
from yimen.ground.calendar.events import CalendarChanged
from yimen.ground.calendar.models import HolidayOrder, SpecialDay
from yimen.ground.calendar.order import REASON_LENGTH, Fault, OrderedDay, name_faults, weekday_fault
from yimen.ground.calendar.queries import OBJECT_KIND, calendar_record
from yimen.ground.outbox.announce import announce


class DayKind(StrEnum):
    """What a day is: off (休), worked by order (班), or what its weekday says."""

    OFF = "off"
    WORKED = "worked"
    PLAIN = "plain"


@transaction.atomic
def correct_day(*, actor: Actor, day: date, kind: DayKind, name: str, reason: str, now: datetime) -> bool:
    """Correct one day of a year that has its order. Returns False when the day is so already.

    Args:
        name: the holiday that the day belongs to; not used for a plain day.
        reason: why, with the document that says so; kept in the audit.

    Raises:
        CalendarRefused: the year has no order yet, or name or reason is missing.
    """
    order = HolidayOrder.objects.select_for_update().filter(year=day.year).first()
    before, old = calendar_record(), SpecialDay.objects.filter(day=day).first()
    wanted = None if kind == DayKind.PLAIN else OrderedDay(day, kind == DayKind.OFF, name)
    if faults := _faults(order, day, wanted, reason):
        raise CalendarRefused(faults)
    was = OrderedDay(old.day, old.off, old.name) if old else None
    if was == wanted:
        return False
    _store(old, day, wanted)
    details = {"day": day.isoformat(), "was": _told(was), "is": _told(wanted), "reason": reason}
    record(actor, "correct-day", object_kind=OBJECT_KIND, object_ref=str(day.year), at=now, details=details)
    if was is None or wanted is None or was.off != wanted.off:
        announce(CalendarChanged([day.year], [day.isoformat()], before), now=now)
    return True


def _faults(order: HolidayOrder | None, day: date, wanted: OrderedDay | None, reason: str) -> list[Fault]:
    faults = []
    if order is None:
        faults.append(Fault("day", f"{day.year} 年的放假安排还没有录入，先录入全年的安排，再改单日"))
    if wanted is not None:
        faults += name_faults("name", wanted)
        faults += [Fault("kind", sentence) for sentence in [weekday_fault(wanted)] if sentence]
    if not reason:
        faults.append(Fault("reason", "写明为什么改，例如通知的名称和日期"))
    if len(reason) > REASON_LENGTH:
        faults.append(Fault("reason", f"理由最多 {REASON_LENGTH} 个字，现在是 {len(reason)} 个"))
    return faults


def _store(old: SpecialDay | None, day: date, wanted: OrderedDay | None) -> None:
    if wanted is None:
        SpecialDay.objects.filter(day=day).delete()
    elif old is not None:
        # A day at the end of December may stand in the next year's order: it stays there.
        SpecialDay.objects.filter(day=day).update(off=wanted.off, name=wanted.name)
    else:
        SpecialDay.objects.create(day=day, off=wanted.off, name=wanted.name, order_id=day.year)


def _told(day: OrderedDay | None) -> str:
    return "平常" if day is None else f"{'休' if day.off else '班'} {day.name}"
