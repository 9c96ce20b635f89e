"""Put a task into its table, and close it."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from yimen.engines import bpmn
from yimen.ground.places.models import Post
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.store.database import Database, to_text
from yimen.ground.processes.subjects import Schedule

_TASKS = """INSERT INTO "processes_task" (instance_id, kind, token, node, name, act, post_id, outcomes, "limit",
opened_at, due_on, soon_on, paused_until, reason, outcome) VALUES """
_WAITS = """SELECT task.closed_at IS NULL, task.claimed_by_id, instance.subject_kind, instance.subject_ref
FROM "processes_task" AS task JOIN "processes_instance" AS instance ON instance.id = task.instance_id
WHERE task.id = %s
"""
_CLOSE = 'UPDATE "processes_task" SET closed_at = %s, outcome = %s WHERE id = %s'
_CALL_OFF = """UPDATE "processes_task" SET closed_at = %s, outcome = 'cancelled'
WHERE instance_id = %s AND kind = %s AND closed_at IS NULL"""


class Waiting(NamedTuple):
    """What is to be known of a task before it is closed; ``claimed_by`` is the number of an account."""

    is_open: bool
    claimed_by: int | None
    subject_kind: str
    subject_ref: str


def put_tasks(
    instance: Instance,
    asked: Sequence[tuple[bpmn.OpenTask, Post | None]],
    schedule: Schedule,
    now: datetime,
    database: Database | None = None,
) -> None:
    """Tasks that one step opens, each for a post or, without one, for the applicant."""
    database = database or Database()
    days = (database.day(schedule.due_on), database.day(schedule.soon_on), database.day(schedule.paused_until))
    opened = (database.moment(now), *days, "", "")
    rows = []
    for one, post in asked:
        named = (instance.id, Task.WORK, one.token, one.node, one.name, one.act)
        rows.append((*named, None if post is None else post.id, _outcomes(one.outcomes), one.limit, *opened))
    database.insert(_TASKS, rows)


@lru_cache(maxsize=1000)
def _outcomes(names: tuple[str, ...]) -> str:
    # The same for each instance of a process.
    return to_text(names)


def waiting(task_id: int) -> Waiting:
    """How a task stands now, locked until the transaction ends where rows can be locked.

    Raises:
        Task.DoesNotExist: there is none of that number.
    """
    database = Database()
    found = database.one(_WAITS + "FOR UPDATE OF task" if database.locks_rows else _WAITS, [task_id])
    if found is None:
        raise Task.DoesNotExist(f"no task {task_id}")
    return Waiting(bool(found[0]), *found[1:])


def close_task(task_id: int, outcome: str, now: datetime) -> None:
    """It is done. It was ``waiting`` in this transaction."""
    database = Database()
    database.execute(_CLOSE, (database.moment(now), outcome, task_id))


def call_off_incidents(instance_id: int, now: datetime, database: Database | None = None) -> None:
    """Close whatever incidents of an instance still wait for a person."""
    database = database or Database()
    # Each process that ends asks this: through a model it would take longer than the rest of its last step.
    database.execute(_CALL_OFF, (database.moment(now), instance_id, Task.INCIDENT))
