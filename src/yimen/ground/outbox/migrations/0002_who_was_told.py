"""Whether a person was told of what could not be delivered; and of errors only the kind is kept."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

# Those that had told somebody when they were given up.
_TELLING = (
    "benefits.pay-out",
    "cases.prove-delivery",
    "messages.send-sms",
    "processes.call-refused",
    "processes.message-sent",
    "processes.perform",
    "processes.return-to-caller",
    "processes.signal-due",
    "processes.wait-began",
)


def as_it_was(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("outbox", "Delivery").objects
    rows.filter(given_up_at__isnull=False, listener__in=_TELLING).update(told_at=F("given_up_at"))
    for row in rows.exclude(last_error="").iterator():
        rows.filter(pk=row.pk).update(last_error=row.last_error.partition(":")[0])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField("delivery", "told_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=models.Q(("done_at", None), ("given_up_at__isnull", False), ("told_at", None)),
                fields=["id"],
                name="outbox_undelivered",
            ),
        ),
        migrations.RunPython(as_it_was, migrations.RunPython.noop),
    ]
