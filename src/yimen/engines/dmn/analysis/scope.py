"""What a table can see: the types of its names, which of them are facts, and its cells parsed once per text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yimen.engines.dmn.model import DecisionDef, Knowledge, Model, Table
from yimen.engines.feel import syntax as s
from yimen.engines.feel.builtins import BUILTIN_NAMES
from yimen.engines.feel.errors import FeelError
from yimen.engines.feel.parser import parse_expression, parse_unary_tests
from yimen.engines.feel.types import ANY, BASIC_TYPES, ConstrainedType, ContextType, FeelType, unconstrained

from .terms import NotExact, Term, term_of

# Calls and forms whose type is known whatever they are given. Counts are whole numbers from zero.
_COUNTS = frozenset({"count", "string length"})
_TRUTHS = (s.Comparison, s.Logic, s.Between, s.In, s.Quantified, s.InstanceOf)


@dataclass
class Scope:
    """The names of one model, and what was parsed of its texts so far."""

    types: Mapping[str, FeelType]
    named_types: Mapping[str, FeelType]
    facts: frozenset[str]
    members: frozenset[str]
    _tests: dict[str, Term | NotExact | None] = field(default_factory=dict)
    _trees: dict[str, s.Node | None] = field(default_factory=dict)

    def term(self, text: str) -> Term | None:
        """The term of a cell; ``None`` for ``-``. Raises ``NotExact``."""
        if text not in self._tests:
            self._tests[text] = self._parsed_term(text)
        found = self._tests[text]
        if isinstance(found, NotExact):
            raise found
        return found

    def _parsed_term(self, text: str) -> Term | NotExact | None:
        try:
            tests = parse_unary_tests(text or "-", [*self.types], self.members, BUILTIN_NAMES, self.named_types)
            return term_of(tests)
        except FeelError:
            return NotExact("写法读不懂")
        except NotExact as reason:
            return reason

    def tree(self, text: str) -> s.Node | None:
        """The tree of an expression; ``None`` when it cannot be read."""
        if text not in self._trees:
            try:
                found = parse_expression(text, [*self.types], self.members, BUILTIN_NAMES, self.named_types)
            except FeelError:
                found = None
            self._trees[text] = found
        return self._trees[text]

    def type_of(self, tree: s.Node | None) -> FeelType:
        """The type of an expression where its form tells, else ``Any``."""
        if isinstance(tree, s.Name):
            return self.types.get(tree.name, ANY)
        if isinstance(tree, s.Path):
            inside = unconstrained(self.type_of(tree.target))
            entries = dict(inside.entries) if isinstance(inside, ContextType) else {}
            return entries.get(tree.name, ANY)
        if isinstance(tree, _TRUTHS):
            return BASIC_TYPES["boolean"]
        if isinstance(tree, s.Call) and isinstance(tree.callee, s.BuiltinName):
            name = tree.callee.name
            known = "number" if name in _COUNTS else "boolean" if name == "not" else ""
            return BASIC_TYPES[known] if known else ANY
        return ANY

    def counts(self, tree: s.Node | None) -> bool:
        """Whether an expression can only be a whole number from zero."""
        return isinstance(tree, s.Call) and isinstance(tree.callee, s.BuiltinName) and tree.callee.name in _COUNTS

    def fact(self, tree: s.Node | None) -> tuple[str, ...]:
        """The path of a fact that an expression reads as it is; empty for anything computed."""
        parts: list[str] = []
        while isinstance(tree, s.Path):
            parts.append(tree.name)
            tree = tree.target
        if isinstance(tree, s.Name) and tree.name in self.facts:
            return (tree.name, *reversed(parts))
        return ()


def constraint_texts(type_: FeelType) -> Iterator[str]:
    """The allowed values of a type, as written, from the outside in."""
    while isinstance(type_, ConstrainedType):
        yield type_.said
        type_ = type_.base


def tables(model: Model) -> Iterator[tuple[Table, Scope]]:
    """Every table of a model with what it sees."""
    names, facts = _names(model)
    members = frozenset(_members(model))
    shared = Scope(names, model.types, facts, members)
    for decision in model.decisions.values():
        yield from ((table, shared) for table in decision.tables)
    for knowledge in model.knowledge.values():
        own = dict(zip(knowledge.parameters, knowledge.types, strict=False))
        inner = Scope({**names, **own}, model.types, facts | set(own), members)
        yield from ((table, inner) for table in knowledge.tables)


def _names(model: Model) -> tuple[dict[str, FeelType], frozenset[str]]:
    inputs = {one.name: one.type for one in model.input_data.values()}
    owners: list[DecisionDef | Knowledge] = [*model.decisions.values(), *model.knowledge.values()]
    others = {one.name: one.type for one in owners if isinstance(one, DecisionDef)}
    functions = dict.fromkeys((one.name for one in model.knowledge.values()), ANY)
    functions |= dict.fromkeys((one.name for one in model.services.values()), ANY)
    return {**functions, **others, **inputs, **dict.fromkeys(model.imports, ANY)}, frozenset(inputs)


def _members(model: Model) -> Iterator[str]:
    waiting = list(model.types.values())
    while waiting:
        type_ = unconstrained(waiting.pop())
        if isinstance(type_, ContextType):
            for name, entry in type_.entries:
                yield name
                waiting.append(entry)
        elif (element := getattr(type_, "element", None)) is not None:
            waiting.append(element)
