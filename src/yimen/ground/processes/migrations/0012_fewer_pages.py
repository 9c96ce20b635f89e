"""A step writes fewer pages: indexes that nothing asks go, and on SQLite the rows of a step lie in their key.

A table of SQLite's is found by a hidden number, and its key is an index beside it: a row of a step dirties a page of
each, and the rows of one instance lie apart. Without that number (``WITHOUT ROWID``) they lie together, once. Whoever
alters such a table later lets Django make it anew, with the number: ``tests/test_rows_on_disk.py`` says so.
"""

import re

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLES = ("processes_token", "processes_variable", "processes_scope", "processes_work")
_WITHOUT = " WITHOUT ROWID"
_OWNER = re.compile(r', ("instance_id" [^,]* DEFERRABLE INITIALLY DEFERRED)')


def by_their_key(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in _TABLES if schema_editor.connection.vendor == "sqlite" else ():
        _make_anew(schema_editor, table, _WITHOUT)


def by_a_number(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in _TABLES if schema_editor.connection.vendor == "sqlite" else ():
        _make_anew(schema_editor, table, "")


def _make_anew(schema_editor: BaseDatabaseSchemaEditor, table: str, ending: str) -> None:
    # No other table points at these, so that nothing is lost when the old one is dropped.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        (made,) = cursor.fetchone()
        cursor.execute("SELECT name FROM pragma_table_info(%s)", [table])
        names = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
        for statement in (
            _key_first(made.removesuffix(_WITHOUT).replace(f'"{table}"', f'"new__{table}"', 1)) + ending,
            f'INSERT INTO "new__{table}" ({names}) SELECT {names} FROM "{table}"',  # noqa: S608
            f'DROP TABLE "{table}"',
            f'ALTER TABLE "new__{table}" RENAME TO "{table}"',
        ):
            cursor.execute(statement)


def _key_first(made: str) -> str:
    """SQLite 3.40 finds faults that are none (``PRAGMA integrity_check``) where the key's columns are not the first."""
    owner = _OWNER.search(made)
    return made if owner is None else _OWNER.sub("", made, count=1).replace("(", f"({owner[1]}, ", 1)


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_office_hours_and_takes_in"),
        ("processes", "0011_watching"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="instance",
            name="processes_one_call_a_token",
        ),
        migrations.RemoveConstraint(
            model_name="task",
            name="processes_one_open_task",
        ),
        migrations.AlterField(
            model_name="instance",
            name="caller",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="called",
                to="processes.instance",
            ),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="instance",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to="processes.instance",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="claimed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claimed_tasks",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="instance",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tasks",
                to="processes.instance",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="post",
            field=models.ForeignKey(
                db_index=False,
                help_text="null: the applicant",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="places.post",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("claimed_by__isnull", False)), fields=["claimed_by"], name="processes_claimed"
            ),
        ),
        migrations.AddConstraint(
            model_name="instance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("caller__isnull", False)),
                fields=("caller", "caller_token"),
                name="processes_one_call_a_token",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                models.F("instance"),
                models.F("token"),
                models.F("kind"),
                models.Case(
                    models.When(closed_at=None, then=models.Value(0)),
                    default=models.F("id"),
                    output_field=models.BigIntegerField(),
                ),
                name="processes_one_open_task",
            ),
        ),
        migrations.RunPython(by_their_key, by_a_number),
    ]
