from collections.abc import Mapping
from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.errors import refusing_values
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import subject_of


def tell_facts(
    *, actor: Actor, kind: str, reference: str, variables: Mapping[str, object], now: datetime, key: str = ""
) -> bool:
    """Tell the running process of a subject what has changed outside: its conditions are looked at again.

    Belongs inside the caller's transaction. False when nothing runs any more.

    Args:
        key: of this piece of news; the same once more changes nothing.

    Raises:
        ValueRefused: a value cannot be kept.
    """
    subject_of(kind).lock(reference)
    running = Instance.objects.filter(subject_kind=kind, subject_ref=reference, ended_at=None)
    number = running.order_by("-id").values_list("pk", flat=True).first()
    if number is None:
        return False
    try:
        with refusing_values():
            go_on(number, bpmn.VariablesChanged(dict(variables)), now, key=key)
    except bpmn.StaleHappening:
        return False
    record(actor, "tell-facts", object_kind=kind, object_ref=reference, at=now, details={"names": sorted(variables)})
    return True
