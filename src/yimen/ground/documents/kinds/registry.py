from yimen.ground.documents.kinds.kind import Kind


class DuplicateKind(ValueError):
    """Two kinds want one code or one title."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind. Raises DuplicateKind if its code or title is taken."""
    if kind.code in _kinds or any(kind.title == other.title for other in _kinds.values()):
        raise DuplicateKind(f"a document kind with code {kind.code!r} or title {kind.title!r} exists already")
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind with this code. Raises KeyError naming it: an unknown kind is a mistake of a program."""
    return _kinds[code]


def all_kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())
