"""Incidents that were left open on processes that are over: nobody can do anything about them any more."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def close_them(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    over = apps.get_model("processes", "Instance").objects.filter(pk=OuterRef("instance"))
    left = apps.get_model("processes", "Task").objects.filter(
        kind="incident", closed_at=None, instance__ended_at__isnull=False
    )
    left.update(closed_at=Subquery(over.values("ended_at")[:1]), outcome="cancelled")


class Migration(migrations.Migration):
    dependencies = [("processes", "0013_whom_a_signal_reaches")]

    operations = [migrations.RunPython(close_them, migrations.RunPython.noop)]
