"""What can be found, what is asked for, what is answered: plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One thing that can be found, as the package that has it tells it.

    Attributes:
        kind: which sort of thing; with ``key`` it names the entry, and the page makes its address of both.
        phrases: what people say when they mean it.
        text: a sentence or two; its words rank lower than those of the names.
        english: names and phrases in English.
        days: how long it takes, in words; empty where nobody has said so; likewise ``visits`` and ``fee``.
        own: handled here; stands above a mere sample of the same kind.
        badges: what it has earned, in two or three words each; ``online``: whether all of it can be done online.
        codes: other names by which lists of items know it.
        note: what must stand beside it, such as that it is a sample.
    """

    kind: str
    key: str
    name: str
    plain_name: str = ""
    phrases: Sequence[str] = ()
    text: str = ""
    english: Sequence[str] = ()
    department: str = ""
    region: str = ""
    topics: Sequence[str] = ()
    people: bool = True
    enterprises: bool = True
    online: bool = False
    type: str = ""
    days: str = ""
    visits: str = ""
    fee: str = ""
    own: bool = False
    badges: Sequence[str] = ()
    codes: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class Filters:
    """What the hits are narrowed to; an empty value narrows nothing. ``audience`` is ``people`` or ``enterprises``."""

    kind: str = ""
    audience: str = ""
    region: str = ""
    department: str = ""
    topic: str = ""
    letter: str = ""
    type: str = ""
    online: bool = False


@dataclass(frozen=True)
class Hit:
    """One answer with the facts that a list shows."""

    id: int
    kind: str
    key: str
    name: str
    plain_name: str
    text: str
    department: str
    region: str
    people: bool
    enterprises: bool
    online: bool
    days: str
    visits: str
    fee: str
    own: bool
    note: str
    badges: str
    codes: str
    score: float = 0.0


@dataclass(frozen=True)
class Found:
    """Hits, best first. ``read_as``: the spelling that was looked for instead of what was typed, else empty."""

    hits: list[Hit] = field(default_factory=list)
    read_as: str = ""
