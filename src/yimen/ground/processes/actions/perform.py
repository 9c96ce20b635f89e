"""Do what a process has asked of its domain; called by the worker for each CapabilityAsked."""

import logging
from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.errors import DomainError, Unavailable
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.events import CapabilityAsked
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.subjects import subject_of

log = logging.getLogger(__name__)


def perform(event: CapabilityAsked, now: datetime) -> None:
    """Run the capability outside any transaction, then tell the process.

    A refusal by rule is told to the process (an error boundary may catch it, else a person is asked).
    Any other error goes up, and the outbox tries again later.
    """
    instance = Instance.objects.get(pk=event.instance)
    if not _still_waits(instance, event.token, event.node):
        return
    capability = subject_of(instance.subject_kind).capabilities[event.capability]
    try:
        happening = bpmn.CapabilityReturned(event.token, dict(capability(instance.subject_ref, now=now)))
    except Unavailable:
        raise
    except DomainError as error:
        log.warning("%s of %s: %s", event.capability, instance, error.code)
        _tell(event, bpmn.CapabilityFailed(event.token, error.code), f"{error.sentence}。{error.advice}", now)
        return
    _tell(event, happening, "", now)


def gave_up(event: CapabilityAsked, reason: str, now: datetime) -> None:
    """No attempt succeeded: the process is told, and a person is asked."""
    _tell(event, bpmn.CapabilityFailed(event.token, ""), reason, now)


def _tell(event: CapabilityAsked, happening: bpmn.Happening, reason: str, now: datetime) -> None:
    with transaction.atomic():
        try:
            instance = go_on(event.instance, happening, now)
        except bpmn.StaleHappening:
            log.info("%s of instance %s was done already", event.capability, event.instance)
            return
        if reason:
            instance.tasks.filter(node=event.node, kind=Task.INCIDENT, closed_at=None).update(reason=reason[:2000])


def _still_waits(instance: Instance, token: int, node: str) -> bool:
    found = bpmn.State.from_json(instance.state).token(token)
    return found is not None and found.node == node and found.waiting
