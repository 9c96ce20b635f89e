"""Words that are put together when somebody reads them: messages with places, and what stands in the places.

Nothing is joined while versions are compared, because nobody knows yet in which language it will be read. `told` asks
``say`` for each message and each value by itself, so that a page can mark the values that have no words in its
language. A text that is cut is cut after it was said.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Say = Callable[[str], str]
_PLACE = re.compile(r"%\((\w+)\)s")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of ours with places: ``%(place)s从“%(was)s”改成“%(now)s”``. Make it with `message`."""

    text: str
    values: "Mapping[str, Words]"


@dataclass(frozen=True, slots=True)
class Listed:
    parts: "tuple[Words, ...]"
    joint: str


@dataclass(frozen=True, slots=True)
class Short:
    """Words for the middle of a sentence. In English they may take twice the room: its letters say less each."""

    words: "Words"
    length: int = 60


Words = str | Message | Listed | Short


def message(text: str, **values: Words) -> Message:
    return Message(text, values)


def as_it_is(text: str) -> str:
    """Says Chinese."""
    return text


def told(words: Words, say: Say = as_it_is) -> tuple[str, ...]:
    """The words piece by piece, each said by itself; joined they are the sentence."""
    return tuple(part for part in _parts(words, say) if part)


def in_chinese(words: Words) -> str:
    return "".join(told(words))


def _parts(words: Words, say: Say) -> Iterator[str]:
    match words:
        case str():
            yield say(words)
        case Message(text, values):
            for n, piece in enumerate(_PLACE.split(say(text))):
                if n % 2:
                    yield from _parts(values[piece], say)
                else:
                    yield piece
        case Listed(parts, joint):
            between = _PLACE.split(say(f"%(one)s{joint}%(next)s"))[2]
            for n, part in enumerate(parts):
                if n:
                    yield between
                yield from _parts(part, say)
        case Short(inside, length):
            said = list(_parts(inside, say))
            yield from _cut(said, length if said == list(_parts(inside, as_it_is)) else 2 * length)


def _cut(parts: Sequence[str], length: int) -> Iterator[str]:
    """The parts in one line, together no longer than ``length``."""
    line, after_blank = list[str](), True
    for part in parts:
        plain = _BLANKS.sub(" ", part)
        plain = plain.lstrip(" ") if after_blank else plain
        after_blank = plain.endswith(" ") if plain else after_blank
        line.append(plain)
    for n in reversed(range(len(line))):
        line[n] = line[n].rstrip(" ")
        if line[n]:
            break
    if sum(map(len, line)) <= length:
        yield from line
        return
    left = length - 1
    for part in line:
        yield part[:left]
        left -= len(part[:left])
    yield "…"
