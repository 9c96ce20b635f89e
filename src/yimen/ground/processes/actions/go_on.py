from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.processes.carry_out import carry_out
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import subject_of


def go_on(instance_id: int, happening: bpmn.Happening, now: datetime) -> Instance:
    """Tell a process what has happened. Belongs inside the caller's transaction.

    Raises:
        StaleHappening: nothing waits for this any more; whoever calls decides whether that is a fault.
    """
    # The row lock keeps two workers from advancing the same state apart (SQLite: the write queue does).
    instance = Instance.objects.select_for_update().get(pk=instance_id)
    process = subject_of(instance.subject_kind).definition(instance.definition)
    step = bpmn.advance(process, bpmn.State.from_json(instance.state), happening)
    carry_out(instance, process, step, now)
    return instance
