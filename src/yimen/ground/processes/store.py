"""Where an instance stands, read from its rows and written to them. All SQL of processes that is not Django's is here.

A step reads and writes a dozen small rows. Through models that takes one or two milliseconds of CPU, ten times as much
as the step itself; so the rows are written by hand, in the same words for SQLite and PostgreSQL. Everything belongs
inside the transaction of the step, which has locked the instance (``locks``).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from yimen.engines import bpmn
from yimen.engines.bpmn import journal
from yimen.engines.bpmn.values import from_json, to_json
from yimen.ground.errors import Stale
from yimen.ground.places.models import Post
from yimen.ground.processes.models import Event, Instance, Task
from yimen.ground.processes.subjects import Schedule

_READ = """SELECT 't', number, node, body, 0 FROM "processes_token" WHERE instance_id = %s AND gone_at IS NULL
UNION ALL SELECT 'v', scope, name, value, 0 FROM "processes_variable" WHERE instance_id = %s
UNION ALL SELECT 's', number, node, body, parent FROM "processes_scope" WHERE instance_id = %s
UNION ALL SELECT 'w', number, node, CAST(inside AS VARCHAR(20)), scope FROM "processes_work" WHERE instance_id = %s
"""
# The number of the last command is looked at again: without the lock a second step at once would be lost in silence.
_STAND = """UPDATE "processes_instance" SET version = %s, next_token = %s, ends = %s, failed = %s, ended_at = %s,
ended_with = %s, result = %s WHERE id = %s AND version = %s
"""
_EVENT = 'INSERT INTO "processes_event" (instance_id, seq, at, kind, told, changes, key) VALUES '
_STANDING = 'INSERT INTO "processes_token" (instance_id, number, node, body, arrived_at, how) VALUES '
# A token that moves on to another element is there since now; one that only got an incident has been there before.
_STANDING_AGAIN = """
 ON CONFLICT (instance_id, number) DO UPDATE SET body = excluded.body, node = excluded.node,
