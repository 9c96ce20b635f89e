from django.db import migrations

_SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='search_row', content_rowid='id', tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER search_row_added AFTER INSERT ON search_row BEGIN
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER search_row_removed AFTER DELETE ON search_row BEGIN
        INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER search_row_changed AFTER UPDATE OF words ON search_row BEGIN
        INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END""",
]
_SQLITE_BACK = [
    "DROP TRIGGER search_row_added",
    "DROP TRIGGER search_row_removed",
    "DROP TRIGGER search_row_changed",
    "DROP TABLE search_words",
]
# The words come apart already; a parser of the database's own would take them as its locale tells it.
_POSTGRES = [
    """ALTER TABLE search_row ADD COLUMN found_by tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED""",
    "CREATE INDEX search_row_found_by ON search_row USING gin (found_by)",
]
_POSTGRES_BACK = ["ALTER TABLE search_row DROP COLUMN found_by"]


def _make(apps, schema_editor):
    _run(schema_editor, _SQLITE, _POSTGRES)


def _drop(apps, schema_editor):
    _run(schema_editor, _SQLITE_BACK, _POSTGRES_BACK)


def _run(schema_editor, sqlite, postgres):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgres:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """What rows are found by: FTS5 over the rows on SQLite, a column of words on PostgreSQL; the database keeps it."""

    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(_make, _drop)]
