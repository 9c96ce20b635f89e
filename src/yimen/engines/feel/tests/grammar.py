"""Random FEEL: texts that follow the grammar with random parts, texts that are nearly right, values for the names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from random import Random

from yimen.engines.feel import DaysTime, YearsMonths
from yimen.engines.feel.builtins import FUNCTIONS

NAMES = ("x", "y", "rows", "person", "年龄", "full name", "a-b")
MEMBERS = ("full name", "born", "fee")
_LITERALS = (
    *("0", "1", "2", "-1", "3.5", "10", "0.1", "1e3", "1e400", "9" * 34, "-0.000001", "100000"),
    *('""', '"a"', '"市场"', '"a b"', r'"\u0041\n"', '"(x"', '"2026-01-31"', '"P1D"', "true", "false", "null"),
    *('@"2026-01-31"', '@"-0044-03-15"', '@"99999-01-01"', '@"10:30:00"', '@"10:30:00Z"', '@"10:00:00@Asia/Shanghai"'),
    *('"(a+)+"', '"[^a]|b"', '"a?b*$"', '"i"', '"$1"', '"(a|a){30}b"'),
    *('@"2026-01-31T10:00:00+08:00"', '@"2026-01-31T00:00:00.123456789"', '@"P1Y2M"', '@"-P3DT4H"', '@"PT0.5S"'),
)
_TYPES = ("number", "string", "boolean", "date", "list<number>", "context<fee: number>", "Any", "Null", "range<date>")
_FUNCTIONS = tuple(sorted(FUNCTIONS))
_PUNCTUATION = tuple('()[]{},.:;"@?=<>!+-*/\\ ') + ("..", "->", "**", "/*", "//", "，", "“", "\x00", "\u2028", "😀")


class Writer:
    """Writes one random expression; ``depth`` bounds how deep it nests."""

    def __init__(self, random: Random, names: tuple[str, ...] = NAMES) -> None:
        self._random = random
        self._names = list(names)
        self._forms: tuple[Callable[[int], str], ...] = (
            self._literal,
            self._name,
            self._binary,
            self._binary,
            self._logic,
            self._comparison,
            self._comparison,
            self._if,
            self._in,
            self._call,
            self._call,
            self._list,
            self._context,
            self._path,
            self._filter,
            self._loop,
            self._range,
            self._other,
        )

    def expression(self, depth: int) -> str:
        if depth <= 0:
            return self._literal(0) if self._random.random() < 0.5 else self._name(0)
        return self._random.choice(self._forms)(depth - 1)

    def tests(self, depth: int) -> str:
        """A cell of a decision table."""
        some = [self._test(depth) for _ in range(self._random.choice((1, 1, 1, 2, 3)))]
        text = ", ".join(some)
        return self._random.choice(("-", text, text, text, f"not({text})"))

    def _test(self, depth: int) -> str:
        kind = self._random.random()
        if kind < 0.3:
            return f"{self._sign()} {self._literal(0)}"
        if kind < 0.5:
            return self._range(0)
        return self._literal(0) if kind < 0.8 else self.expression(depth)

    def _sign(self) -> str:
        return self._random.choice(("<", "<=", ">", ">=", "=", "!="))

    def _literal(self, depth: int) -> str:
        return self._random.choice(_LITERALS)

    def _name(self, depth: int) -> str:
        return self._random.choice(self._names)

    def _binary(self, depth: int) -> str:
        sign = self._random.choice(("+", "-", "*", "/", "**"))
        return f"({self.expression(depth)} {sign} {self.expression(depth)})"

    def _logic(self, depth: int) -> str:
        word = self._random.choice((" and ", " or "))
        return "(" + word.join(self.expression(depth) for _ in range(self._random.choice((2, 2, 3)))) + ")"

    def _comparison(self, depth: int) -> str:
        if self._random.random() < 0.2:
            return f"({self.expression(depth)} between {self.expression(0)} and {self.expression(0)})"
        return f"({self.expression(depth)} {self._sign()} {self.expression(depth)})"

    def _if(self, depth: int) -> str:
        return f"(if {self.expression(depth)} then {self.expression(depth)} else {self.expression(depth)})"

    def _in(self, depth: int) -> str:
        tests = self._random.choice((self._range(depth), f"({self._test(depth)}, {self._test(depth)})", "[1, 2, null]"))
        return f"({self.expression(depth)} in {tests})"

    def _call(self, depth: int) -> str:
        name = self._random.choice(_FUNCTIONS)
        count = self._random.choice((1, 1, 2, 2, 3, 0))
        arguments = [self.expression(depth if at == 0 else 0) for at in range(count)]
        if self._random.random() < 0.1:
            arguments = [f"{key}: {value}" for key, value in zip(FUNCTIONS[name].parameters, arguments, strict=False)]
        if name in ("sort", "list replace") and self._random.random() < 0.5:
            arguments[1:2] = ["function(p, q) p < q"]
        return f"{name}({', '.join(arguments)})"

    def _list(self, depth: int) -> str:
        return "[" + ", ".join(self.expression(depth) for _ in range(self._random.randrange(4))) + "]"

    def _context(self, depth: int) -> str:
        return f"{{fee: {self.expression(depth)}, born: {self.expression(0)}, total: {self._inner(depth, 'fee')}}}"

    def _inner(self, depth: int, *names: str) -> str:
        self._names.extend(names)
        text = self.expression(depth)
        del self._names[-len(names) :]
        return text

    def _path(self, depth: int) -> str:
        member = self._random.choice((*MEMBERS, "year", "month", "days", "start", "time offset", "nothing"))
        return f"{self.expression(depth)}.{member}"

    def _filter(self, depth: int) -> str:
        condition = self._random.choice(
            ("1", "-1", "0", "item > 1", "fee > 1", "true", self._inner(depth, "item", "fee"))
        )
        return f"{self.expression(depth)}[{condition}]"

    def _loop(self, depth: int) -> str:
        domain = self._random.choice((self.expression(depth), "1..3", "rows", "[1..4]", '@"2026-01-30"..@"2026-02-02"'))
        if self._random.random() < 0.5:
            second = f", j in {self.expression(0)}" if self._random.random() < 0.3 else ""
            return f"(for i in {domain}{second} return {self._inner(depth, 'i', 'partial')})"
        word = self._random.choice(("some", "every"))
        return f"({word} i in {domain} satisfies {self._inner(depth, 'i')})"

    def _range(self, depth: int) -> str:
        opening, closing = self._random.choice("[(]"), self._random.choice("])[")
        return f"{opening}{self.expression(min(depth, 1))}..{self.expression(0)}{closing}"

    def _other(self, depth: int) -> str:
        return self._random.choice(
            (
                f"-{self.expression(depth)}",
                f"({self.expression(depth)} instance of {self._random.choice(_TYPES)})",
                f"(function(p, q) {self._inner(depth, 'p', 'q')})({self.expression(0)}, {self.expression(0)})",
                f"{{f: function(n) if n <= 0 then 1 else n * f(n - 1), r: f({self.expression(0)})}}.r",
                "today()",
                f"({self.expression(depth)})",
            )
        )


def mutated(text: str, random: Random) -> str:
    """A text that is nearly right: pieces dropped, doubled, swapped, or replaced by others."""
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(text) + 1)
        end = min(len(text), at + random.choice((1, 1, 2, 5, 12)))
        kind = random.random()
        if kind < 0.3:
            text = text[:at] + text[end:]
        elif kind < 0.5:
            text = text[:end] + text[at:]
        elif kind < 0.8:
            text = text[:at] + random.choice(_PUNCTUATION) + text[at:]
        else:
            text = (
                text[:at] + random.choice((*_LITERALS, *_FUNCTIONS, "for ", " in ", "not(", "function(")) + text[end:]
            )
    return text


def value(random: Random, depth: int = 2) -> object:
    """A value that a host may pass."""
    plain: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: random.randint(-3, 20),
        lambda: Decimal(random.randint(-400, 4000)) / 100,
        lambda: random.choice((True, False)),
        lambda: random.choice(("", "a", "市场", "2026-01-31", "east", "x" * 50)),
        lambda: date(2026, 1, 1) + timedelta(days=random.randint(-400, 400)),
        lambda: time(random.randrange(24), random.randrange(60)),
        lambda: datetime(2026, 1, 1, 8, tzinfo=random.choice((None, timezone(timedelta(hours=8))))),
        lambda: YearsMonths(random.randint(-30, 30)),
        lambda: DaysTime(random.randint(-(10**15), 10**15)),
        lambda: random.choice((10**40, Decimal("1e-50"), Decimal("NaN"), Decimal("Infinity"), 1.5)),
    )
    if depth and random.random() < 0.3:
        if random.random() < 0.5:
            return [value(random, depth - 1) for _ in range(random.randrange(4))]
        return {name: value(random, depth - 1) for name in MEMBERS}
    return random.choice(plain)()


def scope(random: Random) -> dict[str, object]:
    """Values for the names of random expressions; one is sometimes left out."""
    rows = [
        {"fee": random.randint(0, 5), "born": date(2000, 1, 1), "full name": "张"} for _ in range(random.randrange(4))
    ]
    known = {"x": value(random), "y": random.randint(-2, 9), "rows": rows, "person": {"fee": 3, "born": None}}
    known |= {"年龄": random.randint(0, 99), "full name": "李", "a-b": value(random, 0)}
    if random.random() < 0.1:
        del known[random.choice(NAMES)]
    return known
