"""JSON Schema (draft 2020-12) of what stands in a service folder, made from the same types that check it (``shape``).

Whoever writes folders with another tool can check them before we do; and what the schema says cannot differ from what
is checked, for there is one description only.
"""

from collections.abc import Collection
from types import UnionType
from typing import Any, Literal, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from yimen.engines.service.meta import Meta

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: dict[Any, dict[str, object]] = {
    str: {"type": "string", "pattern": r"\S"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    object: {},
}


def service_schema() -> dict[str, object]:
    """The schema of service.yaml, joint or not: a joint service leaves to its parts what ``parts`` does not need."""
    return {"$schema": DIALECT, "title": "service.yaml", **schema_of(Meta)}


def schema_of(kind: Any, only: Collection[str] | None = None) -> dict[str, object]:
    """The schema of a type: texts, numbers, truth values, lists, TypedDicts, nested in place.

    Args:
        only: of a TypedDict, these keys alone.

    Raises:
        TypeError: the type is none of these.
    """
    if get_origin(kind) is NotRequired:
        kind = get_args(kind)[0]
    origin = get_origin(kind)
    if is_typeddict(kind):
        return _object(kind, only)
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin is list:
        return {"type": "array", "items": schema_of(get_args(kind)[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(get_args(kind)[1])}
    if origin is UnionType:
        return {"anyOf": [schema_of(one) for one in get_args(kind)]}
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    raise TypeError(f"no schema is known for {kind}")


def _object(kind: Any, only: Collection[str] | None) -> dict[str, object]:
    hints = get_type_hints(kind, include_extras=True)
    told = {name: hint for name, hint in hints.items() if only is None or name in only}
    described = (kind.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")
    return {
        "type": "object",
        **({"description": described} if described and not described.startswith("dict(") else {}),
        "properties": {name: schema_of(hint) for name, hint in told.items()},
        "required": sorted(name for name, hint in told.items() if get_origin(hint) is not NotRequired),
        "additionalProperties": False,
    }
