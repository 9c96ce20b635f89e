from datetime import date

from django.db import transaction
from django.db.models import F

from yimen.ground.numbering.models import Serial


@transaction.atomic
def next_serial(scheme: str, period: str = "") -> int:
    """The next whole number of a scheme in a period, starting at 1. Safe under concurrency on both databases."""
    row, _ = Serial.objects.get_or_create(scheme=scheme, period=period)
    Serial.objects.filter(pk=row.pk).update(last=F("last") + 1)
    return Serial.objects.values_list("last", flat=True).get(pk=row.pk)


def case_number(on: date) -> str:
    """办件号, e.g. ``YX20261118-00417``: the city's letters, the day, the serial of that day."""
    return f"YX{on:%Y%m%d}-{next_serial('case', f'{on:%Y%m%d}'):05}"
