"""One thing that a table reads, cut into atoms: between and at every value that a cell names, all cells are constant.

Sets of atoms are bits of Python integers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from yimen.engines.feel.types import FeelType, unconstrained
from yimen.engines.feel.values import Value

from .keys import IN_SECONDS, SAMPLES, SECOND, Key, between, feel, place, value_of
from .terms import Among, Equal, Every, Itself, Known, Not, Ordered, Some, Term, constants

Bits = int
_MOST_WORDS = 8
# What a type of no segment is shown as.
_ANY_SAMPLES: dict[str, Value] = {"list": [], "context": {}}


@dataclass(frozen=True)
class Truth:
    """Where a term is true and where it is false; elsewhere it is null."""

    true: Bits
    false: Bits


@dataclass
class Segment:
    """The atoms of comparable values: before the first point, the first point, after it, …"""

    name: str
    base: int
    points: list[Key]
    sample: Value
    at: dict[Key, int] = field(init=False)

    def __post_init__(self) -> None:
        self.at = {key: 2 * place + 1 for place, key in enumerate(self.points)}

    @property
    def size(self) -> int:
        return 2 * len(self.points) + 1

    @property
    def bits(self) -> Bits:
        return ((1 << self.size) - 1) << self.base

    def stretch(self, first: int, last: int) -> Bits:
        """The atoms from one to another, both included, counted inside the segment."""
        return (((1 << (last + 1)) - 1) & ~((1 << first) - 1)) << self.base if first <= last else 0


class Axis:
    """``live`` are the atoms that hold a possible value; ``whole``: only whole numbers from zero are possible."""

    def __init__(self, type_: FeelType, terms: Collection[Term], whole: bool = False) -> None:
        self.whole = whole
        found: dict[str, tuple[set[Key], Value]] = {}
        for term in terms:
            for value in constants(term):
                _note(found, value)
        self.segments = self._cut(unconstrained(type_).name, found)
        self.null = 1 << sum(segment.size for segment in self.segments.values())
        self.values: dict[int, Value] = {}
        self.live = self._alive(unconstrained(type_).name)
        self.everything = self.live
        # Atoms whose value is the text that stands for any other text.
        self._plain = sum(1 << at for at, value in self.values.items() if value == SAMPLES["string"])

    def _cut(self, type_: str, found: dict[str, tuple[set[Key], Value]]) -> dict[str, Segment]:
        names = [name for name in found if type_ == "Any" or name.partition("@")[0] == type_]
        if not names and type_ in (*SAMPLES, "boolean"):
            names = [type_]
        segments: dict[str, Segment] = {}
        base = 0
        for name in sorted(names):
            keys, sample = found.get(name, (set(), SAMPLES.get(name)))
            if name == "boolean":
                keys = {False, True}
            if self.whole and name == "number":
                keys = keys | {place_of_zero()}
            segments[name] = segment = Segment(name, base, sorted(keys), sample)
            base += segment.size
        return segments or {"": Segment("", 0, [], _ANY_SAMPLES.get(type_, SAMPLES["string"]))}

    def _alive(self, type_: str) -> Bits:
        live = 0
        for segment in self.segments.values():
            for inner in range(segment.size):
                found, value = self._value(segment, inner)
                if found:
                    live |= 1 << (segment.base + inner)
                    self.values[segment.base + inner] = value
        self.values[self.null.bit_length() - 1] = None
        return live

    def _value(self, segment: Segment, inner: int) -> tuple[bool, Value]:
        """Whether there is a value in an atom, and one of it."""
        if not segment.name:
            return True, segment.sample
        index, is_point = divmod(inner, 2)
        if is_point:
            key = segment.points[index]
        else:
            low = segment.points[index - 1] if index else None
            high = segment.points[index] if index < len(segment.points) else None
            key = between(segment.name, low, high, self.whole)
        if key is None or (self.whole and segment.name == "number" and (key < 0 or key != int(key))):
            return False, None
        try:
            return True, value_of(segment.name, key, segment.sample)
        except (OverflowError, ValueError):
            return False, None

    # -- truths

    def truth(self, term: Term) -> Truth:
        """Where a term is true and false, over all atoms and null."""
        if isinstance(term, Equal):
            return self._equal(term.value)
        if isinstance(term, Ordered):
            return self._ordered(term)
        if isinstance(term, Not):
            inner = self.truth(term.term)
            return Truth(inner.false, inner.true)
        if isinstance(term, Every | Some | Among):
            return self._joined(term)
        if isinstance(term, Itself):
            true, false = self._equal(True).true, self._equal(False).true
            return Truth(true, false)
        truth = term.truth if isinstance(term, Known) else None
        return Truth(self._all if truth is True else 0, self._all if truth is False else 0)

    @property
    def _all(self) -> Bits:
        return (self.null << 1) - 1

    def _joined(self, term: Every | Some | Among) -> Truth:
        if isinstance(term, Among):
            found = [self.truth(one) for one in term.parts()]
            open_ = 0
            for one in found[len(term.values) :]:
                open_ |= self._all & ~(one.true | one.false)
            true = _union(one.true for one in found)
            return Truth(true, self._all & ~true & ~open_)
        found = [self.truth(one) for one in term.terms]
        if isinstance(term, Some):
            return Truth(_union(one.true for one in found), _meet((one.false for one in found), self._all))
        return Truth(_meet((one.true for one in found), self._all), _union(one.false for one in found))

    def _equal(self, value: Value) -> Truth:
        if value is None:
            return Truth(self.null, self._all & ~self.null)
        segment, inner = self._find(value)
        if segment is None:
            return Truth(0, self.null)
        if segment.name in IN_SECONDS:
            first, last = _second(value)
            true = segment.stretch(segment.at[first], segment.at[last] - 1)
        else:
            true = 1 << (segment.base + inner)
        return Truth(true, (segment.bits & ~true) | self.null)

    def _ordered(self, term: Ordered) -> Truth:
        segment, inner = self._find(term.value)
        if segment is None:
            return Truth(0, 0)
        before, after = (0, inner - 1), (inner + 1, segment.size - 1)
        stretch = {"<": before, "<=": (0, inner), ">": after, ">=": (inner, segment.size - 1)}[term.operator]
        true = segment.stretch(*stretch)
        return Truth(true, segment.bits & ~true)

    def _find(self, value: Value) -> tuple[Segment | None, int]:
        found = place(value)
        segment = self.segments.get(found[0]) if found else None
        return (segment, segment.at[found[1]]) if segment and found else (None, 0)

    # -- words

    def value(self, atoms: Bits) -> Value:
        """One value of a set of atoms, one that no cell names where there is such."""
        atoms = atoms & self._plain or atoms
        return self.values[(atoms & -atoms).bit_length() - 1]

    def example(self, atoms: Bits) -> str:
        return feel(self.value(atoms))

    def words(self, atoms: Bits) -> str:
        """A set of atoms as unary tests: ``[5..10), "a", null`` or ``not("a")``."""
        parts: list[str] = []
        for segment in self.segments.values():
            if left_out := self._all_but(segment, atoms):
                parts.append(left_out)
                continue
            inside = [place for place in range(segment.size) if atoms >> (segment.base + place) & 1]
            parts += [self._run(segment, first, last) for first, last in self._runs(segment, inside)]
        return ", ".join([*_shortened(parts), *(["null"] if atoms & self.null else [])])

    def _all_but(self, segment: Segment, atoms: Bits) -> str:
        """``not("a", "b")`` where only single values are left out, else nothing."""
        missing = segment.bits & self.live & ~atoms
        places = [place for place in range(segment.size) if missing >> (segment.base + place) & 1]
        told = len(self.segments) == 1 and segment.name != "boolean" and not self.live & self.null & ~atoms
        between = any(atoms >> (segment.base + place) & 1 for place in range(0, segment.size, 2))
        if not told or not between or not places or not all(place % 2 for place in places):
            return ""
        texts = [self._text(segment, segment.points[place // 2]) for place in places]
        return f"not({', '.join(_shortened(texts))})"

    def _runs(self, segment: Segment, inside: Iterable[int]) -> list[tuple[int, int]]:
        """Neighbouring atoms joined, over atoms without values too; truths stand alone."""
        runs: list[tuple[int, int]] = []
        for at in inside:
            joins = runs and not (self._gap(segment, runs[-1][1] + 1, at) or segment.name == "boolean")
            runs[-1:] = [(runs[-1][0], at)] if joins else [*runs[-1:], (at, at)]
        return runs

    def _gap(self, segment: Segment, start: int, end: int) -> bool:
        """Whether a possible value lies from ``start`` up to before ``end``."""
        return bool(segment.stretch(start, end - 1) & self.everything)

    def _run(self, segment: Segment, first: int, last: int) -> str:
        if not segment.name:
            return "-"
        low, high = _key(segment, first, -1), _key(segment, last, 0)
        if first == last and first % 2:
            return self._text(segment, low)
        if low is None and high is None:
            return "-"
        if low is None:
            return f"{'<=' if last % 2 else '<'} {self._text(segment, high)}"
        if high is None:
            return f"{'>=' if first % 2 else '>'} {self._text(segment, low)}"
        left, right = "[" if first % 2 else "(", "]" if last % 2 else ")"
        return f"{left}{self._text(segment, low)}..{self._text(segment, high)}{right}"

    def _text(self, segment: Segment, key: Key) -> str:
        try:
            return feel(value_of(segment.name, key, segment.sample))
        except (OverflowError, ValueError):
            return "…"


def _shortened(texts: list[str]) -> list[str]:
    return texts if len(texts) <= _MOST_WORDS else [*texts[:_MOST_WORDS], "…"]


def _key(segment: Segment, inner: int, side: int) -> Key | None:
    index = inner // 2 if inner % 2 else inner // 2 + side
    return segment.points[index] if 0 <= index < len(segment.points) else None


def _note(found: dict[str, tuple[set[Key], Value]], value: Value) -> None:
    known = place(value)
    if known is None:
        return
    keys, _ = found.setdefault(known[0], (set(), value))
    keys.add(known[1])
    if known[0] in IN_SECONDS:
        keys.update(_second(value))


def _second(value: Value) -> tuple[int, int]:
    """The whole second that a moment is equal to."""
    found = place(value)
    start = (found[1] if found else 0) // SECOND * SECOND
    return start, start + SECOND


def place_of_zero() -> Key:
    return (place(SAMPLES["number"]) or ("", 0))[1]


def _union(bits: Iterable[Bits]) -> Bits:
    made = 0
    for one in bits:
        made |= one
    return made


def _meet(bits: Iterable[Bits], start: Bits) -> Bits:
    for one in bits:
        start &= one
    return start
