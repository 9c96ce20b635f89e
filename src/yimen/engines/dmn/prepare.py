"""Decisions, quickly: what is asked for often is compiled once for each model that was read.

``decide`` compiles by itself after a few questions; ``prepare`` does it at once and also gives the short answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from yimen.engines.feel.runtime import Env
from yimen.engines.feel.text import write
from yimen.engines.feel.values import Value, from_host

from .cells import NotSimple
from .decide import evaluate, finished
from .lone import Finder, lone_table
from .model import DecisionDef, Model
from .outcome import Answer, Outcome, answer_of, fresh
from .ready import ready
from .record import Decision

# After this many questions compiling costs less than evaluating on.
_OFTEN = 30
_WHOLE = 10**33


class Prepared:
    """One decision of a model, compiled. Answers and doubts are those of the reference evaluation."""

    def __init__(self, model: Model, definition: DecisionDef) -> None:
        self._model = model
        self._definition = definition
        self._find = _finder(model, definition)
        inputs = [model.input_data[one].name for one in definition.inputs if one in model.input_data]
        self._names = tuple(inputs)
        self._sorted = tuple(sorted(inputs))

    def answer(self, facts: Mapping[str, object], now: datetime | None = None) -> Answer:
        """Outputs, ids of the rules that hit, doubts: the decision without its record."""
        outcome = self._find(facts)
        if outcome is not None:
            return outcome.answer
        found = evaluate(self._model, self._definition, facts, now)
        return answer_of(found.outputs, found.rules_hit, found.doubts)

    def decide(
        self, facts: Mapping[str, object], now: datetime | None = None, sources: Mapping[str, str] | None = None
    ) -> Decision:
        """The decision with its full record; see ``decide``."""
        outcome = self._find(facts)
        if outcome is None:
            return evaluate(self._model, self._definition, facts, now, sources)
        return self._recorded(outcome, facts, sources or {})

    def _recorded(self, outcome: Outcome, facts: Mapping[str, object], sources: Mapping[str, str]) -> Decision:
        read: dict[str, Value] = {}
        texts: dict[str, str] = {}
        for name in self._names:
            value = facts[name]
            if type(value) is int and -_WHOLE < value < _WHOLE:
                read[name], texts[name] = Decimal(value), str(value)
            else:
                read[name] = plain = from_host(value)
                texts[name] = write(plain, True)
        lines = "\n".join([f"{name}: {texts[name]}" for name in self._sorted])
        digest = hashlib.sha256(lines.encode("utf-8", "backslashreplace")).hexdigest()
        known = {name: sources[name] for name in self._names if name in sources} if sources else {}
        return Decision(
            self._definition.name,
            fresh(outcome.value),
            outcome.hits,
            outcome.reasons,
            outcome.doubts,
            read,
            known,
            digest,
        )


def prepare(model: Model, decision: str) -> Prepared:
    """A decision, named by its name or id, compiled once for the model. Raises ``KeyError``."""
    definition = model.decisions[decision]
    found = model.readiness.prepared.get(definition.id)
    if not isinstance(found, Prepared):
        _make_ready(model)
        found = model.readiness.prepared[definition.id] = Prepared(model, definition)
    return found


def decide(
    model: Model,
    decision: str,
    facts: Mapping[str, object],
    now: datetime | None = None,
    sources: Mapping[str, str] | None = None,
) -> Decision:
    """Take a decision, named by its name or id.

    ``facts`` are keyed by the names of the model's inputs; a missing one is null and leaves a doubt. ``now`` is what
    ``now()`` and ``today()`` answer. ``sources`` say by fact where the host has it from; they are kept in the record.
    Raises ``KeyError`` when the model has no such decision, ``TypeError`` for a fact that is read and that FEEL has no
    value for. Data never raises.
    """
    definition = model.decisions[decision]
    found = model.readiness.prepared.get(definition.id)
    if isinstance(found, Prepared):
        return found.decide(facts, now, sources)
    asked = model.readiness.asked
    asked[definition.id] = asked.get(definition.id, 0) + 1
    if asked[definition.id] > _OFTEN:
        return prepare(model, decision).decide(facts, now, sources)
    return evaluate(model, definition, facts, now, sources)


def _finder(model: Model, definition: DecisionDef) -> Finder:
    def finish(value: Value, env: Env) -> Value:
        return finished(definition, value, env.run)

    try:
        return lone_table(model, definition, finish)
    except NotSimple:
        return _nothing


def _nothing(facts: Mapping[str, object]) -> Outcome | None:
    return None


def _make_ready(model: Model) -> None:
    """Compile all decisions and knowledge models, here and in the models that are imported."""
    codes = model.readiness.codes
    found = {one.id: one.code for one in model.decisions.values()}
    found |= {one.id: one.code for one in model.knowledge.values()}
    codes.update({key: ready(code) for key, code in found.items() if code is not None and key not in codes})
    for other in model.imports.values():
        _make_ready(other)
