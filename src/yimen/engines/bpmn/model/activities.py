"""Work that is done: tasks, calls, sub-processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from .nodes import Node
from .triggers import Trigger

# What a person does in a user task, and the outcomes that each act may have.
ACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accept": ("accept", "correct", "decline"),
        "supplement": ("supplied",),
        "review": ("agree", "object"),
        "inspect": ("done",),
        "decide": ("grant", "refuse", "back"),
        "handover": ("done",),
        "advise": ("agree", "object", "elsewhere"),
    }
)
DECIDE = "decide"
# The post of whoever asked for the service: no body of the city has it.
APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class UserTask(Node):
    """A person of a post works on it and gives one of the outcomes.

    ``act`` says what kind of work it is (``ACTS``): the host shows the page that belongs to it. ``limit`` is handed on
    as written; a manual task (work done outside the system) is a user task without outcomes.
    """

    post: str = ""
    limit: str = ""
    outcomes: tuple[str, ...] = ()
    manual: bool = False
    act: str = DECIDE


@dataclass(frozen=True, slots=True)
class ServiceTask(Node):
    """The host does something by itself, named by ``capability``."""

    capability: str = ""


@dataclass(frozen=True, slots=True)
class BusinessRuleTask(Node):
    """A decision is asked; its outputs go into the variable ``result``."""

    decision: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class CallActivity(Node):
    """Another process runs, named by ``called``; where it came to its end goes into the variable ``<id>_outcome``."""

    called: str = ""


@dataclass(frozen=True, slots=True)
class ScriptTask(Node):
    """FEEL text whose value goes into the variable ``result``."""

    script: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class AbstractTask(Node):
    """A task of no type: nothing is done, the token goes on."""


@dataclass(frozen=True, slots=True)
class SendTask(Node):
    """Sends a message and goes on."""

    message: str = ""
    correlation: str = ""
    carries: tuple[str, ...] = ()

    @property
    def sent(self) -> Trigger:
        """The message, as an event would throw it."""
        return Trigger("message", self.message, correlation=self.correlation, carries=self.carries)


@dataclass(frozen=True, slots=True)
class ReceiveTask(Node):
    """Waits for a message; with ``instantiate`` the message begins an instance."""

    message: str = ""
    instantiate: bool = False
    correlation: str = ""


@dataclass(frozen=True, slots=True)
class SubProcess(Node):
    """A process within the process. ``kind`` event runs when its start event is triggered.

    Ad hoc: every node without a way in runs, one after the other when ``sequential``, until ``completion`` holds.
    """

    kind: Literal["embedded", "event", "transaction", "adhoc"] = "embedded"
    sequential: bool = False
    completion: str = ""
    cancel_remaining: bool = True


ACTIVITIES = (
    UserTask,
    ServiceTask,
    BusinessRuleTask,
    CallActivity,
    ScriptTask,
    AbstractTask,
    SendTask,
    ReceiveTask,
    SubProcess,
)
