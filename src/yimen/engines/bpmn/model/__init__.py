"""A process as an immutable graph of nodes and sequence flows (BPMN 2.0.2, ISO/IEC 19510:2013).

What a node does is said by its class; where it leads is said by its flows.
"""

from .activities import (
    ACTIVITIES,
    ACTS,
    APPLICANT,
    DECIDE,
    AbstractTask,
    BusinessRuleTask,
    CallActivity,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    SubProcess,
    UserTask,
)
from .events import (
    BOUNDARIES,
    Boundary,
    BoundaryError,
    BoundaryEvent,
    BoundaryTimer,
    CatchEvent,
    EndEvent,
    StartEvent,
    ThrowEvent,
    TimerEvent,
    triggers_of,
)
from .gateways import ComplexGateway, EventGateway, ExclusiveGateway, InclusiveGateway, ParallelGateway
from .nodes import LOOP_NAMES, Flow, Loop, Node
from .process import Process
from .timers import CYCLE, Timer
from .triggers import AWAITED, Trigger, TriggerKind

__all__ = [
    "ACTIVITIES",
    "ACTS",
    "APPLICANT",
    "AWAITED",
    "AbstractTask",
    "BOUNDARIES",
    "Boundary",
    "BoundaryError",
    "BoundaryEvent",
    "BoundaryTimer",
    "BusinessRuleTask",
    "CYCLE",
    "CallActivity",
    "CatchEvent",
    "ComplexGateway",
    "DECIDE",
    "EndEvent",
    "EventGateway",
    "ExclusiveGateway",
    "Flow",
    "InclusiveGateway",
    "LOOP_NAMES",
    "Loop",
    "Node",
    "ParallelGateway",
    "Process",
    "ReceiveTask",
    "ScriptTask",
    "SendTask",
    "ServiceTask",
    "StartEvent",
    "SubProcess",
    "ThrowEvent",
    "Timer",
    "TimerEvent",
    "Trigger",
    "TriggerKind",
    "UserTask",
    "triggers_of",
]
