"""What a step changed, as a host stores it: the difference between two states, an entry for the journal, and the way
back from all entries to the state.

An entry is plain JSON with short keys, for one is written with every step: ``t`` tokens added or changed, ``x`` tokens
that went and how, ``v`` variables, ``s`` scopes opened or changed, ``z`` scopes closed, ``w`` work that can be undone,
``f`` work that no longer can, ``p`` nodes passed without a wait, ``e`` ends reached, ``n`` the next number, ``!`` the
error that ended the instance, ``d`` it is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from .errors import BpmnError
from .fact import fact
from .happenings import Change, TokenAdded, TokenChanged, TokenClosed
from .state import Scope, State, Token, Work
from .values import PLAIN, from_json, to_json

ROOT = 0
_One = TypeVar("_One", Token, Scope, Work)


@fact(frozen=True, slots=True)
class Difference:
    """What is to be stored so that one state becomes the other. ``gone`` and ``closed`` are numbers.

    ``variables`` are (scope, name, value), with 0 for those of the whole instance.
    """

    tokens: tuple[Token, ...]
    gone: tuple[int, ...]
    variables: tuple[tuple[int, str, object], ...]
    scopes: tuple[Scope, ...]
    closed: tuple[int, ...]
    kept: tuple[Work, ...]
    forgotten: tuple[int, ...]


def difference(before: State, after: State) -> Difference:
    """What one or several steps changed."""
    tokens, gone = _apart(before.tokens, after.tokens)
    scopes, closed = _apart(before.scopes, after.scopes)
    kept, forgotten = _apart(before.works, after.works)
    variables = [(ROOT, name, value) for name, value in _changed(before.variables, after.variables)]
    if scopes:
        known = {scope.id: scope.variables for scope in before.scopes}
        for scope in scopes:
            changed = _changed(known.get(scope.id, {}), scope.variables)
            variables.extend((scope.id, name, value) for name, value in changed)
    return Difference(tokens, gone, tuple(variables), scopes, closed, kept, forgotten)


def entry(before: State, after: State, changed: Difference, changes: Sequence[Change]) -> dict[str, object]:
    """The difference as JSON, with how tokens went and what they only passed.

    Args:
        changes: of the step, or of the steps between the two states, in order.
    """
    found: dict[str, object] = {}
    if changed.tokens:
        found["t"] = [token_row(token) for token in changed.tokens]
    if changed.gone:
        how = {change.token: change.how for change in changes if type(change) is TokenClosed and change.how != "left"}
        found["x"] = [[number, how[number]] if number in how else [number] for number in changed.gone]
    if changed.variables:
        found["v"] = [
            [scope, name, value if type(value) in PLAIN else to_json(value)] for scope, name, value in changed.variables
        ]
    if after.scopes or before.scopes or after.works or before.works:
        found |= _rooms(changed)
    if passed := _passed(before, after, changes):
        found["p"] = passed
    if len(after.ended) > len(before.ended):
        found["e"] = list(after.ended[len(before.ended) :])
    if after.failed:
        found["!"] = after.failed
    if after.done:
        found["d"] = 1
    found["n"] = after.next_token
    return found


def _rooms(changed: Difference) -> dict[str, object]:
    found: dict[str, Sequence[object]] = {
        "s": [[scope.id, scope.node, scope.parent, *scope_row(scope)] for scope in changed.scopes],
        "z": changed.closed,
        "w": [[work.id, work.node, work.scope, work.inner] for work in changed.kept],
        "f": changed.forgotten,
    }
    return {key: list(rows) for key, rows in found.items() if rows}


def _passed(before: State, after: State, changes: Sequence[Change]) -> list[str]:
    """The nodes that a token reached and left again, in order."""
    at = {token.id: token.node for token in before.tokens}
    visits: list[tuple[int, str]] = []
    for change in changes:
        if type(change) is TokenAdded or type(change) is TokenChanged:
            token = change.token
            if at.get(token.id) != token.node:
                at[token.id] = token.node
                visits.append((token.id, token.node))
    staying = {token.id: token.node for token in after.tokens}
    return [node for number, node in visits if staying.get(number) != node]


def replay(entries: Iterable[Mapping[str, Any]]) -> State:
    """The state that all entries of an instance lead to, in their order.

    Raises ``BpmnError`` when an entry was not written by ``entry``.
    """
    told = _Told()
    try:
        for one in entries:
            told.take(one)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BpmnError(f"流程的经过记录不完整或已损坏（{type(error).__name__}）。从备份恢复这一条流程。") from error
    return told.state()


class _Told:
    """The state while it is being told."""

    def __init__(self) -> None:
        self.tokens: dict[int, Token] = {}
        self.scopes: dict[int, Scope] = {}
        self.variables: dict[int, dict[str, object]] = {ROOT: {}}
        self.works: dict[int, Work] = {}
        self.ended: list[str] = []
        self.next_token, self.done, self.failed = 1, False, ""

    def take(self, one: Mapping[str, Any]) -> None:
        for row in one.get("s", ()):
            number, node, parent, *rest = row
            self.scopes[number] = scope_of(number, node, parent, rest)
            self.variables.setdefault(number, {})
        for scope, name, value in one.get("v", ()):
            self.variables[scope][name] = from_json(value)
        for row in one.get("t", ()):
            self.tokens[row[0]] = token_of(row)
        for number, *_ in one.get("x", ()):
            self.tokens.pop(number, None)
        for number in one.get("z", ()):
            self.scopes.pop(number, None)
            self.variables.pop(number, None)
        for work in one.get("w", ()):
            self.works[work[0]] = Work(*work)
        for number in one.get("f", ()):
            self.works.pop(number, None)
        self.ended.extend(one.get("e", ()))
        self.next_token = one.get("n", self.next_token)
        self.done = bool(one.get("d", self.done))
        self.failed = one.get("!", self.failed)

    def state(self) -> State:
        return state_of(
            self.tokens.values(),
            self.scopes.values(),
            self.variables,
            self.works.values(),
            next_token=self.next_token,
            ended=tuple(self.ended),
            done=self.done,
            failed=self.failed,
        )


def state_of(
    tokens: Iterable[Token],
    scopes: Iterable[Scope],
    variables: Mapping[int, Mapping[str, object]],
    works: Iterable[Work],
    *,
    next_token: int,
    ended: tuple[str, ...],
    done: bool,
    failed: str,
) -> State:
    """A state from its rows, each kind in the order of its numbers.

    Args:
        variables: by scope, with 0 for those of the whole instance; scopes come without their own.
    """
    rooms = [
        Scope(one.id, one.node, one.kind, one.parent, one.token, MappingProxyType(dict(found)), one.queue, one.of)
        if (found := variables.get(one.id))
        else one
        for one in scopes
    ]
    return State(
        tokens=tuple(tokens),
        variables=MappingProxyType(dict(variables.get(ROOT, {}))),
        next_token=next_token,
        ended=ended,
        done=done,
        scopes=tuple(rooms),
        works=tuple(works),
        failed=failed,
    )


def token_row(token: Token) -> list[object]:
    """A token as a row, without what is as usual at its end."""
    row: list[object] = [token.id, token.node, int(token.waiting), token.scope, token.flow]
    if token.host is not None or token.role or token.incident or token.left is not None or token.got:
        row += (token.host, token.role, token.incident, token.left, list(token.got))
    while len(row) > 2 and row[-1] == _USUAL[len(row) - 3]:
        row.pop()
    return row


def token_of(row: Sequence[Any]) -> Token:
    """The token of a row. Raises ``TypeError``, ``ValueError`` or ``IndexError`` for anything else."""
    number, node, waiting, scope, flow, host, role, incident, left, got = (*row, *_USUAL[len(row) - 2 :])
    return Token(number, node, bool(waiting), flow, host, incident, scope, role, left, tuple(got))


_USUAL: tuple[Any, ...] = (0, 0, "", None, "", "", None, [])


def scope_row(scope: Scope) -> list[object]:
    """What a scope has beside number, node and parent; its variables are rows of their own."""
    return [scope.kind, scope.token, list(scope.queue), scope.of]


def scope_of(number: int, node: str, parent: int, row: Sequence[Any]) -> Scope:
    """The scope of a row, without its variables."""
    kind, token, queue, of = row
    return Scope(number, node, kind, parent, token, queue=tuple(queue), of=of)


def _apart(before: tuple[_One, ...], after: tuple[_One, ...]) -> tuple[tuple[_One, ...], tuple[int, ...]]:
    """Those that are new or other, and the numbers of those that are gone. What a step does not touch it hands on."""
    if not before:
        return after, ()
    known = {one.id: one for one in before}
    other = tuple([one for one in after if known.pop(one.id, None) is not one])
    return other, tuple(known)


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    # By identity: what nothing has touched is the very same object, and 1 == True in Python.
    return [(name, value) for name, value in after.items() if before.get(name, _MISSING) is not value]


_MISSING = object()
