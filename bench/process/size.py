"""The rows of an instance: which tables hold them, and how many bytes stand in them."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from yimen.ground.processes.models import Instance


def tables() -> Iterator[tuple[type[models.Model], str]]:
    """Every table that holds rows of instances, and its column with the number of the instance."""
    yield Instance, "id"
    for model in apps.get_app_config("processes").get_models():
        for field in model._meta.local_concrete_fields:
            if field.related_model is Instance and model is not Instance:
                yield model, field.column


def bytes_of(number: int) -> int:
    """The bytes of all values of an instance, as SQLite keeps them: texts as UTF-8, whole numbers by their size."""
    total = 0
    with connection.cursor() as cursor:
        for model, column in tables():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" WHERE "{column}" = %s', [number])
            total += sum(_bytes(value) for row in cursor.fetchall() for value in row)
    return total


def _bytes(value: object) -> int:
    if value is None:
        return 0
    if isinstance(value, int):
        return (value.bit_length() + 8) // 8 if value > 1 else 0
    return len(value if isinstance(value, bytes) else str(value).encode())
