import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from yimen.engines import bpmn
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import traced
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.actions.stop import stop
from yimen.ground.processes.errors import Stopped
from yimen.ground.processes.models import Task

log = logging.getLogger(__name__)

Answer = bpmn.CapabilityReturned | bpmn.CapabilityFailed | bpmn.ProcessReturned | bpmn.CallFailed


def tell_or_stop(instance_id: int, answer: Answer, now: datetime, reason: str) -> None:
    """Tell a process that every attempt has failed. One that cannot even take that in stops, and an operator sees it.

    A database that is away is no fault of the process: that error goes up, and the worker comes back to it.
    """
    try:
        tell(instance_id, answer, now, reason)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        kind = type(answer).__name__
        log.error("instance %s cannot take in %s of %s: %s", instance_id, kind, answer.token, traced(error))
        stop(actor=SYSTEM, instance_id=instance_id, what="answer", token=answer.token, error=error, now=now)


def tell(instance_id: int, answer: Answer, now: datetime, reason: str = "") -> None:
    """Bring an answer of the worker to a process; one that comes late or twice changes nothing.

    Args:
        reason: why something failed, in words for the operator; it stands on the incident, if there is one.
    """
    with transaction.atomic():
        try:
            instance = go_on(instance_id, answer, now)
        except bpmn.StaleHappening:
            log.info("%s of %s finds nobody waiting in instance %s", type(answer).__name__, answer.token, instance_id)
            return
        except Stopped:
            # Nothing is lost: whatever the machine has in hand is asked for anew when the instance goes on.
            log.info("%s of %s comes while instance %s is stopped", type(answer).__name__, answer.token, instance_id)
            return
        if reason:
            incidents = instance.tasks.filter(token=answer.token, kind=Task.INCIDENT, closed_at=None)
            incidents.update(reason=reason.replace("\0", "")[:2000])
