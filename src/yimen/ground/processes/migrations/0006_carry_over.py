import json

from django.db import migrations

from yimen.engines import bpmn
from yimen.engines.bpmn import journal, values


BATCH = 500


def to_rows(apps, schema_editor):
    """Write the state of each instance, one JSON so far, as rows, with a first event that says the same."""
    instances = apps.get_model("processes", "Instance").objects.order_by("pk").only("state", "started_at")
    last = 0
    while batch := list(instances.filter(pk__gt=last)[:BATCH]):
        carry_over(apps, schema_editor.connection, [(instance, bpmn.State.from_json(instance.state)) for instance in batch])
        last = batch[-1].pk


def carry_over(apps, connection, standing):
    """Give each instance of a batch the rows of its state."""
    rows = {name: [] for name in ("Token", "Scope", "Variable", "Work", "Event")}
    models = {name: apps.get_model("processes", name) for name in (*rows, "Instance", "Task")}
    # Since when a token has been there, an older state does not say: since its task was opened, or since the beginning.
    tasks = models["Task"].objects.filter(instance__in=[instance.pk for instance, _ in standing], closed_at=None)
    opened = {(instance, token): at for instance, token, at in tasks.values_list("instance", "token", "opened_at")}
    for instance, state in standing:
        changed = bpmn.difference(bpmn.State(), state)
        for token in changed.tokens:
            body = written(journal.token_row(token)[2:])
            since = opened.get((instance.pk, token.id), instance.started_at)
            rows["Token"].append(dict(number=token.id, node=token.node, body=body, arrived_at=since, instance=instance))
        for scope in changed.scopes:
            body = written(journal.scope_row(scope))
            row = dict(number=scope.id, node=scope.node, parent=scope.parent, body=body, instance=instance)
            rows["Scope"].append(row)
        for number, name, value in changed.variables:
            row = dict(scope=number, name=name, value=written(values.to_json(value)), instance=instance)
            rows["Variable"].append(row)
        for work in changed.kept:
            row = dict(number=work.id, node=work.node, scope=work.scope, inside=work.inner, instance=instance)
            rows["Work"].append(row)
        changes = written(bpmn.entry(bpmn.State(), state, changed, ()))
        row = dict(seq=1, at=instance.started_at, kind="CarriedOver", told="{}", changes=changes, instance=instance)
        rows["Event"].append(row)
    for name, found in rows.items():
        models[name].objects.bulk_create([models[name](**row) for row in found], batch_size=BATCH)
    # By hand: one statement that sets many rows to values of their own takes Django longer than all the rest.
    stand = "UPDATE processes_instance SET version = 1, next_token = %s, ends = %s, failed = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(
            stand, [(one.next_token, " ".join(one.ended), one.failed[:200], at.pk) for at, one in standing]
        )


def written(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))



class Migration(migrations.Migration):

    dependencies = [
        ('processes', '0005_state_as_rows'),
    ]

    operations = [
        migrations.RunPython(to_rows, migrations.RunPython.noop),
    ]
