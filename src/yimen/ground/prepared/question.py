"""A question with places for its arguments.

The function is called once for each connection and shape of arguments, with placeholders, and must not look at its
arguments: only pass them to lookups. Nothing of an answer is kept. It works for models (with `select_related`, `only`,
`defer`, annotations) and for plain `values_list`; arguments are texts, whole numbers, days, moments, tuples of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from itertools import repeat
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query import ModelIterable, QuerySet, ValuesListIterable, get_related_populators

P = ParamSpec("P")
Row = TypeVar("Row")
Value = TypeVar("Value")
# No lookup compares with these by itself. Numbers fit into every column of whole numbers but the smallest.
_TEXT, _NUMBER, _MOMENT = "\x1aplace-", 2_013_265_921, datetime(1, 1, 3, tzinfo=UTC)


def filled(values: Sequence[Value]) -> tuple[Value, ...]:
    """The values for an ``__in``, the last one repeated, so that a few questions serve lists of every length."""
    if not values:
        return ()
    return (*values, *repeat(values[-1], (1 << (len(values) - 1).bit_length()) - len(values)))


class NotPreparable(TypeError):
    """A question that cannot be asked this way: a fault of the program, told when it is asked for the first time."""


def prepared(make: Callable[P, "QuerySet[Any, Row]"]) -> Callable[P, list[Row]]:
    """The same question as a function that answers with a list. Arguments are given by position."""

    @wraps(make)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        # Kept with the connection, and so with the thread and the kind of database.
        here = connections[DEFAULT_DB_ALIAS]
        known: dict[object, _Prepared] = vars(here).setdefault("_prepared", {})
        key = (make, *(_shape(one) for one in args))
        found = known.get(key)
        if found is None:
            found = known[key] = _prepare(make, args)
        return found.ask(here, list(_flat(args)))

    return ask


@dataclass(frozen=True, slots=True)
class _Prepared:
    """``params`` are the constants of the question, and for each argument its place instead."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    read: Callable[[list[Any]], list[Any]]

    def ask(self, here: BaseDatabaseWrapper, given: list[Any]) -> list[Any]:
        params = list(self.params)
        for at, place in self.places:
            params[at] = _adapted(given[place])
        with here.cursor() as cursor:
            cursor.execute(self.sql, params)
            return self.read(cursor.fetchall())


def _prepare(make: Callable[..., "QuerySet[Any, Any]"], args: tuple[Any, ...]) -> _Prepared:
    count = iter(range(len(list(_flat(args)))))
    slots = [_slot(one, count) for one in args]
    rows = make(*slots)
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    where = {_mark(_adapted(one)): place for place, one in enumerate(_flat(slots))}
    places = tuple((at, where[_mark(one)]) for at, one in enumerate(params) if _mark(one) in where)
    if {place for _, place in places} != set(where.values()):
        raise NotPreparable(f"{make.__qualname__}: an argument does not stand in the question as it was given")
    return _Prepared(sql, tuple(params), places, _reader(rows, compiler))


def _reader(rows: "QuerySet[Any, Any]", compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """What makes answers of the database's rows, as the query set would."""
    columns = compiler.select[: compiler.col_count]
    converters = compiler.get_converters([column[0] for column in columns])
    if rows._iterable_class is ValuesListIterable:
        return lambda found: [tuple(row) for row in compiler.apply_converters(found, converters)]
    if rows._iterable_class is not ModelIterable or rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise NotPreparable("only models and values_list, without prefetch_related")
    told, populators = compiler.klass_info, _populators(compiler, rows.db)
    first, last = told["select_fields"][0], told["select_fields"][-1] + 1
    # A set: for each column of the model Django looks whether it is among them.
    names = frozenset(column[0].target.attname for column in compiler.select[first:last])
    annotated, model, alias = compiler.annotation_col_map.items(), told["model"], rows.db

    def read(found: list[Any]) -> list[models.Model]:
        made = []
        for row in compiler.apply_converters(found, converters) if converters else found:
            one = model.from_db(alias, names, row[first:last])
            for populator in populators:
                populator.populate(row, one)
            for name, at in annotated:
                setattr(one, name, row[at])
            made.append(one)
        return made

    return read


def _populators(compiler: Any, alias: str) -> list[Any]:
    """What makes the rows of joined tables."""
    # The stubs know a later Django, where this takes one argument more.
    make: Any = get_related_populators
    return list(make(compiler.klass_info, compiler.select, alias))


def _shape(value: Any) -> object:
    return (tuple, len(value)) if isinstance(value, tuple) else type(value)


def _mark(param: Any) -> object:
    """What tells a placeholder from all else that may stand in a question. PostgreSQL has kinds of int of its own."""
    return (int, int(param)) if isinstance(param, int) else (type(param), str(param))


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value


def _slot(value: Any, count: Iterator[int]) -> Any:
    """A value of the same kind that stands nowhere else."""
    match value:
        case tuple():
            return tuple(_slot(one, count) for one in value)
        case str():
            return f"{_TEXT}{next(count)}"
        case bool():
            raise NotPreparable("a bool is no argument: write two questions")
        case int():
            return _NUMBER + next(count)
        case datetime():
            return _MOMENT + timedelta(days=next(count))
        case date():
            return (_MOMENT + timedelta(days=next(count))).date()
    raise NotPreparable(f"{type(value).__name__} is no argument of a prepared question")


def _adapted(value: Any) -> Any:
    """The value as the database wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
