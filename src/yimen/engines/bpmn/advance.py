"""Start an instance and move it on. Pure: a state and a happening in, a new state, changes and effects out."""

from collections.abc import Mapping

from .answered import take_in
from .ask import ask
from .catch import broadcast
from .errors import BpmnError, StaleHappening
from .flows import leave
from .happenings import (
    CallFailed,
    CapabilityFailed,
    Happening,
    InstanceCancelled,
    SignalCaught,
    Step,
    VariablesChanged,
)
from .model import (
    EventGateway,
    Process,
    StartEvent,
)
from .moves import run
from .rooms import populate, watch
from .state import State
from .undo import call_off
from .walk import Walk

# Once: ``A | B`` makes a new type each time it is looked at.
_FAILURES, _TOLD_TO_ALL = (CapabilityFailed, CallFailed), (SignalCaught, VariablesChanged)


def start(process: Process, variables: Mapping[str, object], at: str = "") -> Step:
    """Begin an instance with these variables and run until every token waits.

    Args:
        at: the start event, receive task or event gateway's event whose trigger has come; without it the instance
            begins by itself, at every entry that needs no trigger.

    Raises ``BpmnError`` when a variable cannot be stored, nothing begins here, or the automatic steps do not end.
    """
    walk = Walk(process, State())
    walk.set_all(variables)
    if at:
        _begin_at(walk, at)
    elif process.entries(""):
        populate(walk, 0, "")
    else:
        raise BpmnError(f"流程“{process.id}”要由消息、信号、定时或条件启动。说明从哪个事件开始。")
    run(walk)
    return walk.step()


def _begin_at(walk: Walk, node: str) -> None:
    found = walk.process.nodes.get(node)
    if found is None or found.parent:
        raise BpmnError(f"流程“{walk.process.id}”不能从“{node}”开始。核对开始事件的 id。")
    watch(walk, 0, "")
    for entry in walk.process.entries(""):
        if entry.id != node and not isinstance(entry, StartEvent):
            walk.moving.append(walk.add(entry.id).id)
    for flow in found.incoming:
        gateway = walk.process.nodes[walk.process.flows[flow].source]
        if isinstance(gateway, EventGateway) and gateway.parallel:
            _await_others(walk, gateway, node)
    # What was waited for has come with the start: the token goes on behind the event.
    leave(walk, walk.add(node))


def _await_others(walk: Walk, gateway: EventGateway, begun: str) -> None:
    """A parallel event gateway begins one instance with the first of its events; this one takes the others too."""
    for flow in gateway.outgoing:
        target = walk.process.flows[flow].target
        if target != begun:
            ask(walk, walk.add(target, flow))


def advance(process: Process, state: State, happening: Happening) -> Step:
    """Take one happening in and run until every token waits again. ``state`` itself is left as it is.

    Raises ``StaleHappening`` when the token is gone, waits for something else, or the outcome is unknown;
    ``BpmnError`` when a value cannot be stored, the automatic steps do not end, or the state is of another process.
    """
    if isinstance(happening, _FAILURES) and happening.code.startswith("ym:"):
        raise BpmnError(f"失败代码“{happening.code}”以 ym: 开头，这类代码留给流程引擎。换一个代码。")
    if state.done:
        raise StaleHappening("这个流程已经结束，不能再办理。刷新页面查看结果。")
    walk = Walk(process, state)
    if isinstance(happening, InstanceCancelled):
        call_off(walk)
        run(walk)
    elif isinstance(happening, _TOLD_TO_ALL):
        walk.set_all(happening.variables)
        if isinstance(happening, SignalCaught):
            broadcast(walk, happening.name, happening.tokens)
        run(walk)
    else:
        take_in(walk, happening)
        run(walk)
    return walk.step()
