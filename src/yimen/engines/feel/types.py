"""The types of FEEL: what belongs to them, which conforms to which, and the coercions at their borders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from .civil import Date, day_number, moment_at
from .values import DaysTime, Function, Range, Value, YearsMonths, kind, said

if TYPE_CHECKING:
    from .runtime import Run


@dataclass(frozen=True)
class FeelType:
    """A type. ``name`` is what it is called in FEEL."""

    name: str

    def holds(self, value: Value) -> bool:
        """Whether the value belongs to the type; null belongs to ``Any`` and ``Null`` only."""
        raise NotImplementedError

    def admits(self, other: FeelType) -> bool:
        """Whether every value of ``other`` belongs to this type."""
        return self == other or other.name == "Null"


@dataclass(frozen=True)
class AnyType(FeelType):
    name: str = "Any"

    def holds(self, value: Value) -> bool:
        return True

    def admits(self, other: FeelType) -> bool:
        return True


@dataclass(frozen=True)
class BasicType(FeelType):
    """One of the simple types, by its standard name."""

    def holds(self, value: Value) -> bool:
        return kind(value) == self.name


@dataclass(frozen=True)
class ListType(FeelType):
    name: str = "list"
    element: FeelType = AnyType()

    def holds(self, value: Value) -> bool:
        return isinstance(value, list) and all(item is None or self.element.holds(item) for item in value)

    def admits(self, other: FeelType) -> bool:
        return isinstance(other, ListType) and self.element.admits(other.element)


@dataclass(frozen=True)
class ContextType(FeelType):
    name: str = "context"
    entries: tuple[tuple[str, FeelType], ...] = ()

    def holds(self, value: Value) -> bool:
        return isinstance(value, dict) and all(
            key in value and (value[key] is None or type_.holds(value[key])) for key, type_ in self.entries
        )

    def admits(self, other: FeelType) -> bool:
        if not isinstance(other, ContextType):
            return False
        theirs = dict(other.entries)
        return all(key in theirs and type_.admits(theirs[key]) for key, type_ in self.entries)


@dataclass(frozen=True)
class RangeType(FeelType):
    name: str = "range"
    element: FeelType = AnyType()

    def holds(self, value: Value) -> bool:
        if not isinstance(value, Range):
            return False
        return all(bound is None or self.element.holds(bound) for bound in (value.start, value.end))

    def admits(self, other: FeelType) -> bool:
        return isinstance(other, RangeType) and self.element.admits(other.element)


@dataclass(frozen=True)
class FunctionType(FeelType):
    """``parameters`` is ``None`` for "any function"."""

    name: str = "function"
    parameters: tuple[FeelType, ...] | None = None
    result: FeelType = AnyType()

    def holds(self, value: Value) -> bool:
        if not isinstance(value, Function):
            return False
        if self.parameters is None:
            return True
        # A function that does not declare its result may yield what is asked; coercion checks it when it is called.
        return self.admits(FunctionType("function", value.types, value.result or self.result))

    def admits(self, other: FeelType) -> bool:
        if not isinstance(other, FunctionType):
            return False
        if self.parameters is None:
            return True
        theirs = other.parameters
        if theirs is None or len(theirs) != len(self.parameters):
            return False
        takes = all(their.admits(mine) for their, mine in zip(theirs, self.parameters, strict=True))
        return takes and self.result.admits(other.result)


@dataclass(frozen=True)
class ConstrainedType(FeelType):
    """A type with allowed values. ``allows`` answers true, false or null."""

    base: FeelType = AnyType()
    allows: Callable[[Value], bool | None] = lambda value: True
    said: str = ""

    def holds(self, value: Value) -> bool:
        return self.base.holds(value) and self.allows(value) is True

    def admits(self, other: FeelType) -> bool:
        return self == other


ANY = AnyType()
NULL = BasicType("Null")
BASIC_TYPES: dict[str, FeelType] = {
    "Any": ANY,
    "Null": NULL,
    "list": ListType(),
    "context": ContextType(),
    "range": RangeType(),
    "function": FunctionType(),
    "day and time duration": BasicType("days and time duration"),
    "dayTimeDuration": BasicType("days and time duration"),
    "yearMonthDuration": BasicType("years and months duration"),
    "dateTime": BasicType("date and time"),
    **{
        name: BasicType(name)
        for name in (
            "number",
            "string",
            "boolean",
            "date",
            "time",
            "date and time",
            "years and months duration",
            "days and time duration",
        )
    },
}


def without_constraints(type_: FeelType) -> FeelType:
    """The type with no allowed values anywhere inside: what ``instance of`` asks about."""
    type_ = unconstrained(type_)
    if isinstance(type_, ListType):
        return ListType(type_.name, without_constraints(type_.element))
    if isinstance(type_, ContextType):
        return ContextType(type_.name, tuple((key, without_constraints(entry)) for key, entry in type_.entries))
    return type_


def unconstrained(type_: FeelType) -> FeelType:
    """The type below all constraints."""
    while isinstance(type_, ConstrainedType):
        type_ = type_.base
    return type_


def coerce(value: Value, type_: FeelType, run: Run, what: str) -> Value:
    """The value as the type wants it (one item to a list and back, date to date-time), else null with a doubt.

    DMN 1.5, 10.3.2.9.4. ``what`` names the place in the sentence.
    """
    if value is None or type_ is ANY:
        return value
    if isinstance(value, list | dict):
        run.weigh(value)
    if type_.holds(value):
        return value
    plain = unconstrained(type_)
    if isinstance(plain, ListType) and not isinstance(value, list):
        if type_.holds([value]):
            return [value]
    elif isinstance(value, list) and len(value) == 1 and type_.holds(value[0]):
        return value[0]
    elif plain.name == "date and time" and isinstance(value, Date):
        # Chapter 10.3.2.9.4: a date where a date and time is asked for becomes its midnight in UTC.
        midnight = moment_at(day_number(value), 0, None)
        if type_.holds(midnight):
            return midnight
    if isinstance(type_, ConstrainedType) and type_.base.holds(value):
        return run.doubt(f"{what}不在允许的范围内：{type_.said}。")
    return run.doubt(f"{what}应为{describe(type_)}，得到的是{said(value)}。")


def describe(type_: FeelType) -> str:
    """The type in Chinese words where there are such."""
    plain = unconstrained(type_)
    sample = _SAMPLES.get(plain.name)
    return said(sample) if sample is not None else f"“{type_.name}”"


_SAMPLES: dict[str, Value] = {
    "number": Decimal(0),
    "string": "",
    "boolean": True,
    "date": date.min,
    "time": time.min,
    "date and time": datetime.min,
    "years and months duration": YearsMonths(0),
    "days and time duration": DaysTime(0),
    "list": [],
    "context": {},
    "range": Range(None, None, False, False),
}
