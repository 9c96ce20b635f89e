"""Where an instance stands: its tokens and its variables, as plain values that can be stored."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from .errors import BpmnError
from .fact import fact
from .values import from_json, to_json

FORMAT = 2
# What an older version wrote is read as it stands: it had no scopes.
READABLE = (1, FORMAT)


@fact(frozen=True, slots=True)
class Token:
    """One thread of an instance, standing on a node.

    ``flow`` is the flow by which it came (a parallel join counts by it). ``host`` is the token of the activity on
    whose edge this one waits, or of the event gateway whose alternative it is. ``incident`` is the code of what went
    wrong, while a person is asked. ``role``: ``watch`` waits for the start of an event sub-process, ``loop`` stands
    for an activity that runs several times, ``body`` for one of these times, ``gather`` waits for more tokens.
    ``left`` is how often a timer still fires, or 1 when a condition was met; ``got`` which triggers have come.
    A token's number dies with its wait: what comes late holds a number that no longer exists.
    """

    id: int
    node: str
    waiting: bool = False
    flow: str = ""
    host: int | None = None
    incident: str = ""
    scope: int = 0
    role: str = ""
    left: int | None = None
    got: tuple[int, ...] = ()

    def at_rest(self) -> "Token":
        """The same token, waiting. Written out, for every step does this and ``replace`` takes four times as long."""
        return Token(
            self.id,
            self.node,
            True,
            self.flow,
            self.host,
            self.incident,
            self.scope,
            self.role,
            self.left,
            self.got,
        )


@fact(frozen=True, slots=True)
class Scope:
    """A sub-process that is running, or another room of its own in which tokens move.

    ``kind``: ``sub`` the inside of a sub-process; ``event`` a triggered event sub-process; ``multi`` an activity that
    runs several times, with one ``each`` inside for every time; ``undo`` a compensation, with what is still to be
    undone in ``queue``; ``round`` a complex gateway that has gone on and swallows the rest of its round.
    ``token`` is the token that stands on it in the ``parent`` scope; ``of`` is the scope that an event sub-process
    undoes. ``variables`` are seen only inside.
    """

    id: int
    node: str
    kind: str
    parent: int = 0
    token: int | None = None
    variables: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    queue: tuple[str, ...] = ()
    of: int | None = None


@fact(frozen=True, slots=True)
class Work:
    """An activity that was completed and can be undone; ``inner`` is the scope that a sub-process had."""

    id: int
    node: str
    scope: int
    inner: int | None = None


@fact(frozen=True, slots=True)
class State:
    """An instance between two happenings. ``ended`` lists the end events reached, in order.

    ``failed`` is the code of the error that nobody caught and that ended the instance.
    """

    tokens: tuple[Token, ...] = ()
    variables: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    next_token: int = 1
    ended: tuple[str, ...] = ()
    done: bool = False
    scopes: tuple[Scope, ...] = ()
    works: tuple[Work, ...] = ()
    failed: str = ""

    def token(self, number: int) -> Token | None:
        """The token of that number, or None when there is none any more."""
        return next((token for token in self.tokens if token.id == number), None)

    def to_json(self) -> dict[str, object]:
        """The state as JSON values. Numbers with decimals, dates and durations are tagged, so nothing is lost."""
        rows: dict[str, object] = {
            "format": FORMAT,
            "tokens": [_token_to_json(token) for token in self.tokens],
            "variables": {name: to_json(value) for name, value in self.variables.items()},
            "next_token": self.next_token,
            "ended": list(self.ended),
            "done": self.done,
        }
        later = {
            "scopes": [_scope_to_json(scope) for scope in self.scopes],
            "works": [[work.id, work.node, work.scope, work.inner] for work in self.works],
            "failed": self.failed,
        }
        return rows | {key: value for key, value in later.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "State":
        """The stored state. Raises ``BpmnError`` when the data was not written by ``to_json`` of a known format."""
        version = data.get("format")
        if version not in READABLE:
            raise BpmnError(f"流程状态的格式版本是“{version}”，本系统只认识到版本 {FORMAT}。先升级系统或转换数据。")
        try:
            return _state_from_json(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BpmnError(f"流程状态的数据不完整或已损坏（{error}）。从备份恢复这一条记录。") from error


def _token_to_json(token: Token) -> dict[str, object]:
    row: dict[str, object] = {"id": token.id, "node": token.node, "waiting": token.waiting}
    optional = {"flow": token.flow, "host": token.host, "incident": token.incident}
    later = {"scope": token.scope or None, "role": token.role, "left": token.left, "got": list(token.got) or None}
    return row | {key: value for key, value in (optional | later).items() if value not in ("", None)}


def _scope_to_json(scope: Scope) -> dict[str, object]:
    row: dict[str, object] = {"id": scope.id, "node": scope.node, "kind": scope.kind, "parent": scope.parent}
    variables = {name: to_json(value) for name, value in scope.variables.items()}
    optional = {
        "token": scope.token,
        "variables": variables or None,
        "queue": list(scope.queue) or None,
        "of": scope.of,
    }
    return row | {key: value for key, value in optional.items() if value is not None}


def _state_from_json(data: Mapping[str, object]) -> State:
    tokens, variables, ended = data["tokens"], data["variables"], data["ended"]
    if not (isinstance(tokens, list) and isinstance(variables, Mapping) and isinstance(ended, list)):
        raise TypeError("tokens, variables, ended")
    return State(
        tokens=tuple(_token_from_json(row) for row in tokens),
        variables=MappingProxyType({str(name): from_json(value) for name, value in variables.items()}),
        next_token=_whole(data["next_token"]),
        ended=tuple(str(node) for node in ended),
        done=bool(data["done"]),
        scopes=tuple(_scope_from_json(row) for row in _rows(data, "scopes")),
        works=tuple(_work_from_json(row) for row in _rows(data, "works")),
        failed=str(data.get("failed", "")),
    )


def _rows(data: Mapping[str, object], name: str) -> list[Any]:
    rows = data.get(name, [])
    if not isinstance(rows, list):
        raise TypeError(name)
    return rows


def _scope_from_json(row: Mapping[str, Any]) -> Scope:
    return Scope(
        id=_whole(row["id"]),
        node=str(row["node"]),
        kind=str(row["kind"]),
        parent=_whole(row["parent"]),
        token=_whole_or_none(row.get("token")),
        variables=MappingProxyType({str(name): from_json(value) for name, value in row.get("variables", {}).items()}),
        queue=tuple(str(one) for one in row.get("queue", ())),
        of=_whole_or_none(row.get("of")),
    )


def _work_from_json(row: list[Any]) -> Work:
    number, node, scope, inner = row
    return Work(_whole(number), str(node), _whole(scope), _whole_or_none(inner))


def _token_from_json(row: Mapping[str, Any]) -> Token:
    return Token(
        id=_whole(row["id"]),
        node=str(row["node"]),
        waiting=bool(row["waiting"]),
        flow=str(row.get("flow", "")),
        host=_whole_or_none(row.get("host")),
        incident=str(row.get("incident", "")),
        scope=_whole(row.get("scope", 0)),
        role=str(row.get("role", "")),
        left=_whole_or_none(row.get("left")),
        got=tuple(_whole(one) for one in row.get("got", ())),
    )


def _whole_or_none(value: object) -> int | None:
    return None if value is None else _whole(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r}")
    return value
