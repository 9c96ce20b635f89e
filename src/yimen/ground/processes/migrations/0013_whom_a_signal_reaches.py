"""With a signal is written down whom it reaches. Until now that was found later, by comparing two clocks."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Max


def as_found_until_now(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Signals that somebody may still have to be told of reach those whom they would have reached."""
    waits = apps.get_model("processes", "Subscription").objects.filter(kind="signal", key="")
    signals = apps.get_model("processes", "Message").objects.filter(kind="signal")
    for name in waits.order_by().values_list("name", flat=True).distinct():
        for signal in signals.filter(name=name).iterator():
            last = waits.filter(name=name, since__lte=signal.sent_at).aggregate(last=Max("pk"))["last"]
            signals.filter(pk=signal.pk).update(reaches=last or 0)


class Migration(migrations.Migration):
    dependencies = [("processes", "0012_fewer_pages")]

    operations = [
        migrations.AddField("message", "reaches", models.BigIntegerField(default=0)),
        migrations.AddIndex(
            "message",
            models.Index(condition=models.Q(("kind", "signal")), fields=["name", "reaches"], name="processes_signals"),
        ),
        migrations.RunPython(as_found_until_now, migrations.RunPython.noop),
    ]
