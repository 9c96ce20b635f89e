"""What the host stores."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from yimen.engines.bpmn.state import Scope, Token, Work


@dataclass(frozen=True, slots=True)
class TokenAdded:
    token: Token


@dataclass(frozen=True, slots=True)
class TokenChanged:
    """The token moved, began to wait, or got an incident; ``token`` is the whole new row."""

    token: Token


@dataclass(frozen=True, slots=True)
class TokenClosed:
    """``how``: it went on or ended, was cancelled, or is one of several that went on as one."""

    token: int
    node: str
    how: Literal["left", "cancelled", "merged"] = "left"


@dataclass(frozen=True, slots=True)
class VariableSet:
    """A variable of the instance, or of the scope."""

    name: str
    value: object
    scope: int = 0


@dataclass(frozen=True, slots=True)
class ScopeOpened:
    scope: Scope


@dataclass(frozen=True, slots=True)
class ScopeChanged:
    """``scope`` is the whole new row."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class ScopeClosed:
    """``how``: it came to its end, or was cancelled."""

    scope: int
    node: str
    how: Literal["ended", "cancelled"] = "ended"


@dataclass(frozen=True, slots=True)
class WorkKept:
    """An activity was completed that can be undone later."""

    work: Work


@dataclass(frozen=True, slots=True)
class WorkForgotten:
    work: int


@dataclass(frozen=True, slots=True)
class InstanceFailed:
    """An error that nobody caught ended the instance."""

    code: str


@dataclass(frozen=True, slots=True)
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
