from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.processes.carry_out import carry_out
from yimen.ground.processes.errors import Stopped
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Instance
from yimen.ground.processes.store import Database, Happened, done_before, load
from yimen.ground.processes.subjects import subject_of


def go_on(instance_id: int, happening: bpmn.Happening, now: datetime, key: str = "") -> Instance:
    """Tell a process what has happened. Belongs inside the caller's transaction.

    Args:
        key: of the command; one that comes again changes nothing.

    Raises:
        StaleHappening: nothing waits for this any more; whoever calls decides whether that is a fault.
        Stopped: an operator is looking at it; until it goes on it can only be cancelled.
    """
    database = Database()
    instance = locked(instance_id, database)
    if done_before(instance, key):
        return instance
    if instance.stopped_at is not None and not isinstance(happening, bpmn.InstanceCancelled):
        raise Stopped()
    process = subject_of(instance.subject_kind).definition(instance.definition)
    before = load(instance, database)
    step = bpmn.advance(process, before, happening)
    happened = Happened(type(happening).__name__, _told(happening, before), key)
    carry_out(instance, process, before, step, happened, now, database)
    return instance


def _told(happening: bpmn.Happening, before: bpmn.State) -> dict[str, object]:
    """What the event says of a happening: all but the variables, which stand among the changes, and the element."""
    names = type(happening).__match_args__
    told = {name: getattr(happening, name) for name in names if name not in _AMONG_CHANGES}
    token = before.token(told["token"]) if "token" in told else None
    return told | ({"node": token.node} if token is not None else {})


_AMONG_CHANGES = ("variables", "outputs")
