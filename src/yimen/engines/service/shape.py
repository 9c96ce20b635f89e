"""Does a value read from YAML have the shape that a type describes? The types are the only description there is."""

from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from yimen.engines.problem import Problem

_WORDS = {str: "文字", int: "整数", bool: "true 或者 false", list: "列表", dict: "对象"}


def faults(value: object, expected: Any, place: str) -> Iterator[Problem]:
    """Every place where ``value`` departs from ``expected``: text, numbers, truth values, lists, TypedDicts.

    ``object`` takes any value.
    """
    if get_origin(expected) is NotRequired:
        expected = get_args(expected)[0]
    origin = get_origin(expected)
    if expected is object:
        return
    if is_typeddict(expected):
        yield from _object_faults(value, expected, place)
    elif origin is Literal:
        if not any(value == one and type(value) is type(one) for one in get_args(expected)):
            yield Problem(place, f"写的是 {value!r}，", f"可以写：{'、'.join(map(str, get_args(expected)))}。")
    elif origin is list:
        yield from _list_faults(value, get_args(expected)[0], place)
    elif origin is dict:
        yield from _dict_faults(value, get_args(expected)[1], place)
    elif origin is UnionType:
        if all(list(faults(value, one, place)) for one in get_args(expected)):
            yield Problem(
                place, f"写的是 {value!r}。", f"要写{'或者'.join(_WORDS[one] for one in get_args(expected))}。"
            )
    else:
        yield from _plain_faults(value, expected, place)


def _plain_faults(value: object, expected: type, place: str) -> Iterator[Problem]:
    if type(value) is not expected:
        yield Problem(place, f"写的是 {value!r}，", f"要写{_WORDS[expected]}。")
    elif isinstance(value, str) and not value.strip():
        yield Problem(place, "还没有写。")


def _list_faults(value: object, inner: Any, place: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(place, f"写的是 {value!r}，", "要写成列表。")
        return
    for at, item in enumerate(value, 1):
        name = item.get("id") or item.get("name") or at if isinstance(item, dict) else at
        yield from faults(item, inner, f"{place}/{name}")


def _dict_faults(value: object, inner: Any, place: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(place, f"写的是 {value!r}，", "要写成对象。")
        return
    for key, item in value.items():
        yield from faults(item, inner, f"{place}/{key}")


def _object_faults(value: object, expected: Any, place: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(place, f"写的是 {value!r}，", "要写成对象。")
        return
    hints = get_type_hints(expected, include_extras=True)
    for key in value:
        if key not in hints:
            yield Problem(place, f"不认识 {key}，", f"这里可以写：{'、'.join(hints)}。")
    for key, inner in hints.items():
        if key in value:
            yield from faults(value[key], inner, f"{place}/{key}")
        elif get_origin(inner) is not NotRequired:
            yield Problem(place, f"没有写 {key}。")
