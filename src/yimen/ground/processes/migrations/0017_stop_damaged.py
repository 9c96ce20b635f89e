"""An instance whose state could not be carried over (0006) is shown to operators as one that has stopped."""

import json

from django.db import migrations
from django.utils import timezone

from yimen.ground.processes.migrations._carried import DAMAGED

REASON = "升级系统时，这个流程原来的状态读不出来：{reason}。原样留在它的第一条经过记录里"


def stop_damaged(apps, schema_editor):
    instances = apps.get_model("processes", "Instance").objects
    events = apps.get_model("processes", "Event").objects
    for number in list(instances.filter(failed=DAMAGED, ended_at=None).values_list("pk", flat=True)):
        told = events.filter(instance_id=number, seq=1).values_list("told", flat=True).first()
        reason = json.loads(told or "{}").get("damaged", "原因没有记下")
        instances.filter(pk=number).update(
            failed="", stopped_at=timezone.now(), stopped_reason=REASON.format(reason=reason)[:300]
        )


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0016_what_is_forgotten"),
    ]

    operations = [
        migrations.RunPython(stop_damaged, migrations.RunPython.noop),
    ]
