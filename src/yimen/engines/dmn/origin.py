"""Where compiled code comes from: what the compiler of whole decisions reads, and evaluation does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yimen.engines.feel import syntax as s
from yimen.engines.feel.runtime import Code
from yimen.engines.feel.types import ANY, FeelType

if TYPE_CHECKING:
    from .model import Table


@dataclass(frozen=True, slots=True)
class Origin:
    """One of: the tree of an expression or cell; a decision table; code whose value is made to fit a type."""

    tree: s.Node | None = None
    table: Table | None = None
    inner: Code | None = None
    type: FeelType = ANY
    what: str = ""


_NONE = Origin()


def marked(code: Code, origin: Origin) -> Code:
    """The code, knowing its origin."""
    code.origin = origin  # type: ignore[attr-defined]
    return code


def cost_of(code: Code) -> int:
    """What one evaluation counts for."""
    tree = origin_of(code).tree
    return 3 if tree is None else s.cost(tree)


def origin_of(code: Code | None) -> Origin:
    """The origin of code; an empty one when it has none."""
    found = getattr(code, "origin", _NONE)
    return found if isinstance(found, Origin) else _NONE
