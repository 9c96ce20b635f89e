"""Stored JSON answers as typed values of the expression language. Never raises: what does not fit is null."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from yimen.engines.feel import Value
from yimen.engines.forms.model import NUMBERS, Derived, Field
from yimen.engines.forms.values import day, is_empty, number


def typed(field: Field, value: object) -> Value:
    """The value a rule sees. Lists stay lists when empty, so that a rule may count them."""
    if field.type == "multi":
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    if field.type == "table":
        return [_row(field, row) for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    if is_empty(value):
        return None
    if field.type in NUMBERS:
        return number(value)
    if field.type == "date":
        return day(value)
    if field.type == "bool":
        return value if isinstance(value, bool) else None
    if field.type == "address":
        return _address(value)
    return value if isinstance(value, str) else None


def _row(field: Field, row: Mapping[str, object]) -> dict[str, Value]:
    return {column.key: typed(column, row.get(column.key)) for column in field.columns}


def _address(value: object) -> Value:
    if not isinstance(value, dict):
        return None
    parts = {name: value.get(name) for name in ("street", "detail")}
    return {name: part if isinstance(part, str) and part else None for name, part in parts.items()}


def derived_value(item: Derived, scope: Mapping[str, Value]) -> Value:
    """The computed value if it has the declared type, else null."""
    value = item.expression.evaluate(scope).value
    expected: dict[str, type] = {"text": str, "int": Decimal, "decimal": Decimal, "date": date, "bool": bool}
    if not isinstance(value, expected[item.type]) or isinstance(value, datetime):
        return None
    if item.type == "int" and isinstance(value, Decimal) and value != value.to_integral_value():
        return None
    return value
