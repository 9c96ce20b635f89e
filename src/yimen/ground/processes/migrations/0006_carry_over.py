import json

from django.db import migrations

from yimen.engines import bpmn
from yimen.engines.bpmn import journal


def to_rows(apps, schema_editor):
    """Write the state of each instance, one JSON so far, as rows, with a first event that says the same."""
    Instance = apps.get_model("processes", "Instance")
    for instance in Instance.objects.order_by("pk").iterator(chunk_size=500):
        carry_over(apps, instance, bpmn.State.from_json(instance.state))


def carry_over(apps, instance, state):
    changed = bpmn.difference(bpmn.State(), state)
    rows = {name: apps.get_model("processes", name).objects for name in ("Token", "Scope", "Variable", "Work", "Event")}
    # Since when a token has been there, an older state does not say: since its task was opened, or since the beginning.
    tasks = apps.get_model("processes", "Task").objects.filter(instance=instance, closed_at=None)
    opened = dict(tasks.values_list("token", "opened_at"))
    rows["Token"].bulk_create(
        rows["Token"].model(
            instance=instance,
            number=token.id,
            node=token.node,
            body=written(journal.token_row(token)[2:]),
            arrived_at=opened.get(token.id, instance.started_at),
        )
        for token in changed.tokens
    )
    rows["Scope"].bulk_create(
        rows["Scope"].model(
            instance=instance,
            number=scope.id,
            node=scope.node,
            parent=scope.parent,
            body=written(journal.scope_row(scope)),
        )
        for scope in changed.scopes
    )
    rows["Variable"].bulk_create(
        rows["Variable"].model(instance=instance, scope=scope, name=name, value=written(journal.to_json(value)))
        for scope, name, value in changed.variables
    )
    rows["Work"].bulk_create(
        rows["Work"].model(instance=instance, number=work.id, node=work.node, scope=work.scope, inside=work.inner)
        for work in changed.kept
    )
    rows["Event"].create(
        instance=instance,
        seq=1,
        at=instance.started_at,
        kind="CarriedOver",
        told="{}",
        changes=written(bpmn.entry(bpmn.State(), state, changed, ())),
    )
    instance.version, instance.next_token = 1, state.next_token
    instance.ends, instance.failed = " ".join(state.ended), state.failed[:200]
    instance.save(update_fields=["version", "next_token", "ends", "failed"])


def written(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))



class Migration(migrations.Migration):

    dependencies = [
        ('processes', '0005_state_as_rows'),
    ]

    operations = [
        migrations.RunPython(to_rows, migrations.RunPython.noop),
    ]
