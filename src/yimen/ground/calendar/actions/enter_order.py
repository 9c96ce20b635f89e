from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.errors import CalendarRefused
from yimen.ground.calendar.events import CalendarChanged
from yimen.ground.calendar.models import HolidayOrder, SpecialDay
from yimen.ground.calendar.order import YEARS, Fault, OrderedDay, order_faults, told
from yimen.ground.calendar.queries import OBJECT_KIND, calendar_record, days_of, fingerprint
from yimen.ground.errors import NotFound, Stale
from yimen.ground.outbox.announce import announce


@transaction.atomic
def enter_order(
    *, actor: Actor, year: int, source: str, days: Sequence[OrderedDay], now: datetime, seen: str | None = None
) -> list[date]:
    """Enter or replace the holiday order of a year. Returns the days that are off, worked or plain and were not.

    The same order entered again changes nothing and leaves no trace.

    Args:
        source: the document, as officers find it.
        seen: ``fingerprint`` of the order that the person had before the eyes; None: it is not compared.

    Raises:
        CalendarRefused: no source, no days, a day of another year, a day both off and worked …
        Stale: somebody else has changed the year since.
        NotFound: no year that the calendar keeps.
    """
    if year not in YEARS:
        raise NotFound("没有这一年的日历", f"选 {YEARS.start} 年到 {YEARS.stop - 1} 年。")
    order = HolidayOrder.objects.select_for_update().filter(year=year).first()
    before, old, new = calendar_record(), days_of(year), sorted(days)
    if faults := [*order_faults(year, source, new), *_taken(year, new)]:
        raise CalendarRefused(faults)
    if order is not None and (order.source, old) == (source, new):
        return []
    if seen is not None and seen != fingerprint(order.source if order else "", old):
        raise _overtaken(year)
    _store(order, year, source, new)
    changed = _changed(old, new)
    details = {"source": source, "days": len(new), "changed": [day.isoformat() for day in changed]}
    record(actor, "enter-order", object_kind=OBJECT_KIND, object_ref=str(year), at=now, details=details)
    if changed or order is None:
        years = sorted({year, *(day.year for day in changed)})
        announce(CalendarChanged(years, [day.isoformat() for day in changed], before), now=now)
    return changed


def _taken(year: int, days: Sequence[OrderedDay]) -> list[Fault]:
    """Days that the order of another year has: 31 December may stand in the one or in the next, not in both."""
    found = SpecialDay.objects.filter(day__in=[one.day for one in days]).exclude(order_id=year).order_by("day")
    return [Fault("lines", f"{told(one.day)}已经写在 {one.order_id} 年的安排里，这里不用再写") for one in found]


def _store(order: HolidayOrder | None, year: int, source: str, days: Sequence[OrderedDay]) -> None:
    if order is None:
        order, is_new = HolidayOrder.objects.get_or_create(year=year, defaults={"source": source})
        if not is_new:
            raise _overtaken(year)
    HolidayOrder.objects.filter(year=year).update(source=source)
    SpecialDay.objects.filter(order=order).delete()
    SpecialDay.objects.bulk_create(SpecialDay(day=one.day, off=one.off, name=one.name, order=order) for one in days)


def _changed(old: Sequence[OrderedDay], new: Sequence[OrderedDay]) -> list[date]:
    was, becomes = ({one.day: one.off for one in days} for days in (old, new))
    return sorted(day for day in was.keys() | becomes.keys() if was.get(day) != becomes.get(day))


def _overtaken(year: int) -> Stale:
    return Stale(f"{year} 年的安排刚刚被别人改过", "看看现在的安排，核对您填的内容，再保存一次。")
