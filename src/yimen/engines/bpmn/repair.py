"""Set an instance right by hand: skip a step, move a token, change variables. (To try again: ``IncidentResolved``.)

Each returns a ``Step`` as ``advance`` does, so that a host stores the changes and does the effects in the same way.
"""

from collections.abc import Mapping
from dataclasses import replace

from .advance import advance
from .errors import BpmnError, StaleHappening
from .flows import leave
from .happenings import NO_WAY_OUT, Step, VariablesChanged
from .joins import at, first_of_each, release
from .loops import complete
from .model import (
    BOUNDARIES,
    BusinessRuleTask,
    CallActivity,
    ComplexGateway,
    EventGateway,
    InclusiveGateway,
    Node,
    ParallelGateway,
    Process,
    ScriptTask,
    StartEvent,
    SubProcess,
    UserTask,
)
from .moves import run
from .state import State, Token
from .values import WORD, keep_all
from .walk import Walk

_JOINS = (ParallelGateway, InclusiveGateway, ComplexGateway)


class RepairRefused(BpmnError):
    """The repair does not fit where the token stands, or where it is to go. Nothing has changed."""


def skip(process: Process, state: State, token: int, outcome: str = "") -> Step:
    """What the token waits for counts as done: what it opened is taken back, and it leaves by its flows.

    A join lets those go on that have come; an activity that runs several times is over as a whole, or one of its times.

    Args:
        outcome: of a user task, the outcome it counts as having; without it the variables of the outcome are null, so
            that an answer of an earlier round decides nothing now.

    Raises:
        StaleHappening: the token is gone.
        RepairRefused: the token cannot leave from there, or the outcome is unknown.
        BpmnError: the automatic steps that follow do not end.
    """
    walk, found = _begin(process, state, token)
    node = walk.node(found)
    if found.role == "watch" or (found.host is not None and isinstance(node, BOUNDARIES)):
        raise RepairRefused(f"{node.named}只是在旁边等着，没有东西可跳过。要跳过的是它所在的环节。")
    if found.incident == NO_WAY_OUT:
        raise RepairRefused(f"{node.named}已经办完，往下没有一条走得通的路。改好流程里的值再试，或者换到后面的环节。")
    if isinstance(node, EventGateway):
        raise RepairRefused(f"{node.named}后面有几条路，说不出走哪一条。跳过后面的某个事件，就走它那一条。")
    _expect_no_undo(walk, found, node)
    if found.host is not None:
        found = _chosen(walk, found)
    else:
        walk.withdraw(found)
    _answer(walk, found, node, outcome)
    _leave(walk, found, node)
    run(walk)
    return walk.step()


def _begin(process: Process, state: State, token: int) -> tuple[Walk, Token]:
    if state.done:
        raise StaleHappening("这个流程已经结束，不用再修复。刷新页面查看结果。")
    walk = Walk(process, state)
    found = walk.tokens.get(token)
    if found is None:
        raise StaleHappening("这一步已经办完，或者已经取消。刷新页面看最新的情况。")
    return walk, found


def _expect_no_undo(walk: Walk, token: Token, node: Node) -> None:
    """Half an undoing is worse than none: what is left in its queue would be lost without a word."""
    if any(scope.kind == "undo" and scope.token == token.id for scope in walk.scopes.values()):
        raise RepairRefused(f"{node.named}正在撤销已经办过的事。跳过撤销里卡住的那一步，其余的会接着撤销。")


def _chosen(walk: Walk, token: Token) -> Token:
    """The event is taken as having come: its gateway and the other events wait no longer."""
    host = walk.tokens[token.host or 0]
    token = walk.change(replace(token, host=None))
    walk.withdraw(token)
    walk.cancel(host)
    return token


def _answer(walk: Walk, token: Token, node: Node, outcome: str) -> None:
    """The variables that the step would have set: nobody has given an answer, or the operator has."""
    allowed = node.outcomes if isinstance(node, UserTask) else ()
    if outcome and outcome not in allowed:
        offered = f"可选的结果是：{'、'.join(allowed)}。" if allowed else "这一步没有办理结果，留空即可。"
        raise RepairRefused(f"{node.named}没有“{outcome}”这个办理结果。{offered}")
    names: tuple[str, ...] = ()
    match node:
        case UserTask():
            names = ("outcome", f"{node.id}_outcome")
        case CallActivity():
            names = (f"{node.id}_outcome",)
        case BusinessRuleTask() | ScriptTask() if node.result:
            names = (node.result,)
    for name in names:
        walk.set(name, outcome or None, token.scope)


