from django.db import migrations

_THERE = [
    # Starting another process to read a few thousand rows takes longer than reading them.
    "ALTER TABLE search_row SET (parallel_workers = 0)",
    # Rows that were just written are in the index at once; a list beside it would be read through for each word.
    "ALTER INDEX search_row_found_by SET (fastupdate = off)",
]
_BACK = ["ALTER TABLE search_row RESET (parallel_workers)", "ALTER INDEX search_row_found_by RESET (fastupdate)"]


def _make(apps, schema_editor):
    _run(schema_editor, _THERE)


def _drop(apps, schema_editor):
    _run(schema_editor, _BACK)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """How PostgreSQL reads the rows of the index."""

    dependencies = [("search", "0002_words")]
    operations = [migrations.RunPython(_make, _drop)]
