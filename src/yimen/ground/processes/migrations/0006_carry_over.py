"""Where an instance stands, one JSON so far, becomes rows, with a first event that says the same.

One that cannot be read holds up no other: it is carried over without its state, which is kept in that event, and an
operator finds it among the stopped ones (0017).
"""

from django.db import migrations, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from yimen.ground.processes.migrations._carried import DAMAGED, Damaged, carried, written

BATCH = 500
# Read by nobody: a scope without a body. Whoever loads the instance is told that it is damaged.
UNREADABLE = "null"


def to_rows(apps, schema_editor):
    # As text: one that is no JSON at all must not keep its batch from being read.
    found = apps.get_model("processes", "Instance").objects.order_by("pk").annotate(told=Cast("state", TextField()))
    rows, last = found.values_list("pk", "told", "started_at", "ended_at"), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        carry_over(apps, schema_editor.connection, batch)
        last = batch[-1][0]


def carry_over(apps, connection, batch):
    """Give each instance of a batch (number, state, began, ended) the rows of its state."""
    standing = [(number, _carried(told), told, began, ended) for number, told, began, ended in batch]
    try:
        with transaction.atomic(using=connection.alias):
            _write(apps, connection, standing)
    except Exception:
        # What no check foresaw is the fault of one of them: each by itself, and that one without its state.
        for number, state, told, began, ended in standing:
            try:
                with transaction.atomic(using=connection.alias):
                    _write(apps, connection, [(number, state, told, began, ended)])
            except Exception as error:
                damaged = Damaged(f"写不进去（{type(error).__name__}）")
                _write(apps, connection, [(number, damaged, told, began, ended)])


def _carried(told):
    try:
        return carried(told)
    except Damaged as damaged:
        return damaged


def _write(apps, connection, standing):
    rows = {name: [] for name in ("Token", "Scope", "Variable", "Work", "Event")}
    models = {name: apps.get_model("processes", name) for name in (*rows, "Task")}
    # Since when a token has been there, an older state does not say: since its task was opened, or since the beginning.
    tasks = models["Task"].objects.filter(instance__in=[one[0] for one in standing], closed_at=None)
    opened = {(instance, token): at for instance, token, at in tasks.values_list("instance", "token", "opened_at")}
    stands = []
    for number, state, told, began, ended in standing:
        of = {"instance_id": number}
        first = {"seq": 1, "at": began, "kind": "CarriedOver", "told": "{}", **of}
        if isinstance(state, Damaged):
            over = ended is not None
            kept = written({"damaged": str(state), "state": (told or "").replace("\0", "")})
            rows["Event"].append({**first, "told": kept, "changes": '{"d":1}' if over else "{}"})
            if not over:
                rows["Scope"].append({"number": 1, "node": "", "parent": 0, "body": UNREADABLE, **of})
            stands.append((1, "", "" if over else DAMAGED, number))
            continue
        for token, node, body in state.tokens:
            since = opened.get((number, token), began)
            rows["Token"].append({"number": token, "node": node, "body": body, "arrived_at": since, **of})
        for scope, node, parent, body in state.scopes:
            rows["Scope"].append({"number": scope, "node": node, "parent": parent, "body": body, **of})
        for scope, name, value in state.variables:
            rows["Variable"].append({"scope": scope, "name": name, "value": value, **of})
        for work, node, scope, inside in state.works:
            rows["Work"].append({"number": work, "node": node, "scope": scope, "inside": inside, **of})
        rows["Event"].append({**first, "changes": state.entry})
        stands.append((state.next_token, state.ends, state.failed, number))
    for name, found in rows.items():
        models[name].objects.bulk_create([models[name](**row) for row in found], batch_size=BATCH)
    # By hand: one statement that sets many rows to values of their own takes Django longer than all the rest.
    stand = "UPDATE processes_instance SET version = 1, next_token = %s, ends = %s, failed = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(stand, stands)


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0005_state_as_rows"),
    ]

    operations = [
        migrations.RunPython(to_rows, migrations.RunPython.noop),
    ]