def _leave(walk: Walk, token: Token, node: Node) -> None:
    if token.role == "gather":
        _together(walk, token)
    elif isinstance(node, _JOINS) and token.waiting:
        release(walk, token)
    elif token.role == "body":
        complete(walk, token)
    else:
        complete(walk, replace(token, role="", incident="", left=None, got=()))


def _together(walk: Walk, token: Token) -> None:
    """Those that gathered for the activity leave it as one."""
    for other in at(walk, walk.node(token), token.scope):
        if other.role == "gather" and other.id != token.id:
            walk.discard(other, "merged")
    leave(walk, replace(token, role="", incident=""))


def move(process: Process, state: State, token: int, node: str) -> Step:
    """The token goes to another element of its own scope; what its activity opened is taken back.

    At a join it stands for the branch that it would have come by, else for the first one that is missing.

    Raises:
        StaleHappening: the token is gone.
        RepairRefused: the element is not of this scope, or is none to which a token can come.
        BpmnError: the automatic steps that follow do not end.
    """
    walk, found = _begin(process, state, token)
    here = walk.node(found)
    if found.role == "watch" or found.host is not None:
        raise RepairRefused(f"{here.named}只是在旁边等着，不能单独换地方。要换的是它所在的环节。")
    _expect_no_undo(walk, found, here)
    target = _target(walk, found, node)
    walk.cancel(found)
    flow = _branch(walk, found, target) if isinstance(target, _JOINS) else ""
    walk.moving.append(walk.add(target.id, flow, scope=found.scope).id)
    run(walk)
    return walk.step()


def places(process: Process, state: State, token: int) -> tuple[Node, ...]:
    """The elements to which ``move`` would bring the token, in the order of the drawing; none when it must stay."""
    walk, found = _begin(process, state, token)
    if found.role == "watch" or found.host is not None or not _is_room(walk, found):
        return ()
    return tuple(node for node in process.inside.get(_room(walk, found), ()) if not _why_not(node))


def _target(walk: Walk, token: Token, node: str) -> Node:
    target = walk.process.nodes.get(node)
    if target is None:
        raise RepairRefused(f"流程里没有“{node}”这个环节。从列出的环节里选一个。")
    if not _is_room(walk, token):
        raise RepairRefused(f"{walk.node(token).named}正在分几次办，或者正在撤销，不能换环节。可以跳过，或者再试一次。")
    if target.parent != _room(walk, token):
        raise RepairRefused(f"{target.named}在另一组步骤里，只能换到同一组的环节。要换到那里，从外面一层换。")
    if why := _why_not(target):
        raise RepairRefused(f"{target.named}{why}。换一个环节。")
    return target


def _is_room(walk: Walk, token: Token) -> bool:
    """Whether tokens walk about in the token's scope; one time of several, or an undoing, is one step only."""
    scope = walk.scopes.get(token.scope)
    return scope is None or scope.kind in ("sub", "event")


def _room(walk: Walk, token: Token) -> str:
    scope = walk.scopes.get(token.scope)
    return scope.node if scope is not None else ""


def _why_not(node: Node) -> str:
    if isinstance(node, BOUNDARIES):
        return "是环节边上的提醒，流程不能停在那里"
    if isinstance(node, StartEvent):
        return "是流程的开头，不能再回到开头"
    if isinstance(node, SubProcess) and node.kind == "event":
        return "是另起的一组步骤，到了它自己的时候才开始"
    return "只在撤销时办理" if node.for_compensation else ""


def _branch(walk: Walk, token: Token, target: Node) -> str:
    """The flow by which the token counts at a join."""
    arrived = first_of_each(at(walk, target, token.scope))
    missing = [flow for flow in target.incoming if flow not in arrived] or list(target.incoming)
    ahead = walk.process.reachable([token.node])
    return next((flow for flow in missing if walk.process.flows[flow].source in ahead), "".join(missing[:1]))


def change_variables(process: Process, state: State, variables: Mapping[str, object]) -> Step:
    """Set variables of the instance; conditions are looked at again.

    Raises:
        StaleHappening: the instance is over.
        RepairRefused: a name is empty, too long or belongs to the engine.
        BpmnError: a value cannot be kept, or the automatic steps that follow do not end.
    """
    for name in keep_all(variables):
        if not name.strip() or name.startswith("@") or len(name) > WORD:
            raise RepairRefused(f"“{name[:60]}”不能当名字。写流程里用的那个名字，不超过 {WORD} 个字。")
    return advance(process, state, VariablesChanged(variables))
