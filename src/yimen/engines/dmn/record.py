"""What a decision leaves behind: its answer, the rules that hit, the reasons, the doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from yimen.engines.feel.errors import Doubt
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.values import Value


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that made the answer: its table, its XML id, its row (from 1), its outputs, its annotations by column."""

    table: str
    rule_id: str
    position: int
    outputs: Mapping[str, Value]
    annotations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence for the applicant and the legal basis behind it, from the columns 说明 and 依据 of a rule."""

    sentence: str
    basis: str
    rule_id: str
    table: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision taken. ``doubts`` say which facts were missing and why a value is null."""

    name: str
    outputs: Value
    rules_hit: tuple[RuleHit, ...] = ()
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Record(Run):
    """A run that also notes the rules that hit, in the order of evaluation."""

    __slots__ = ("hits",)

    def __init__(self, now: datetime | None = None) -> None:
        super().__init__(now)
        self.hits: list[RuleHit] = []

    def reasons(self) -> tuple[Reason, ...]:
        """One reason for each hit rule with a 说明, each only once."""
        found = (
            Reason(hit.annotations["说明"], hit.annotations.get("依据", ""), hit.rule_id, hit.table)
            for hit in self.hits
            if hit.annotations.get("说明")
        )
        return tuple(dict.fromkeys(found))
