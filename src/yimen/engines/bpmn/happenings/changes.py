"""What the host stores."""

from typing import Literal, TypeAlias

from yimen.engines.bpmn.fact import fact
from yimen.engines.bpmn.state import Scope, Token, Work


@fact(frozen=True, slots=True)
class TokenAdded:
    token: Token


@fact(frozen=True, slots=True)
class TokenChanged:
    """The token moved, began to wait, or got an incident; ``token`` is the whole new row."""

    token: Token


@fact(frozen=True, slots=True)
class TokenClosed:
    """``how``: it went on or ended, was cancelled, or is one of several that went on as one."""

    token: int
    node: str
    how: Literal["left", "cancelled", "merged"] = "left"


@fact(frozen=True, slots=True)
class VariableSet:
    """A variable of the instance, or of the scope."""

    name: str
    value: object
    scope: int = 0


@fact(frozen=True, slots=True)
class ScopeOpened:
    scope: Scope


@fact(frozen=True, slots=True)
class ScopeChanged:
    """``scope`` is the whole new row."""

    scope: Scope


@fact(frozen=True, slots=True)
class ScopeClosed:
    """``how``: it came to its end, or was cancelled."""

    scope: int
    node: str
    how: Literal["ended", "cancelled"] = "ended"


@fact(frozen=True, slots=True)
class WorkKept:
    """An activity was completed that can be undone later."""

    work: Work


@fact(frozen=True, slots=True)
class WorkForgotten:
    work: int


@fact(frozen=True, slots=True)
class InstanceFailed:
    """An error that nobody caught ended the instance."""

    code: str


@fact(frozen=True, slots=True)
class EndReached:
    node: str


Change: TypeAlias = (
    TokenAdded
    | TokenChanged
    | TokenClosed
    | VariableSet
    | EndReached
    | ScopeOpened
    | ScopeChanged
    | ScopeClosed
    | WorkKept
    | WorkForgotten
    | InstanceFailed
)
