"""Where an instance stands: its tokens and its variables, as plain values that can be stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .errors import BpmnError
from .values import from_json, to_json

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Token:
    """One thread of an instance, standing on a node.

    ``flow`` is the flow by which it came (a parallel join counts by it). ``host`` is the token of the task whose
    boundary timer this one is. ``incident`` is the code of what went wrong, while a person is asked.
    A token's number dies with its wait: what comes late holds a number that no longer exists.
    """

    id: int
    node: str
    waiting: bool = False
    flow: str = ""
    host: int | None = None
    incident: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """An instance between two happenings. ``ended`` lists the end events reached, in order."""

    tokens: tuple[Token, ...] = ()
    variables: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    next_token: int = 1
    ended: tuple[str, ...] = ()
    done: bool = False

    def token(self, number: int) -> Token | None:
        """The token of that number, or None when there is none any more."""
        return next((token for token in self.tokens if token.id == number), None)

    def to_json(self) -> dict[str, object]:
        """The state as JSON values. Numbers with decimals, dates and durations are tagged, so nothing is lost."""
        return {
            "format": FORMAT,
            "tokens": [_token_to_json(token) for token in self.tokens],
            "variables": {name: to_json(value) for name, value in self.variables.items()},
            "next_token": self.next_token,
            "ended": list(self.ended),
            "done": self.done,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "State":
        """The stored state. Raises ``BpmnError`` when the data was not written by ``to_json`` of a known format."""
        version = data.get("format")
        if version != FORMAT:
            raise BpmnError(f"流程状态的格式版本是“{version}”，本系统只认识版本 {FORMAT}。先升级系统或转换数据。")
        try:
            return _state_from_json(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BpmnError(f"流程状态的数据不完整或已损坏（{error}）。从备份恢复这一条记录。") from error


def _token_to_json(token: Token) -> dict[str, object]:
    row: dict[str, object] = {"id": token.id, "node": token.node, "waiting": token.waiting}
    optional = {"flow": token.flow, "host": token.host, "incident": token.incident}
    return row | {key: value for key, value in optional.items() if value not in ("", None)}


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
    )


def _token_from_json(row: Mapping[str, object]) -> Token:
    host = row.get("host")
    return Token(
        id=_whole(row["id"]),
        node=str(row["node"]),
        waiting=bool(row["waiting"]),
        flow=str(row.get("flow", "")),
        host=None if host is None else _whole(host),
        incident=str(row.get("incident", "")),
    )


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r}")
    return value
