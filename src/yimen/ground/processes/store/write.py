"""Write down where a step has led."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from yimen.engines import bpmn
from yimen.engines.bpmn import journal
from yimen.engines.bpmn.values import to_json
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Instance
from yimen.ground.processes.store.database import Database, to_text

# The number of the last command is looked at again: without the lock a second step at once would be lost in silence.
_STAND = 'UPDATE "processes_instance" SET version = %s, next_token = %s, ends = %s, failed = %s'
# Only where it ends: whoever sets a column that an index looks at writes that index too, changed or not.
_OVER = ", ended_at = %s, ended_with = %s, result = %s"
_AS_KNOWN = " WHERE id = %s AND version = %s"
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
) -> None:
    """Write down where the step or steps of one command have led, with the event that says so.

    The instance's own end (``ended_at``, ``ended_with``, ``result``) is written as it stands on the object.

    Raises:
        Stale: somebody else has advanced the instance meanwhile.
    """
    changed = bpmn.difference(before, after)
    entry = bpmn.entry(before, after, changed, changes)
    database = Database()
    moment = database.moment(now)
    _stand(database, instance, after)
    number = instance.pk
    row = (number, instance.version, moment, happened.kind, to_text(happened.told), to_text(entry))
    database.insert(_EVENT, [(*row, happened.key or None)])
    tokens = [(number, one.id, one.node, _body(journal.token_row(one)), moment, "") for one in changed.tokens]
    database.insert(_STANDING, tokens, _STANDING_AGAIN)
    for how, numbers in _by_way(changed.gone, changes):
        database.among(_GONE, [moment, how, number], numbers)
    variables = [(number, scope, name, to_text(to_json(value))) for scope, name, value in changed.variables]
    database.insert(_VARIABLE, variables, _VARIABLE_AGAIN)
    if changed.scopes or changed.closed or changed.kept or changed.forgotten:
        _save_rooms(database, number, changed)


def _save_rooms(database: Database, number: int, changed: bpmn.Difference) -> None:
    scopes = [(number, one.id, one.node, one.parent, to_text(journal.scope_row(one))) for one in changed.scopes]
    database.insert(_SCOPE, scopes, _SCOPE_AGAIN)
    database.insert(_WORK, [(number, one.id, one.node, one.scope, one.inner) for one in changed.kept])
    database.among(_CLOSED, [number], changed.closed)
    database.among(_CLOSED_VARIABLES, [number], changed.closed)
    database.among(_FORGOTTEN, [number], changed.forgotten)


def _stand(database: Database, instance: Instance, after: bpmn.State) -> None:
    known = instance.version
    instance.version, instance.next_token = known + 1, after.next_token
    instance.ends, instance.failed = " ".join(after.ended), after.failed[:200]
    row: tuple[object, ...] = (instance.version, instance.next_token, instance.ends, instance.failed)
    over = ""
    if instance.ended_at is not None:
        row, over = (*row, database.moment(instance.ended_at), instance.ended_with, instance.result), _OVER
    if database.execute(_STAND + over + _AS_KNOWN, (*row, instance.pk, known)).rowcount != 1:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。")


def _by_way(gone: Sequence[int], changes: Sequence[bpmn.Change]) -> Iterable[tuple[str, list[int]]]:
    how = {change.token: change.how for change in changes if isinstance(change, bpmn.TokenClosed)}
    ways: dict[str, list[int]] = {}
    for number in gone:
        ways.setdefault(how.get(number, "left"), []).append(number)
    return ways.items()


def _body(row: Sequence[object]) -> str:
    return to_text(row[2:])
