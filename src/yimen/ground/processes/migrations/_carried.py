"""What 0006 reads and writes, as it was then: a state in one JSON, and the rows and the first event that say the same.

Nothing here comes from the running program: its journal and its values may change, what lies in an old database does not.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

# Stands in ``Instance.failed`` until there is a column for what has stopped (0010); 0017 stops these instances.
DAMAGED = "ym:damaged"
_FORMATS = (1, 2)
_LARGEST, _LONGEST = 2**31 - 1, 200
_USUAL: tuple[Any, ...] = (0, 0, "", None, "", "", None, [])


class Damaged(Exception):
    """A state cannot be read. What it says is told to an operator: never what stands in the state."""


@dataclass
class Carried:
    """The rows of one instance: (number, node, body), (number, node, parent, body), (scope, name, value),
    (number, node, scope, inside)."""

    next_token: int
    ends: str
    failed: str
    entry: str
    tokens: list[tuple[int, str, str]] = field(default_factory=list)
    scopes: list[tuple[int, str, int, str]] = field(default_factory=list)
    variables: list[tuple[int, str, str]] = field(default_factory=list)
    works: list[tuple[int, str, int, int | None]] = field(default_factory=list)


def carried(text: str | None) -> Carried:
    """The rows of a state. Raises ``Damaged`` for anything that no version has written."""
    state = _read(text)
    tokens = [_token(row) for row in _list(state["tokens"])]
    scopes = [_scope(row) for row in _list(state.get("scopes", []))]
    works = [_work(row) for row in _list(state.get("works", []))]
    variables = _variables(0, state["variables"])
    for row, scope in zip(_list(state.get("scopes", [])), scopes, strict=True):
        variables += _variables(scope[0], row.get("variables", {}))
    for rows in (tokens, scopes, works):
        if len({row[0] for row in rows}) < len(rows):
            raise Damaged("有两个编号相同")
    entry: dict[str, object] = {
        "t": tokens,
        "v": variables,
        "s": scopes,
        "w": works,
        "e": [_node(one) for one in _list(state["ended"])],
        "!": str(state.get("failed", "")),
        "d": int(bool(state["done"])),
    }
    found = {key: value for key, value in entry.items() if value} | {"n": _number(state["next_token"])}
    return Carried(
        next_token=_number(state["next_token"]),
        ends=" ".join(found.get("e", ())),
        failed=str(found.get("!", ""))[:_LONGEST],
        entry=written(found),
        tokens=[(row[0], row[1], written(row[2:])) for row in tokens],
        scopes=[(row[0], row[1], row[2], written(row[3:])) for row in scopes],
        variables=[(row[0], row[1], written(row[2])) for row in variables],
        works=works,
    )


def written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(text: str | None) -> Mapping[str, Any]:
    try:
        state = json.loads(text or "")
    except ValueError as error:
        raise Damaged("不是完整的 JSON") from error
    if not isinstance(state, dict) or state.get("format") not in _FORMATS:
        raise Damaged("格式版本不认识")
    if missing := {"tokens", "variables", "ended", "done", "next_token"} - state.keys():
        raise Damaged(f"缺少 {'、'.join(sorted(missing))}")
    return state


def _token(row: Any) -> list[Any]:
    row = _dict(row, "令牌")
    begun = [_number(row.get("id")), _node(row.get("node")), int(bool(row.get("waiting")))]
    begun += [_number(row.get("scope", 0)), str(row.get("flow", ""))]
    host, left = _perhaps(row.get("host")), row.get("left")
    if left is not None and (isinstance(left, bool) or not isinstance(left, int)):
        raise Damaged("次数不是整数")
    got = [_number(one) for one in _list(row.get("got", []))]
    role, incident = str(row.get("role", "")), str(row.get("incident", ""))
    if host is not None or role or incident or left is not None or got:
        begun += [host, role, incident, left, got]
    while len(begun) > 2 and begun[-1] == _USUAL[len(begun) - 3]:
        begun.pop()
    return begun


def _scope(row: Any) -> list[Any]:
    row = _dict(row, "作用域")
    begun = [_number(row.get("id")), _node(row.get("node")), _number(row.get("parent"))]
    queue = [_node(one) for one in _list(row.get("queue", []))]
    return [*begun, str(row.get("kind", "")), _perhaps(row.get("token")), queue, _perhaps(row.get("of"))]


def _work(row: Any) -> tuple[int, str, int, int | None]:
    if not isinstance(row, list) or len(row) != 4:
        raise Damaged("办过的事写得不对")
    return _number(row[0]), _node(row[1]), _number(row[2]), _perhaps(row[3])


def _variables(scope: int, found: Any) -> list[list[Any]]:
    found = _dict(found, "变量")
    if any(len(name) > _LONGEST for name in found):
        raise Damaged("变量的名称太长")
    return [[scope, name, _value(value)] for name, value in found.items()]


def _value(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return {"@number": repr(value)}
        case list():
            return [_value(one) for one in value]
    tag = next((key for key in value if key.startswith("@")), "")
    if tag in ("", "@context"):
        plain = {key: _value(one) for key, one in _dict(value[tag] if tag else value, "变量").items()}
        return {tag: plain} if tag else plain
    _expect_readable(tag, value)
    return value


def _expect_readable(tag: str, value: Mapping[str, Any]) -> None:
    try:
        _READERS[tag](str(value[tag]))
        if "@zone" in value:
            ZoneInfo(str(value["@zone"]))
    except (KeyError, ValueError, InvalidOperation, OSError) as error:
        raise Damaged(f"{tag[1:]} 的值写得不对" if tag in _READERS else "变量的类型不认识") from error


_READERS = {
    "@number": Decimal,
    "@datetime": datetime.fromisoformat,
    "@date": date.fromisoformat,
    "@time": time.fromisoformat,
    "@months": int,
    "@nanoseconds": int,
}


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise Damaged("编号不是整数")
    return value


def _perhaps(value: Any) -> int | None:
    return None if value is None else _number(value)


def _node(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > _LONGEST:
        raise Damaged("环节的 id 写得不对")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Damaged("该是列表的不是列表")
    return value


def _dict(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Damaged(f"{what}写得不对")
    return value
