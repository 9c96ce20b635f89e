"""Put work before people: a task of the process, an incident."""

from collections.abc import Sequence
from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.store import Database, call_off_incidents, put_tasks
from yimen.ground.processes.subjects import subject_of


def open_tasks(
    instance: Instance, effects: Sequence[bpmn.OpenTask], now: datetime, database: Database | None = None
) -> None:
    """Tasks for the posts that the process names, under the clock that runs for the subject."""
    subject = subject_of(instance.subject_kind)
    schedule = subject.schedule(instance.subject_ref, now)
    asked = [(one, subject.post(instance.subject_ref, one.post)) for one in effects]
    put_tasks(instance, asked, schedule, now, database)


def raise_incident(instance: Instance, effect: bpmn.RaiseIncident, now: datetime) -> None:
    """Nothing is stuck in silence: a step that failed waits for a person, under the clock that runs on."""
    schedule = subject_of(instance.subject_kind).schedule(instance.subject_ref, now)
    Task.objects.get_or_create(
        instance=instance,
        token=effect.token,
        kind=Task.INCIDENT,
        closed_at=None,
        defaults={
            "node": effect.node,
            "name": "系统没办成，等人处理",
            "post": subject_of(instance.subject_kind).post(instance.subject_ref, ""),
            "outcomes": ["retry"],
            "reason": bpmn.INCIDENTS.get(effect.code, effect.code)[:2000],
            "opened_at": now,
            "due_on": schedule.due_on,
            "soon_on": schedule.soon_on,
            "paused_until": schedule.paused_until,
        },
    )


def close_settled_incidents(
    instance: Instance, before: bpmn.State, after: bpmn.State, now: datetime, database: Database | None = None
) -> None:
    """Close the incidents that are over without anybody's doing: their token went, its answer came after all, or all is
    over, the one of an instance that had stopped with it."""
    if after.done:
        call_off_incidents(instance.pk, now, database)
        return
    failed = {token.id for token in before.tokens if token.incident}
    if not failed:
        return
    failing = {token.id for token in after.tokens if token.incident}
    Task.objects.filter(instance=instance, kind=Task.INCIDENT, closed_at=None, token__in=failed - failing).update(
        closed_at=now, outcome="cancelled"
    )
