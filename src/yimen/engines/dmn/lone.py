"""A decision that is one table over facts alone, the commonest kind: facts to outcome in one generated function.

Whole numbers that come as Python's integers are compared as such; any other numbers as decimals of 34 digits. Where a
fact is missing, of another type or out of its allowed values the function answers ``None``, and the reference
evaluation says what is in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from yimen.engines.feel import syntax as s
from yimen.engines.feel.errors import FeelError
from yimen.engines.feel.expression import compile_unary_tests
from yimen.engines.feel.runtime import Code, Env
from yimen.engines.feel.source import Source
from yimen.engines.feel.types import ANY, BasicType, ConstrainedType, FeelType, unconstrained
from yimen.engines.feel.values import NUMBERS, Value

from .cells import Cell, NotSimple, cell_of_tests
from .index import FEW
from .match import conditions
from .model import DecisionDef, Model
from .origin import origin_of
from .outcome import Outcome, outcome_of, require_constants
from .ready import MatchedTable, matched_table
from .table import concluded

Finder: TypeAlias = Callable[[Mapping[str, object]], Outcome | None]

# What is kept of a table: outcomes of many hits are put together anew, for they would fill the memory.
_MAX_OUTCOMES = 4096
_MAX_HITS = 50
# Constants larger than this could differ from an integer only by rounding it to 34 digits.
_MAX_WHOLE = Decimal(10) ** 30
_TYPES = {"number": "D", "string": "str", "boolean": "bool", "date": "date"}
_HELPERS: dict[str, object] = {
    "D": Decimal,
    "FINITE": Decimal.is_finite,
    "KeyError": KeyError,
    "PLUS": NUMBERS.plus,
    "bool": bool,
    "date": date,
    "int": int,
    "str": str,
    "type": type,
}


def lone_table(model: Model, definition: DecisionDef, finish: Callable[[Value, Env], Value]) -> Finder:
    """The function of a decision that is one table over its facts. Raises ``NotSimple`` for any other decision.

    ``finish`` makes the table's answer fit the type of the decision.
    """
    if definition.decisions or definition.knowledge or any("#" in one for one in definition.inputs):
        raise NotSimple
    layers: list[Code] = []
    code = definition.code
    while origin_of(code).inner is not None:
        assert code is not None
        layers.append(code)
        code = origin_of(code).inner
    table = origin_of(code).table
    if table is None or layers:
        raise NotSimple
    made = matched_table(table)
    require_constants(table, table.rules)
    return _Writer(model, definition, made, finish).function()


class _Writer:
    def __init__(
        self, model: Model, definition: DecisionDef, made: MatchedTable, finish: Callable[[Value, Env], Value]
    ) -> None:
        self._made = made
        self._finish = finish
        self._source = Source()
        self._facts = [_fact(origin_of(column.read).tree) for column in made.table.inputs]
        inputs = {model.input_data[one].name: model.input_data[one].type for one in definition.inputs}
        if set(self._facts) != set(inputs):
            raise NotSimple
        self._names = [f"c{list(inputs).index(fact)}" for fact in self._facts]
        self._variables = {f"c{at}": name for at, name in enumerate(inputs)}
        self._types = inputs
        self._outcomes: dict[int, Outcome] = {}

    def function(self) -> Finder:
        source = self._source
        with source.block("try:"):
            for variable, name in self._variables.items():
                source.line(f"{variable} = facts[{source.constant(name)}]")
        with source.block("except KeyError:"):
            source.line("return None")
        numbers = self._numbers()
        if numbers and self._whole_constants():
            with source.block(f"if {self._guards('int')}:"):
                self._rules(whole=True)
        for variable in numbers:
            self._decimal(variable)
        with source.block(f"if {self._guards('D')}:"):
            self._rules(whole=False)
        source.line("return None")
        return source.built("find", "facts", _HELPERS)

    def _kinds(self) -> dict[str, tuple[str, bool]]:
        """The kind each variable must be of, and whether null can be told; columns over one fact must agree."""
        kinds: dict[str, tuple[str, bool]] = {}
        for at, variable in enumerate(self._names):
            column = self._made.table.inputs[at]
            declared = [_kind(self._types[self._facts[at]]), _kind(column.type), self._made.columns.kinds[at]]
            wanted = {kind for kind in declared if kind}
            before = kinds.get(variable, ("", True))
            wanted |= {before[0]} - {""}
            if len(wanted) > 1 or not wanted <= _TYPES.keys():
                raise NotSimple
            null = before[1] and self._made.columns.nulls[at]
            kinds[variable] = (next(iter(wanted), ""), null)
        if any(not kind for kind, _ in kinds.values()):
            raise NotSimple
        return kinds

    def _numbers(self) -> list[str]:
        return [variable for variable, (kind, _) in self._kinds().items() if kind == "number"]

    def _guards(self, number: str) -> str:
        parts = []
        for variable, (kind, null) in self._kinds().items():
            wanted = number if kind == "number" else _TYPES[kind]
            test = f"type({variable}) is {wanted}"
            parts.append(f"({test} or {variable} is None)" if null else test)
        return " and ".join([*parts, *self._allowances(number == "int")])

    def _allowances(self, whole: bool) -> list[str]:
        """Facts outside the values that their type or column allows are for the reference evaluation."""
        found: list[str] = []
        for at, variable in enumerate(self._names):
            cells = [_allowed(self._types[self._facts[at]]), self._made.allowed[at]]
            for cell in cells:
                if cell is None:
                    continue
                kind, null = self._kinds()[variable]
                if cell.kinds - {kind}:
                    raise NotSimple
                test = conditions((cell,), (variable,), self._source, whole)
                found.append(f"({variable} is None or {test})" if null else f"({test})")
        return found

    def _decimal(self, variable: str) -> None:
        with self._source.block(f"if type({variable}) is int:"):
            self._source.line(f"{variable} = D({variable})")
        with self._source.block(f"if type({variable}) is D:"):
            self._source.line(f"{variable} = PLUS({variable})")
            with self._source.block(f"if not FINITE({variable}):"):
                self._source.line("return None")

    def _rules(self, whole: bool) -> None:
        source, first = self._source, self._made.table.hit_policy == "F"
        if len(self._made.rows) > FEW:
            source.line(f"return {source.constant(self._outcome_of_match())}({', '.join(self._names)})")
            return
        outcome = source.constant(self._outcome)
        if not first:
            source.line("m = 0")
        for at, row in enumerate(self._made.rows):
            test = conditions(row, self._names, source, whole)
            found = f"return {source.constant(self._outcome(1 << at))}" if first else f"m |= {1 << at}"
            with source.block(f"if {test}:"):
                source.line(found)
        source.line(f"return {source.constant(self._outcome(0))}" if first else f"return {outcome}(m)")

    def _outcome_of_match(self) -> Callable[..., Outcome | None]:
        match, outcome = self._made.matcher, self._outcome

        def find(*values: Any) -> Outcome | None:
            bits = match(*values)
            return None if bits is None else outcome(bits)

        return find

    def _outcome(self, bits: int) -> Outcome:
        known = self._outcomes.get(bits)
        if known is None:
            known = self._computed(bits)
            if len(self._outcomes) < _MAX_OUTCOMES and len(known.hits) <= _MAX_HITS:
                self._outcomes[bits] = known
        return known

    def _computed(self, bits: int) -> Outcome:
        rules = self._made.rules(bits)
        return outcome_of(lambda env: self._finish(concluded(self._made.table, rules, env), env))

    def _whole_constants(self) -> bool:
        cells = [cell for row in self._made.rows for cell in row if cell is not None]
        return all(abs(value) < _MAX_WHOLE for cell in cells for value in _numbers_of(cell))


def _numbers_of(cell: Cell) -> Sequence[Decimal]:
    values = [*cell.equal, *(bound for one in cell.bounds for bound in (one.low, one.high))]
    return [value for value in values if isinstance(value, Decimal)]


def _fact(tree: s.Node | None) -> str:
    if not isinstance(tree, s.Name):
        raise NotSimple
    return tree.name


def _kind(type_: FeelType) -> str:
    """The name of a simple type, empty for any. Raises ``NotSimple`` for others."""
    plain = unconstrained(type_)
    if plain is ANY:
        return ""
    if not isinstance(plain, BasicType):
        raise NotSimple
    return plain.name


def _allowed(type_: FeelType) -> Cell | None:
    """The allowed values of a fact's type, if any. Raises ``NotSimple`` when they must be evaluated."""
    if not isinstance(type_, ConstrainedType):
        return None
    if isinstance(type_.base, ConstrainedType):
        raise NotSimple
    try:
        return cell_of_tests(compile_unary_tests(type_.said).tree)
    except FeelError as error:
        raise NotSimple from error
