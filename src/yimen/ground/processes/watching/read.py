"""An instance as people read it, from its rows: four questions, however long it has been running."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from yimen.engines import bpmn
from yimen.ground.processes.models import Event, Instance, Task, Timer
from yimen.ground.processes.watching.history import CANCELLED, LEFT, Entry, Job, Stay, Watched, stays_of, with_jobs

# The first event of an instance that began before there were events: what it says stood there already.
_CARRIED_OVER = "CarriedOver"


def watched(instance: Instance, process: bpmn.Process) -> Watched:
    """Where an instance stands, where it has been and for how long.

    Args:
        process: the version that the instance runs on.
    """
    events = Event.objects.filter(instance=instance).order_by("seq").values_list("at", "kind", "changes")
    entries = tuple(Entry(at, kind, json.loads(changes)) for at, kind, changes in events)
    tasks = list(instance.tasks.select_related("post", "claimed_by").order_by("id"))
    due = dict(Timer.objects.filter(instance=instance, closed_at=None).values_list("token", "due_at"))
    stays = stays_of(entries, process)
    if entries and entries[0].kind == _CARRIED_OVER:
        stays = [*_before(tasks, stays), *_since_their_tasks(stays, tasks)]
    children = Instance.objects.filter(caller=instance).values_list("caller_token", "subject_ref")
    called = {token: reference for token, reference in children if token is not None}
    waited = with_jobs(stays, [_job(one) for one in tasks], due, called)
    names = {one.node: one.name for one in tasks if one.kind == Task.WORK}
    return Watched(process, instance.started_at, instance.ended_at, entries, waited, names)


def _before(tasks: Sequence[Task], stays: Iterable[Stay]) -> list[Stay]:
    """What was done before there were events: the work says when it began and when it ended."""
    known = {one.number for one in stays}
    return [
        Stay(one.token, one.node, one.opened_at, one.closed_at, CANCELLED if one.outcome == "cancelled" else LEFT)
        for one in tasks
        if one.kind == Task.WORK and one.closed_at and one.token not in known
    ]


def _since_their_tasks(stays: Iterable[Stay], tasks: Iterable[Task]) -> list[Stay]:
    opened = {one.token: one.opened_at for one in tasks if one.kind == Task.WORK}
    return [replace(one, since=max(one.since, opened.get(one.number, one.since))) for one in stays]


def _job(task: Task) -> Job:
    holder = task.claimed_by.name if task.claimed_by is not None else ""
    return Job(
        task.token,
        task.post.name if task.post is not None else "",
        holder,
        task.outcome,
        task.due_on,
        task.opened_at,
        task.closed_at,
        task.kind == Task.INCIDENT,
        task.reason,
    )
