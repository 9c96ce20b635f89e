from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.processes.carry_out import carry_out
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import subject_of


@transaction.atomic
def start_process(
    *, actor: Actor, definition: str, kind: str, reference: str, variables: Mapping[str, object], now: datetime
) -> Instance:
    """Start the process of a subject. It keeps this version of the definition until it ends."""
    process = subject_of(kind).definition(definition)
    step = bpmn.start(process, variables)
    instance = Instance.objects.create(
        definition=definition, subject_kind=kind, subject_ref=reference, state=step.state.to_json(), started_at=now
    )
    record(actor, "start-process", object_kind=kind, object_ref=reference, at=now, details={"definition": definition})
    carry_out(instance, process, step, now)
    return instance
