from datetime import date

from django.db import transaction
from django.db.models import F

from yimen.ground.numbering.models import Reservation, Serial


@transaction.atomic
def next_serial(scheme: str, period: str = "") -> int:
    """The next whole number of a scheme in a period, starting at 1. Safe under concurrency on both databases."""
    row, _ = Serial.objects.get_or_create(scheme=scheme, period=period)
    Serial.objects.filter(pk=row.pk).update(last=F("last") + 1)
    return Serial.objects.values_list("last", flat=True).get(pk=row.pk)


@transaction.atomic
def serial_for(holder: str, scheme: str, period: str = "") -> int:
    """The number of a scheme that belongs to ``holder``: drawn once, the same at every later try."""
    held = Reservation.objects.filter(scheme=scheme, period=period, holder=holder).first()
    if held is None:
        number = next_serial(scheme, period)
        held = Reservation.objects.create(scheme=scheme, period=period, holder=holder, number=number)
    return held.number


def case_number(on: date) -> str:
    """办件号, e.g. ``YX20261118-00417``: the city's letters, the day, the serial of that day."""
    return f"YX{on:%Y%m%d}-{next_serial('case', f'{on:%Y%m%d}'):05}"
