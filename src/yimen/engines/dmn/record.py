"""What a decision leaves behind: its answer, the rules that hit, the reasons, the facts read, the doubts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from yimen.engines.feel.errors import Doubt
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.text import write
from yimen.engines.feel.values import Value


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that made the answer: its table, its XML id, its row (from 1), its outputs, its annotations by column."""

    table: str
    rule_id: str
    position: int
    outputs: Mapping[str, Value]
    annotations: Mapping[str, str]

    @property
    def basis(self) -> str:
        """The legal reference of the rule: its annotation 依据."""
        return self.annotations.get("依据", "")


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence for the applicant and the legal basis behind it, from the columns 说明 and 依据 of a rule."""

    sentence: str
    basis: str
    rule_id: str
    table: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision taken, with all that is needed to explain it to the applicant and to a court.

    ``doubts`` say which facts were missing and why a value is null. ``facts`` are those the decision read, in that
    order; ``sources`` name where the host has them from; ``digest`` is the SHA-256 of the facts as FEEL writes them, so
    that anybody can prove later on which facts was decided.
    """

    name: str
    outputs: Value
    rules_hit: tuple[RuleHit, ...] = ()
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""


class Record(Run):
    """A run that also notes the rules that hit, in the order of evaluation, and the facts that were read."""

    __slots__ = ("facts", "hits")

    def __init__(self, now: datetime | None = None) -> None:
        super().__init__(now)
        self.hits: list[RuleHit] = []
        self.facts: dict[str, Value] = {}

    def reasons(self) -> tuple[Reason, ...]:
        """One reason for each hit rule with a 说明, each only once."""
        found = (
            Reason(hit.annotations["说明"], hit.annotations.get("依据", ""), hit.rule_id, hit.table)
            for hit in self.hits
            if hit.annotations.get("说明")
        )
        return tuple(dict.fromkeys(found))


def digest_of(facts: Mapping[str, Value]) -> str:
    """SHA-256 over the facts, one line ``name: value`` each, sorted by name, values as FEEL writes them."""
    lines = [f"{name}: {write(facts[name], True)}" for name in sorted(facts)]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()
