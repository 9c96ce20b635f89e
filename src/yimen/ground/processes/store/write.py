"""Write down where a step has led."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.engines import bpmn
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Instance
from yimen.ground.processes.store.database import Database, to_text

_STAND = 'UPDATE "processes_instance" SET version = %s, next_token = %s, ends = %s, failed = %s'
# Only where it ends: whoever sets a column that an index looks at writes that index too, changed or not.
_OVER = ", ended_at = %s, ended_with = %s, result = %s"
# The number of the last command is looked at again: without the lock a second step at once would be lost in silence.
_AS_KNOWN = " WHERE id = %s AND version = %s"
_EVENT = """INSERT INTO "processes_event" (instance_id, seq, at, kind, told, changes, key)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
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


@dataclass(frozen=True, slots=True)
class Happened:
    """What made an instance go on: the name of the happening, what was told with it, and the key of the command."""

    kind: str
    told: dict[str, object]
    key: str = ""


def save(
    instance: Instance,
    before: bpmn.State,
    after: bpmn.State,
    changes: Sequence[bpmn.Change],
    happened: Happened,
    now: datetime,
    database: Database | None = None,
) -> None:
    """Write down where the step or steps of one command have led, with the event that says so.

    The instance's own end (``ended_at``, ``ended_with``, ``result``) is written as it stands on the object.

    Raises:
        Stale: somebody else has advanced the instance meanwhile.
    """
    entry = bpmn.entry(before, after, bpmn.difference(before, after), changes)
    database = database or Database()
    _stand(database, instance, after)
    moment = database.moment(now)
    event = (instance.id, instance.version, moment, happened.kind, to_text(happened.told), to_text(entry))
    database.execute(_EVENT, (*event, happened.key or None))
    _carry_out(database, instance.id, entry, moment)


def _stand(database: Database, instance: Instance, after: bpmn.State) -> None:
    known = instance.version
    instance.version, instance.next_token = known + 1, after.next_token
    instance.ends, instance.failed = " ".join(after.ended), after.failed[:200]
    row: tuple[object, ...] = (instance.version, instance.next_token, instance.ends, instance.failed)
    over = ""
    if instance.ended_at is not None:
        row, over = (*row, database.moment(instance.ended_at), instance.ended_with, instance.result), _OVER
    if database.execute(_STAND + over + _AS_KNOWN, (*row, instance.id, known)).rowcount != 1:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。")


def _carry_out(database: Database, number: int, entry: Mapping[str, Any], moment: object) -> None:
    """The rows become what the entry of the journal says."""
    if "t" in entry:
        tokens = [(number, row[0], row[1], to_text(row[2:]), moment, "") for row in entry["t"]]
        database.insert(_STANDING, tokens, _STANDING_AGAIN)
    if "x" in entry:
        for how, gone in _by_way(entry["x"]):
            database.among(_GONE, [moment, how, number], gone)
    if "v" in entry:
        variables = [(number, scope, name, to_text(value)) for scope, name, value in entry["v"]]
        database.insert(_VARIABLE, variables, _VARIABLE_AGAIN)
    if not entry.keys().isdisjoint("szwf"):
        _carry_out_rooms(database, number, entry)


def _carry_out_rooms(database: Database, number: int, entry: Mapping[str, Any]) -> None:
    scopes = [(number, one, node, parent, to_text(body)) for one, node, parent, *body in entry.get("s", ())]
    database.insert(_SCOPE, scopes, _SCOPE_AGAIN)
    database.insert(_WORK, [(number, *row) for row in entry.get("w", ())])
    closed = entry.get("z", ())
    database.among(_CLOSED, [number], closed)
    database.among(_CLOSED_VARIABLES, [number], closed)
    database.among(_FORGOTTEN, [number], entry.get("f", ()))


def _by_way(gone: Iterable[Sequence[Any]]) -> Iterable[tuple[str, list[int]]]:
    ways: dict[str, list[int]] = {}
    for number, *how in gone:
        ways.setdefault(how[0] if how else "left", []).append(number)
    return ways.items()
