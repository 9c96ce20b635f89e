import logging
from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.models import Task

log = logging.getLogger(__name__)

Answer = bpmn.CapabilityReturned | bpmn.CapabilityFailed | bpmn.ProcessReturned | bpmn.CallFailed


def tell(instance_id: int, answer: Answer, now: datetime, reason: str = "") -> None:
    """Bring an answer of the worker to a process; one that comes late or twice changes nothing.

    Args:
        reason: why something failed, in words for the operator; it stands on the incident, if there is one.
    """
    with transaction.atomic():
        try:
            instance = go_on(instance_id, answer, now)
        except bpmn.StaleHappening:
            log.info("%s finds nobody waiting in instance %s", answer, instance_id)
            return
        if reason:
            incidents = instance.tasks.filter(token=answer.token, kind=Task.INCIDENT, closed_at=None)
            incidents.update(reason=reason[:2000])
