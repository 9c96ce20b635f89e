"""How a built-in is declared: its name, its signature in words, its types. A second declaration adds an overload."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from yimen.engines.feel.runtime import Run
from yimen.engines.feel.types import ANY, BASIC_TYPES, FeelType, coerce
from yimen.engines.feel.values import Function, Value

F = TypeVar("F", bound=Callable[..., Value])


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: FeelType
    optional: bool
    nullable: bool


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function. A variadic one takes its values as one list (``spreads``: a sole list is it)."""

    parameters: tuple[Parameter, ...]
    variadic: bool
    spreads: bool
    function: Callable[..., Value]

    @property
    def required(self) -> int:
        return sum(not parameter.optional for parameter in self.parameters)

    def takes(self, count: int) -> bool:
        return count >= 1 if self.variadic else self.required <= count <= len(self.parameters)

    def fits(self, arguments: Sequence[Value]) -> bool:
        """Whether the types fit as well: this chooses between overloads of the same length."""
        pairs = zip(self.parameters, arguments, strict=False)
        return self.variadic or all(v is MISSING or p.type is ANY or p.type.holds(v) for p, v in pairs)


FUNCTIONS: dict[str, Function] = {}
_OVERLOADS: dict[str, list[Overload]] = {}


def builtin(name: str, signature: str = "") -> Callable[[F], F]:
    """Declare a function: ``@builtin("substring", "string: string, start position: number, length?: number")``.

    ``?`` marks an optional parameter, a type ending in ``|null`` admits null, ``*list: any`` takes any number
    of values or one list of them, ``**lists: any`` any number of values.
    """

    def declare(function: F) -> F:
        variadic = signature.startswith("*")
        parameters = tuple(_parameter(part) for part in signature.lstrip("*").split(",") if part)
        overload = Overload(parameters, variadic, not signature.startswith("**"), function)
        overloads = _OVERLOADS.setdefault(name, [])
        if any(known.parameters == parameters for known in overloads):
            raise ValueError(f"built-in {name}({signature}) is declared twice")
        overloads.append(overload)
        FUNCTIONS[name] = _as_value(name, overloads)
        return function

    return declare


def _parameter(text: str) -> Parameter:
    name, type_name = (part.strip() for part in text.split(":"))
    optional, nullable = name.endswith("?"), type_name.endswith("|null") or type_name == "any"
    type_name = type_name.removesuffix("|null")
    return Parameter(name.rstrip("?"), ANY if type_name == "any" else BASIC_TYPES[type_name], optional, nullable)


def _as_value(name: str, overloads: list[Overload]) -> Function:
    def call(run: Run, arguments: Sequence[Value]) -> Value:
        run.spend()
        fitting = [overload for overload in overloads if overload.takes(len(arguments))]
        if fitting:
            chosen = next((overload for overload in fitting if overload.fits(arguments)), fitting[0])
            return _call(name, chosen, run, arguments)
        return run.doubt(f"函数 {name} 需要{_counts(overloads)}个参数，得到 {len(arguments)} 个。")

    def call_named(run: Run, arguments: Mapping[str, Value]) -> Value:
        run.spend()
        for overload in overloads:
            found = _bound(overload, arguments)
            if found is not None:
                return _call(name, overload, run, found)
        ways = "；或".join("、".join(p.name for p in overload.parameters) for overload in overloads)
        return run.doubt(f"函数 {name} 的参数名称是：{ways}。")

    first = overloads[0].parameters
    return Function(name, tuple(p.name for p in first), call, call_named, tuple(p.type for p in first))


def _bound(overload: Overload, arguments: Mapping[str, Value]) -> Sequence[Value] | None:
    names = [parameter.name for parameter in overload.parameters]
    needed = {parameter.name for parameter in overload.parameters if not parameter.optional}
    if not (needed <= arguments.keys() <= set(names)):
        return None
    return [arguments.get(name, MISSING) for name in names]


def _call(name: str, overload: Overload, run: Run, arguments: Sequence[Value]) -> Value:
    if overload.variadic:
        only = arguments[0] if overload.spreads and len(arguments) == 1 else None
        items = only if isinstance(only, list) else [*arguments]
        run.spend(len(items))
        return overload.function(run, items)
    values: list[Any] = []
    for position, (parameter, value) in enumerate(zip(overload.parameters, arguments, strict=False), start=1):
        if value is MISSING:
            values.append(None)
            continue
        if isinstance(value, str):
            run.spend(len(value) >> 8)
        fitting = coerce(value, parameter.type, run, f"函数 {name} 的第 {position} 个参数（{parameter.name}）")
        if fitting is None and (value is not None or not parameter.nullable):
            if value is None:
                run.doubt(f"函数 {name} 的第 {position} 个参数（{parameter.name}）没有值。")
            return None
        values.append(fitting)
    return overload.function(run, *values)


def _counts(overloads: list[Overload]) -> str:
    counts = sorted({n for o in overloads for n in range(o.required, len(o.parameters) + 1)})
    return " " + "、".join(str(count) for count in counts) + " "


class _Missing:
    """Stands where an optional argument was left out between named ones."""


MISSING = _Missing()
