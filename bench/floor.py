"""The floor: a bare Django view that reads as many rows, writes as many and returns as many bytes, and nothing else.

It stands behind the same server and on the same database as the product, with the product's own settings for it
(journal, write queue, kept connections), but without middleware, session, permission, template or rule. Each read
fetches one row by its key into a model, each write adds one row, all writes of a request in one transaction.
"""

import os
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.served import clocked

ROWS = 1000


def configure() -> None:
    """Django with the product's database and nothing more."""
    product = import_module("yimen.config.settings")
    settings.configure(
        DATABASES=product.DATABASES,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        SECRET_KEY=product.SECRET_KEY,
        MIDDLEWARE=[],
        USE_TZ=True,
    )
    django.setup()


if not settings.configured and os.environ.get("BENCH_FLOOR"):
    configure()


def application() -> Any:
    return clocked(get_wsgi_application())


class Row(models.Model):
    """A simple table."""

    name = models.CharField(max_length=100)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        db_table = "bench_row"

    def __str__(self) -> str:
        return self.name


def make_table(at: Any) -> None:
    """The simple table with its rows; what an earlier run wrote is gone."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Row.objects.bulk_create(Row(name=f"row {number}", text="x" * 200, at=at) for number in range(ROWS))


def view(request: HttpRequest) -> HttpResponse:
    reads, writes, size = (int(request.GET[name]) for name in ("reads", "writes", "bytes"))
    if writes:
        with transaction.atomic():
            row = _read(reads)
            for _ in range(writes):
                Row.objects.create(name=row.name, text=row.text, at=row.at)
    else:
        _read(reads)
    return HttpResponse(b"x" * size)


def _read(reads: int) -> Row:
    row = Row.objects.get(pk=1)
    for number in range(1, reads):
        row = Row.objects.get(pk=number % ROWS + 1)
    return row


urlpatterns = [path("", view)]
