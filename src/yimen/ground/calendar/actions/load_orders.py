import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yimen.engines.clock import read_holidays
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.events import CalendarChanged
from yimen.ground.calendar.models import HolidayOrder, SpecialDay
from yimen.ground.calendar.queries import OBJECT_KIND, calendar_record
from yimen.ground.outbox.announce import announce

ANNOUNCED = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_orders(*, actor: Actor, files: Iterable[Path], now: datetime) -> list[int]:
    """Enter the holiday orders of years that are not in the table yet; a year that staff have edited is left alone."""
    before = calendar_record()
    entered: list[int] = []
    days: list[str] = []
    for path in files:
        document = json.loads(path.read_text())
        calendar = read_holidays([document])
        year = int(document["year"])
        if year not in calendar.announced or HolidayOrder.objects.filter(year=year).exists():
            continue
        order = HolidayOrder.objects.create(year=year, source="；".join(document["papers"])[:300])
        special = sorted(calendar.holidays | calendar.make_up_days)
        SpecialDay.objects.bulk_create(
            SpecialDay(day=day, off=day in calendar.holidays, name=calendar.names[day], order=order) for day in special
        )
        record(actor, "load-holidays", object_kind=OBJECT_KIND, object_ref=str(year), at=now)
        entered.append(year)
        days += [day.isoformat() for day in special]
    if entered:
        announce(CalendarChanged(entered, days, before), now=now)
    return entered
