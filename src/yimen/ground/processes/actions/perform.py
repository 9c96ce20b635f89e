"""Do what a process has asked of its domain; called by the worker for each CapabilityAsked."""

import logging
from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.errors import DomainError, Unavailable
from yimen.ground.processes.actions.tell import tell, tell_or_stop
from yimen.ground.processes.events import CapabilityAsked
from yimen.ground.processes.models import Instance
from yimen.ground.processes.store import load
from yimen.ground.processes.subjects import subject_of

log = logging.getLogger(__name__)


def perform(event: CapabilityAsked, now: datetime) -> None:
    """Run the capability outside any transaction, then tell the process.

    A refusal by rule is told to the process (an error boundary may catch it, else a person is asked).
    Any other error goes up, and the outbox tries again later.
    """
    instance = Instance.objects.get(pk=event.instance)
    if instance.stopped_at is not None or not _still_waits(instance, event.token, event.node):
        return
    capability = subject_of(instance.subject_kind).capabilities[event.capability]
    try:
        happening = bpmn.CapabilityReturned(event.token, dict(capability(instance.subject_ref, now=now)))
    except Unavailable:
        raise
    except DomainError as error:
        log.warning("%s of %s: %s", event.capability, instance, error.code)
        failed = bpmn.CapabilityFailed(event.token, error.code)
        tell(event.instance, failed, now, f"{error.sentence}。{error.advice}")
        return
    try:
        tell(event.instance, happening, now)
    except bpmn.UnfitValue as error:
        # Asked again it would say the same again: a person must look.
        tell(event.instance, bpmn.CapabilityFailed(event.token, ""), now, error.sentence)


def gave_up(event: CapabilityAsked, reason: str, now: datetime) -> None:
    """No attempt succeeded: the process is told, and a person is asked."""
    tell_or_stop(event.instance, bpmn.CapabilityFailed(event.token, ""), now, reason)


def _still_waits(instance: Instance, token: int, node: str) -> bool:
    found = load(instance).token(token)
    return found is not None and found.node == node and found.waiting
