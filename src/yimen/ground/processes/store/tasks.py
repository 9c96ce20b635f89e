"""Put a task into its table."""

from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.places.models import Post
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.store.database import Database, to_text
from yimen.ground.processes.subjects import Schedule

_TASK = """INSERT INTO "processes_task" (instance_id, kind, token, node, name, act, post_id, outcomes, reason, "limit",
outcome, opened_at, due_on, soon_on, paused_until) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', %s, '', %s, %s, %s, %s)
"""


def put_task(instance: Instance, asked: bpmn.OpenTask, post: Post | None, schedule: Schedule, now: datetime) -> None:
    """A task that waits for a post, or for the applicant."""
    database = Database()
    days = (database.day(schedule.due_on), database.day(schedule.soon_on), database.day(schedule.paused_until))
    named = (Task.WORK, asked.token, asked.node, asked.name, asked.act)
    waits = (None if post is None else post.pk, to_text(asked.outcomes), asked.limit, database.moment(now))
    database.execute(_TASK, (instance.pk, *named, *waits, *days))
