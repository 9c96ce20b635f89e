from contextlib import suppress
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import F

from yimen.domains.catalogue.reports.models import FormDownload


def count_download(*, slug: str, name: str, day: date) -> None:
    """One more download of a file of a service. There is no actor: nobody is known, and nothing is kept of anybody.

    A form is given free to whoever asks (行政许可法 29), so a count that fails never stands in the way.
    """
    with suppress(DatabaseError), transaction.atomic():
        counted = FormDownload.objects.filter(day=day, slug=slug, name=name)
        if not counted.update(count=F("count") + 1):
            FormDownload.objects.get_or_create(day=day, slug=slug, name=name)
            counted.update(count=F("count") + 1)
