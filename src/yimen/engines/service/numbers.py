"""How results are numbered: the pattern of the scheme ``plain``, and what is wrong with a numbering."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yimen.engines.feel import FeelError, compile_expression
from yimen.engines.problem import Problem
from yimen.engines.service.meta.results import Number
from yimen.engines.service.model import Service

PLAIN = "plain"
LONGEST = 40
_PLACES = ("place", "year", "serial")
_PLACE = re.compile(r"\{(\w*)(?::(\w*))?\}")
_WIDTH = re.compile("[1-9]")
_ADVICE = "写成“云消安检字〔{year}〕第{serial:4}号”这样。"


class PatternError(ValueError):
    """A pattern that gives no number; ``sentence`` says what is wrong."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Pattern:
    """``云消安检字〔{year}〕第{serial:4}号``: fixed text, ``{place}`` (six digits), ``{year}``, ``{serial}`` padded."""

    text: str
    width: int

    @property
    def by_year(self) -> bool:
        """Whether the numbers begin anew each year."""
        return "{year}" in self.text

    def series(self, place: str) -> str:
        """What counts for itself: everything that is fixed. Two numbers of different series can never be the same."""
        return _PLACE.sub(lambda hit: place if hit[1] == "place" else f"{{{hit[1]}}}", self.text)

    def fill(self, *, place: str, year: int, serial: int) -> str:
        values = {"place": place, "year": f"{year:04}", "serial": f"{serial:0{self.width}}"}
        return _PLACE.sub(lambda hit: values[hit[1]], self.text)


def read_pattern(text: str) -> Pattern:
    """Read a pattern.

    Raises:
        PatternError: it has not exactly one serial, an unknown place, a wrong width, a brace too many, is too long.
    """
    found = [(hit[1], hit[2]) for hit in _PLACE.finditer(text)]
    names = [name for name, _ in found]
    if set("{}") & set(_PLACE.sub("", text)):
        raise PatternError("花括号没有配对")
    if unknown := [name for name in names if name not in _PLACES]:
        raise PatternError(f"不认识 {{{unknown[0]}}}，可以用 {{place}}、{{year}}、{{serial}}")
    if names.count("serial") != 1:
        raise PatternError("流水号 {serial} 要写一次，只写一次")
    if any(names.count(name) > 1 for name in ("place", "year")):
        raise PatternError("{place} 和 {year} 最多各写一次")
    if any(told is not None and name != "serial" for name, told in found):
        raise PatternError("只有 {serial} 能写几位数")
    width = next(told for name, told in found if name == "serial")
    if width is not None and not _WIDTH.fullmatch(width):
        raise PatternError(f"流水号的位数写的是“{width}”，写 1 到 9")
    if len(text) > LONGEST or not text.isprintable() or text != text.strip():
        raise PatternError(f"最长 {LONGEST} 个字，前后不留空格，不换行")
    return Pattern(text, int(width or 1))


def check(service: Service, number: Number, place: str) -> Iterator[Problem]:
    """Problems of one result's numbering: ``plain`` goes by its pattern, the other schemes by the kind."""
    plain = number["scheme"] == PLAIN
    wanted, other = ("pattern", "kind") if plain else ("kind", "pattern")
    if wanted not in number:
        yield Problem(place, f"number 用 {number['scheme']} 编号，没有写 {wanted}。")
    if other in number:
        yield Problem(place, f"number 用 {number['scheme']} 编号，用不着 {other}，", "删去它。")
    if plain and "pattern" in number:
        yield from _pattern(number["pattern"], place)
    if not plain and "kind" in number:
        yield from _kind(service, number["kind"], place)


def _pattern(text: str, place: str) -> Iterator[Problem]:
    try:
        read_pattern(text)
    except PatternError as error:
        yield Problem(place, f"number.pattern（{text}）：{error.sentence}，", _ADVICE)


def _kind(service: Service, text: str, place: str) -> Iterator[Problem]:
    known = service.form.names | {fact["name"] for fact in service.meta["facts"]}
    try:
        expression = compile_expression(text, known)
    except FeelError as error:
        yield Problem(place, f"number.kind 第 {error.column} 列：{error.sentence}", f"（{text}）")
        return
    for unknown in sorted(expression.names - known):
        yield Problem(place, f"number.kind 里的 {unknown} 不在表单里，也不是查来的。")
    if not expression.names and not isinstance(expression.evaluate({}).value, str):
        yield Problem(place, f"number.kind（{text}）不是文字，", "文字要加英文双引号，像 '\"92\"'。")
