"""Taking a decision by evaluation: facts in, the answer out, with rules hit, reasons, facts read and doubts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from yimen.engines.feel.functions import invoke, user_function
from yimen.engines.feel.runtime import Env, Exhausted, Run
from yimen.engines.feel.types import ANY, FeelType, FunctionType, coerce, unconstrained
from yimen.engines.feel.values import Function, Value, from_host

from .model import UNPREFIXED, DecisionDef, InputData, Knowledge, Model, ServiceDef
from .names import failing
from .record import Decision, Record, digest_of


def evaluate(
    model: Model,
    definition: DecisionDef,
    facts: Mapping[str, object],
    now: datetime | None,
    sources: Mapping[str, str] | None = None,
) -> Decision:
    """The reference evaluation of a decision; ``decide`` answers the same, faster where it can."""
    record = Record(now)
    taking = _Taking(model, {name: from_host(value) for name, value in facts.items()}, record)
    return _recorded(definition.name, record, lambda: taking.decision(definition.id), sources or {})


def call(model: Model, name: str, arguments: Mapping[str, object], now: datetime | None = None) -> Decision:
    """Call a decision service or a business knowledge model by its name, with named arguments. Raises ``KeyError``."""
    record = Record(now)
    taking = _Taking(model, {}, record)
    callables = {service.name: service.id for service in model.services.values()}
    callables |= {knowledge.name: knowledge.id for knowledge in model.knowledge.values()}
    function = taking.function(callables[name])
    record.facts = {parameter: from_host(value) for parameter, value in arguments.items()}
    values = list(record.facts.values())
    return _recorded(name, record, lambda: invoke(function, values, tuple(arguments), record), {})


def _recorded(name: str, record: Record, take: Callable[[], Value], sources: Mapping[str, str]) -> Decision:
    try:
        outputs = take()
        record.weigh(outputs)
    except Exhausted as stop:
        outputs = record.doubt(str(stop))
    except RecursionError:
        outputs = record.doubt("计算嵌套太深，已停止。")
    known = {fact: sources[fact] for fact in record.facts if fact in sources}
    digest = digest_of(record.facts)
    return Decision(name, outputs, tuple(record.hits), record.reasons(), record.doubts, record.facts, known, digest)


class _Taking:
    """One evaluation over a model: each decision is taken at most once."""

    def __init__(
        self,
        model: Model,
        facts: Mapping[str, Value],
        run: Run,
        given: Mapping[str, Value] | None = None,
        prefix: str = "",
    ) -> None:
        self._model = model
        self._prefix = prefix
        self._facts = facts
        self._run = run
        self._taken: dict[str, Value] = dict(given or {})
        self._open: set[str] = set()
        self._functions: dict[str, Function] = {}
        self._others: dict[str, _Taking] = {}

    def decision(self, identity: str) -> Value:
        """The value of a decision."""
        if identity in self._taken:
            return self._taken[identity]
        definition = self._model.decisions[identity]
        if identity in self._open:
            return self._run.doubt(f"决策“{definition.name}”直接或间接地要求了自己。")
        self._open.add(identity)
        value = self._take(definition)
        self._open.discard(identity)
        self._taken[identity] = value
        return value

    def _take(self, definition: DecisionDef) -> Value:
        if definition.code is None:
            return self._run.doubt(f"决策“{definition.name}”没有写明怎样作出。")
        values: dict[str, Value] = {}
        for reference in definition.inputs:
            if "#" in reference:
                self._put(values, reference, "input")
            else:
                values[self._model.input_data[reference].name] = self.input(reference)
        for reference in definition.decisions:
            self._put(values, reference, "decision")
        for reference in definition.knowledge:
            self._put(values, reference, "function")
        code = self._model.readiness.codes.get(definition.id, definition.code)
        return finished(definition, code(Env(values, self._run)), self._run)

    def _put(self, values: dict[str, Value], reference: str, kind: str) -> None:
        """Place what a requirement refers to under the name it has in the expression; imports under their prefix."""
        prefix, _, identity = reference.rpartition("#")
        if not prefix:
            name, value = self._named(reference, kind)
            values[name] = value
            return
        name, value = self._imported(prefix)._named(identity, kind)
        if prefix.startswith(UNPREFIXED):
            values[name] = value
            return
        known = values.get(prefix)
        values[prefix] = {**(known if isinstance(known, dict) else {}), name: value}

    def _imported(self, prefix: str) -> _Taking:
        """The evaluation of an imported model; its facts stand under its prefix, or are keyed ``prefix.name``."""
        if prefix not in self._others:
            facts, start = dict(self._facts), ""
            if not prefix.startswith(UNPREFIXED):
                own, start = facts.get(prefix), f"{prefix}."
                dotted = {key[len(start) :]: value for key, value in facts.items() if key.startswith(start)}
                facts = {**(own if isinstance(own, dict) else {}), **dotted}
            model = self._model.imports[prefix]
            self._others[prefix] = _Taking(model, facts, self._run, prefix=self._prefix + start)
        return self._others[prefix]

    def _named(self, identity: str, kind: str) -> tuple[str, Value]:
        if kind == "input":
            return self._model.input_data[identity].name, self.input(identity)
        if kind == "decision":
            return self._model.decisions[identity].name, self.decision(identity)
        function = self.function(identity)
        return function.name, function

    def input(self, identity: str) -> Value:
        """A fact, made to fit the type of its input."""
        if identity in self._taken:
            return self._taken[identity]
        value = self._taken[identity] = self._read(self._model.input_data[identity])
        return value

    def _read(self, definition: InputData) -> Value:
        name = definition.name
        if name not in self._facts:
            return self._run.doubt(f"没有提供“{name}”的值。")
        value = self._facts[name]
        if isinstance(self._run, Record):
            self._run.facts[self._prefix + name] = value
        return coerce(value, definition.type, self._run, f"“{name}”的值")

    def function(self, identity: str) -> Function:
        """A knowledge model or a decision service as a function."""
        if identity not in self._functions:
            if identity in self._model.services:
                self._functions[identity] = self._service(self._model.services[identity])
            else:
                self._functions[identity] = self._knowledge(self._model.knowledge[identity])
        return self._functions[identity]

    def _knowledge(self, definition: Knowledge) -> Function:
        values: dict[str, Value] = {}
        env = Env(values, self._run)
        code = self._model.readiness.codes.get(definition.id, definition.code) or failing(
            f"业务知识模型“{definition.name}”没有内容。"
        )
        made = user_function(definition.name, definition.parameters, definition.types, code, env, definition.result)
        # Before its own needs: knowledge models may call each other, or themselves.
        self._functions[definition.id] = made
        values[definition.name] = made
        for reference in definition.knowledge:
            self._put(values, reference, "function")
        return made

    def _service(self, definition: ServiceDef) -> Function:
        references = (*definition.inputs, *definition.input_decisions)
        names = tuple(self._parameter(reference)[0] for reference in references)
        types = tuple(self._parameter(reference)[1] for reference in references)

        def run(env: Env) -> Value:
            given = {reference: env.values[name] for reference, name in zip(references, names, strict=True)}
            inner = _Taking(self._model, {}, env.run, given)
            outputs = {self._model.decisions[one].name: inner.decision(one) for one in definition.outputs}
            value = outputs if len(outputs) != 1 else next(iter(outputs.values()))
            return coerce(value, _result_type(definition.type, value), env.run, f"决策服务“{definition.name}”的结果")

        return user_function(definition.name, names, types, run, Env({}, self._run))

    def _parameter(self, reference: str) -> tuple[str, FeelType]:
        found = self._model.input_data.get(reference) or self._model.decisions[reference]
        return found.name, found.type


def finished(definition: DecisionDef, value: Value, run: Run) -> Value:
    """The value made to fit the type of its decision."""
    if definition.type is ANY:
        return value
    return coerce(value, _result_type(definition.type, value), run, f"决策“{definition.name}”的结果")


def _result_type(type_: FeelType, value: Value) -> FeelType:
    # The variable of a decision service may be typed as the function or as its result; both are in use.
    plain = unconstrained(type_)
    return plain.result if isinstance(plain, FunctionType) and not isinstance(value, Function) else type_ or ANY


def inputs_of(model: Model, decision: str) -> Sequence[str]:
    """The names of all facts a decision needs, also through the decisions it requires."""
    seen: set[str] = set()
    names: dict[str, None] = {}
    waiting = [model.decisions[decision]]
    while waiting:
        definition = waiting.pop()
        if definition.id in seen:
            continue
        seen.add(definition.id)
        names.update(dict.fromkeys(model.input_data[one].name for one in definition.inputs if one in model.input_data))
        waiting.extend(model.decisions[one] for one in definition.decisions if "#" not in one)
    return tuple(names)
