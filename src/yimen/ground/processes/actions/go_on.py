from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.processes.carry_out import carry_out
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import subject_of
from yimen.ground.processes.tasks import close_settled_incidents


def go_on(instance_id: int, happening: bpmn.Happening, now: datetime) -> Instance:
    """Tell a process what has happened. Belongs inside the caller's transaction.

    Raises:
        StaleHappening: nothing waits for this any more; whoever calls decides whether that is a fault.
    """
    instance = locked(instance_id)
    process = subject_of(instance.subject_kind).definition(instance.definition)
    before = bpmn.State.from_json(instance.state)
    step = bpmn.advance(process, before, happening)
    carry_out(instance, process, step, now, cancelled=isinstance(happening, bpmn.InstanceCancelled))
    close_settled_incidents(instance, before, now)
    return instance
