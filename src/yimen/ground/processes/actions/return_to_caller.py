"""Bring the end of a called process to the one that called it; done by the worker for each ProcessEnded."""

from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.processes.actions.tell import tell, tell_or_stop
from yimen.ground.processes.events import CallRefused, ProcessEnded


def return_to_caller(event: ProcessEnded, now: datetime) -> None:
    """The caller goes on. One that is over, or no longer wants the call, is left as it is."""
    tell(event.caller, bpmn.ProcessReturned(event.token, event.result), now)


def gave_up(event: ProcessEnded, reason: str, now: datetime) -> None:
    """The caller could not go on with the answer: a person is asked, and a retry brings the answer again."""
    tell_or_stop(event.caller, bpmn.CallFailed(event.token, ""), now, reason)


def call_refused(event: CallRefused, now: datetime) -> None:
    """No process could be called: an error boundary may catch the code, else a person is asked."""
    tell(event.instance, bpmn.CallFailed(event.token, event.code), now, event.reason)


def refusal_not_taken(event: CallRefused, reason: str, now: datetime) -> None:
    """The process could not take the refusal in: a person is asked."""
    tell_or_stop(event.instance, bpmn.CallFailed(event.token, ""), now, reason)
