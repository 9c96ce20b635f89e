from contextlib import suppress
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import F

from yimen.domains.catalogue.reports.models import FormDownload


def count_download(*, slug: str, name: str, day: date) -> None:
    """One more download of a file of a service. There is no actor: nobody is known, and nothing is kept of anybody.

    A form is given free to whoever asks (行政许可法 29), so a count that fails never stands in the way.
    """
    row = {"day": day, "slug": slug, "name": name}
    with suppress(DatabaseError), transaction.atomic():
        counted = FormDownload.objects.filter(**row).update(count=F("count") + 1)
        if not counted:
            FormDownload.objects.get_or_create(**row)
            FormDownload.objects.filter(**row).update(count=F("count") + 1)