arrived_at = CASE WHEN processes_token.node = excluded.node THEN processes_token.arrived_at
ELSE excluded.arrived_at END
"""
_GONE = 'UPDATE "processes_token" SET gone_at = %s, how = %s WHERE instance_id = %s AND number IN '
_VARIABLE = 'INSERT INTO "processes_variable" (instance_id, scope, name, value) VALUES '
_VARIABLE_AGAIN = " ON CONFLICT (instance_id, scope, name) DO UPDATE SET value = excluded.value"
_SCOPE = 'INSERT INTO "processes_scope" (instance_id, number, node, parent, body) VALUES '
_SCOPE_AGAIN = " ON CONFLICT (instance_id, number) DO UPDATE SET node = excluded.node, body = excluded.body"
_WORK = 'INSERT INTO "processes_work" (instance_id, number, node, scope, inside) VALUES '
_CLOSED = 'DELETE FROM "processes_scope" WHERE instance_id = %s AND number IN '
_CLOSED_VARIABLES = 'DELETE FROM "processes_variable" WHERE instance_id = %s AND scope IN '
_FORGOTTEN = 'DELETE FROM "processes_work" WHERE instance_id = %s AND number IN '
_TASK = """INSERT INTO "processes_task" (instance_id, kind, token, node, name, act, post_id, outcomes, reason, opened_at,
"limit", due_on, soon_on, paused_until, outcome) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', %s, %s, %s, %s, %s, '')
"""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """What made an instance go on: the name of the happening, what was told with it, and the key of the command."""

    kind: str
    told: dict[str, object]
    key: str = ""


def load(instance: Instance) -> bpmn.State:
    """Where an instance stands.

    Raises:
        BpmnError: its rows are damaged.
    """
    with connection.cursor() as cursor:
        cursor.execute(_READ, [instance.pk] * 4)
        rows = cursor.fetchall()
    try:
        return _state(instance, rows)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        sentence = f"流程 {instance.pk} 的数据不完整或已损坏（{error!r}）。从备份恢复这一条流程。"
        raise bpmn.BpmnError(sentence) from error


def save(
    instance: Instance,
    before: bpmn.State,
    after: bpmn.State,
    changes: Sequence[bpmn.Change],
    happened: Happened,
    now: datetime,
) -> None:
    """Write down where the step or steps of one command have led, with the event that says so.

    The instance's own end (``ended_at``, ``ended_with``, ``result``) is written as it stands on the object.

    Raises:
        Stale: somebody else has advanced the instance meanwhile.
    """
    changed = bpmn.difference(before, after)
    entry = bpmn.entry(before, after, changed, changes)
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        _stand(cursor, instance, after)
        number = instance.pk
        row = (number, instance.version, moment, happened.kind, _json(happened.told), _json(entry))
        _insert(cursor, _EVENT, [(*row, happened.key or None)])
        tokens = [(number, one.id, one.node, _body(journal.token_row(one)), moment, "") for one in changed.tokens]
        _insert(cursor, _STANDING, tokens, _STANDING_AGAIN)
        for how, numbers in _by_way(changed.gone, changes):
            _among(cursor, _GONE, [moment, how, number], numbers)
        variables = [(number, scope, name, _json(to_json(value))) for scope, name, value in changed.variables]
        _insert(cursor, _VARIABLE, variables, _VARIABLE_AGAIN)
        if changed.scopes or changed.closed or changed.kept or changed.forgotten:
            _save_rooms(cursor, number, changed)


def put_task(
    instance: Instance, asked: bpmn.OpenTask, post: Post | None, schedule: Schedule, now: datetime
) -> None:
    """A task that waits for a post, or for the applicant."""
    day = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            _TASK,
            (
                *(instance.pk, Task.WORK, asked.token, asked.node, asked.name, asked.act),
                *(None if post is None else post.pk, _json(asked.outcomes)),
                *(connection.ops.adapt_datetimefield_value(now), asked.limit),
                *(day(schedule.due_on), day(schedule.soon_on), day(schedule.paused_until)),
            ),
        )


def rebuilt(instance: Instance) -> bpmn.State:
    """Where the events of an instance say that it stands. It is what ``load`` says, unless rows were lost or forged."""
    entries = Event.objects.filter(instance=instance).order_by("seq").values_list("changes", flat=True)
    return bpmn.replay(json.loads(entry) for entry in entries.iterator())


def done_before(instance: Instance, key: str) -> bool:
    """Whether a command with this key has been carried out."""
    return bool(key) and Event.objects.filter(instance=instance, key=key).exists()


def _save_rooms(cursor: Any, number: int, changed: bpmn.Difference) -> None:
    scopes = [(number, one.id, one.node, one.parent, _json(journal.scope_row(one))) for one in changed.scopes]
    _insert(cursor, _SCOPE, scopes, _SCOPE_AGAIN)
    _insert(cursor, _WORK, [(number, one.id, one.node, one.scope, one.inner) for one in changed.kept])
    _among(cursor, _CLOSED, [number], changed.closed)
    _among(cursor, _CLOSED_VARIABLES, [number], changed.closed)
    _among(cursor, _FORGOTTEN, [number], changed.forgotten)


def _stand(cursor: Any, instance: Instance, after: bpmn.State) -> None:
    known = instance.version
    instance.version, instance.next_token = known + 1, after.next_token
    instance.ends, instance.failed = " ".join(after.ended), after.failed[:200]
    ended_at = connection.ops.adapt_datetimefield_value(instance.ended_at)
    row = (instance.version, instance.next_token, instance.ends, instance.failed)
    cursor.execute(_STAND, (*row, ended_at, instance.ended_with, instance.result, instance.pk, known))
    if cursor.rowcount != 1:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。")


def _state(instance: Instance, rows: Iterable[tuple[str, int, str, str, int]]) -> bpmn.State:
    tokens, scopes, works = [], [], []
    variables: dict[int, dict[str, object]] = {}
    for kind, number, name, body, scope in sorted(rows, key=lambda row: row[1]):
        if kind == "t":
            tokens.append(journal.token_of([number, name, *json.loads(body)]))
        elif kind == "v":
            variables.setdefault(number, {})[name] = from_json(json.loads(body))
        elif kind == "s":
            scopes.append(journal.scope_of(number, name, scope, json.loads(body)))
        else:
            works.append(bpmn.Work(number, name, scope, int(body) if body else None))
    return journal.state_of(
        tokens,
        scopes,
        variables,
        works,
        next_token=instance.next_token,
        ended=tuple(instance.ends.split()),
        done=instance.ended_at is not None,
        failed=instance.failed,
    )


def _by_way(gone: Sequence[int], changes: Sequence[bpmn.Change]) -> Iterable[tuple[str, list[int]]]:
    how = {change.token: change.how for change in changes if isinstance(change, bpmn.TokenClosed)}
    ways: dict[str, list[int]] = {}
    for number in gone:
        ways.setdefault(how.get(number, "left"), []).append(number)
    return ways.items()


def _insert(cursor: Any, head: str, rows: Sequence[tuple[object, ...]], again: str = "") -> None:
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        places = "(" + ", ".join(["%s"] * len(batch[0])) + ")"
        values = [value for row in batch for value in row]
        cursor.execute(head + ", ".join([places] * len(batch)) + again, values)


def _among(cursor: Any, head: str, params: list[object], numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        cursor.execute(f"{head}({', '.join(['%s'] * len(batch))})", [*params, *batch])


def _body(row: Sequence[object]) -> str:
    return _json(row[2:])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
