"""Whoever acts: a person, an officer, or the clock."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """The doer of an act as plain values, so that evidence outlives the account.

    ``id`` is the account's id as text, ``name`` as it was then, ``authority`` why they may act
    (``本人``, or the post of an officer: ``云溪市市场监督管理局 登记审查员``).
    """

    id: str
    name: str
    kind: Literal["citizen", "staff", "system", "anonymous"]
    authority: str = ""


SYSTEM = Actor(id="system", name="一门系统", kind="system", authority="自动程序")
