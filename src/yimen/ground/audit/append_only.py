"""Rows that are only ever added: triggers that refuse changes and deletions, for both databases."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table}: never changed'); END;\n"
    "CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table}: never deleted'); END;\n"
)
_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{table}: rows are never changed or deleted'; END; $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
"""
_UNDO = {
    "sqlite": "DROP TRIGGER IF EXISTS {table}_no_update; DROP TRIGGER IF EXISTS {table}_no_delete;",
    "postgresql": "DROP TRIGGER IF EXISTS {table}_append_only ON {table}; "
    "DROP FUNCTION IF EXISTS {table}_append_only();",
}
_DO = {"sqlite": _SQLITE, "postgresql": _POSTGRES}


def append_only(table: str) -> migrations.RunPython:
    """A migration operation after which the table takes new rows and nothing else.

    It stands again after each later operation that alters the table: SQLite makes such a table anew, without triggers.
    """
    return migrations.RunPython(_run(_DO, table), _run(_UNDO, table))


def _run(scripts: dict[str, str], table: str) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        script = scripts[schema_editor.connection.vendor].format(table=table)
        with schema_editor.connection.cursor() as cursor:
            for statement in _statements(script, schema_editor.connection.vendor):
                cursor.execute(statement)

    return run


def _statements(script: str, vendor: str) -> list[str]:
    """SQLite takes one statement at a time; each of ours stands on a line of its own there."""
    if vendor == "postgresql":
        return [script]
    if "BEGIN" in script:
        return [line for line in script.strip().splitlines() if line]
    return [part.strip() for part in script.split(";") if part.strip()]
