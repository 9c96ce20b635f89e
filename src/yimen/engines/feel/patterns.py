"""Regular expressions as FEEL writes them (XPath 3.1, 5.6), translated for Python's ``re``.

A pattern that could try more and more ways on a longer text, such as ``(a+)+``, is left to ``backtrack``, which counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .backtrack import MANY, Again, Group, Match, One, Piece, Repeat, Spend, search
from .categories import property_piece, word_piece

MAX_PATTERN = 1000
# The longest input by the number of open repeats: each one multiplies the worst case by the length once more.
_MAX_INPUTS = (20_000, 5_000, 1_000, 200)
_MAX_TEXT = 20_000
# So many pieces that may be there or not, or can match in two ways, double the ways this often.
_MAX_DOUBLINGS = 10

_NAME_START = ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
_NAME_START += "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_NAME_PART = _NAME_START + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPES = frozenset("nrt\\|.?*+(){}-[]^$")
_CLASSES = {
    "d": r"[\d]",
    "D": r"[\D]",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME_PART}]",
    "C": f"[^{_NAME_PART}]",
}
_FAR = r"\u2190-\u2bff\u2ff0-\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
_ABOVE = rf"\u2000-\u200b\u200e-\u206f{_FAR}"
_ABOVE_PARTS = rf"\u2000-\u200b\u200e-\u203e\u2041-\u206f{_FAR}"
# What stands for a negated class inside square brackets, where Python knows no [^…].
_NEGATED = {
    "S": r"\x00-\x08\x0b\x0c\x0e-\x1f!-\U0010ffff",
    "I": rf"\x00-9;-@\[-\^`{{-\u00bf\u00d7\u00f7\u0300-\u036f\u037e{_ABOVE}",
    "C": rf"\x00-,/;-@\[-\^`{{-\u00b6\u00b8-\u00bf\u00d7\u00f7\u037e{_ABOVE_PARTS}",
}
_QUANTIFIER = re.compile(r"[*+?]|\{(\d+)(,(\d*))?\}")
_PROPERTY = re.compile(r"\{([A-Za-z0-9-]+)\}")
_REPLACEMENT = re.compile(r"\\([\\$])|\$(\d{1,3})|([\\$])")


class PatternError(Exception):
    """The pattern is wrong or not supported; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready for use; ``tree`` when it is wild, ``longest`` how long a text ``re`` may be given."""

    regex: re.Pattern[str]
    longest: int
    tree: Group | None

    def search(self, text: str, start: int, spend: Spend) -> re.Match[str] | Match | None:
        """The first match at or after a place; ``spend`` counts the steps of a wild pattern and may raise."""
        if self.tree is None:
            return self.regex.search(text, start)
        return search(
            self.tree, self.regex.groups, self.regex.flags & (re.IGNORECASE | re.MULTILINE), text, start, spend
        )


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> Pattern:
    """The pattern ready for use. Raises ``PatternError``."""
    if len(pattern) > MAX_PATTERN:
        raise PatternError("正则式太长。")
    unknown = set(flags) - set("smixq")
    if unknown:
        raise PatternError(f"正则式的标志“{''.join(sorted(unknown))}”不可识别。")
    options = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    translator = _Translator(pattern, flags)
    translated = re.escape(pattern) if "q" in flags else translator.translate()
    wild = "q" not in flags and translator.wild
    longest = _MAX_TEXT if wild else _MAX_INPUTS[min(translator.open_repeats, len(_MAX_INPUTS) - 1)]
    try:
        return Pattern(re.compile(translated, options), longest, translator.tree if wild else None)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"正则式“{pattern}”不正确。") from error


def replacement(text: str, groups: int) -> list[str | int]:
    """``$1`` and ``\\$`` of a replacement as literal pieces and group numbers. Raises ``PatternError``."""
    pieces: list[str | int] = []
    position = 0
    for match in _REPLACEMENT.finditer(text):
        pieces.append(text[position : match.start()])
        position = match.end()
        if match.group(3):
            raise PatternError("替换文本中的 $ 后面应为数字，或写作 \\$ 。")
        if match.group(1):
            pieces.append(match.group(1))
            continue
        digits = match.group(2)
        while len(digits) > 1 and int(digits) > groups:
            digits, position = digits[:-1], position - 1
        pieces.append(int(digits) if int(digits) <= groups else "")
    return [*pieces, text[position:]]


def _without_space(pattern: str) -> str:
    """The pattern without white space outside square brackets (flag ``x``)."""
    out, depth, escaped = [], 0, False
    for character in pattern:
        if depth == 0 and character in " \t\n\r":
            continue
        if not escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        escaped = character == "\\" and not escaped
        out.append(character)
    return "".join(out)


class _Translator:
    """Walks a pattern once, piece by piece."""

    def __init__(self, pattern: str, flags: str) -> None:
        self._pattern = _without_space(pattern) if "x" in flags else pattern
        self._at = 0
        self._dot = r"(?s:.)" if "s" in flags else r"[^\n\r]"
        self._end = "$" if "m" in flags else r"\Z"
        self._groups = 0
        self._doublings = 0
        self._nested = False
        self.open_repeats = 0
        self.tree: Group | None = None

    @property
    def wild(self) -> bool:
        """Whether the ways to match can grow faster than a small power of the text's length."""
        return self._nested or self._doublings > _MAX_DOUBLINGS or self.open_repeats >= len(_MAX_INPUTS)

    def translate(self) -> str:
        text, _, alternatives = self._branches(0)
        if self._at < len(self._pattern):
            raise PatternError("正则式中多了一个右括号。")
        self.tree = Group(0, alternatives)
        return text

    def _branches(self, depth: int) -> tuple[str, bool, tuple[tuple[Piece, ...], ...]]:
        """Up to the closing parenthesis: the translation, whether what it matches varies, the alternatives."""
        if depth > 50:
            raise PatternError("正则式嵌套太深。")
        out: list[str] = []
        ways: list[list[Piece]] = [[]]
        varies = False
        while self._at < len(self._pattern) and self._pattern[self._at] != ")":
            if self._pattern[self._at] == "|":
                self._at += 1
                out.append("|")
                ways.append([])
                continue
            text, inner, piece = self._atom(self._pattern[self._at], depth)
            quantifier, least, most = self._quantifier()
            self._nested = self._nested or (inner and most > 1)
            varies = varies or inner or least != most
            ways[-1].append(
                Repeat(piece, least, most, quantifier.endswith("?") and len(quantifier) > 1) if quantifier else piece
            )
            out.append(text + quantifier)
        return "".join(out), varies, tuple(tuple(way) for way in ways)

    def _atom(self, character: str, depth: int) -> tuple[str, bool, Piece]:
        self._at += 1
        if character == "(":
            return self._group(depth)
        if character == "\\" and self._pattern[self._at : self._at + 1].isdigit():
            text = self._escape()
            return text, True, Again(int(text[4:-1]))
        if character in "$^":
            text = self._end if character == "$" else character
            return text, False, One(text, 0)
        text = self._character(character)
        return text, False, One(text, 1)

    def _character(self, character: str) -> str:
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape()
        if character == ".":
            return self._dot
        if character in "*+?{}]":
            raise PatternError(f"正则式中“{character}”的位置不对。")
        return re.escape(character)

    def _group(self, depth: int) -> tuple[str, bool, Piece]:
        opening, number = "(", 0
        if self._pattern.startswith("?", self._at):
            if not self._pattern.startswith("?:", self._at):
                raise PatternError("正则式不支持 (?…) 这种写法，只支持 (?:…) 。")
            opening, self._at = "(?:", self._at + 2
        else:
            self._groups += 1
            number = self._groups
        # An alternation that is repeated can backtrack as badly as a nested repeat.
        start = self._at
        inside, varies, ways = self._branches(depth + 1)
        if not self._pattern.startswith(")", self._at):
            raise PatternError("正则式的括号没有闭合。")
        overlapping = self._ambiguous(self._pattern[start : self._at])
        self._doublings += overlapping
        self._at += 1
        return f"{opening}{inside})", varies or overlapping, Group(number, ways)

    @staticmethod
    def _ambiguous(inside: str) -> bool:
        branches = inside.split("|")
        firsts = [branch[:1] for branch in branches]
        return len(branches) > 1 and (len(set(firsts)) < len(firsts) or any(first in ".[(\\" for first in firsts))

    def _quantifier(self) -> tuple[str, int, int]:
        """A quantifier as it is written, and how often at least and at most."""
        match = _QUANTIFIER.match(self._pattern, self._at)
        if match is None:
            return "", 1, 1
        self._at = match.end()
        text = match.group()
        if text[0] == "{" and max(int(match.group(1)), int(match.group(3) or 0)) > 1000:
            raise PatternError("正则式的重复次数太大。")
        self.open_repeats += text != "?" and not (text[0] == "{" and match.group(2) is None)
        self._doublings += text == "?"
        least, most = {"?": (0, 1), "*": (0, MANY), "+": (1, MANY)}.get(text, (0, 0))
        if text[0] == "{":
            least = int(match.group(1))
            most = least if match.group(2) is None else int(match.group(3) or MANY)
        if self._pattern.startswith("?", self._at):
            self._at += 1
            text += "?"
        return text, least, most

    def _escape(self) -> str:
        character = self._pattern[self._at : self._at + 1]
        self._at += 1
        if character.isdigit() and character != "0":
            if int(character) > self._groups:
                raise PatternError(f"正则式引用了不存在的分组 \\{character}。")
            return f"(?:\\{character})"
        if character in _CLASSES:
            return _CLASSES[character]
        if character and character in _ESCAPES:
            return f"\\{character}"
        if character in ("w", "W"):
            return f"[{word_piece(character == 'W')}]"
        if character in ("p", "P"):
            return f"[{self._property(character == 'P')}]"
        raise PatternError(f"正则式中的“\\{character}”不可识别。")

    def _property(self, negated: bool) -> str:
        match = _PROPERTY.match(self._pattern, self._at)
        found = match and property_piece(match.group(1), negated)
        if match is None or found is None:
            raise PatternError("正则式中 \\p 后面应为 {类别} 或 {Is区块}，例如 \\p{Lu} 。")
        self._at = match.end()
        return found

    def _class(self) -> str:
        out = ["["]
        if self._pattern.startswith("^", self._at):
            out.append("^")
            self._at += 1
        while not self._pattern.startswith("]", self._at):
            if self._at >= len(self._pattern):
                raise PatternError("正则式的方括号没有闭合。")
            if self._pattern.startswith("-[", self._at):
                return self._subtracted("".join(out) + "]")
            out.append(self._class_item(self._pattern[self._at], len(out)))
        self._at += 1
        if out[1:] in ([], ["^"]):
            raise PatternError("正则式的方括号里是空的。")
        return "".join(out) + "]"

    def _subtracted(self, minuend: str) -> str:
        """``[a-z-[aeiou]]``: a lookahead keeps out what is subtracted."""
        self._at += 2
        subtrahend = self._class()
        if not self._pattern.startswith("]", self._at):
            raise PatternError("正则式中减去的字符类后面应为右方括号。")
        self._at += 1
        return f"(?:(?!{subtrahend}){minuend})"

    def _class_item(self, character: str, position: int) -> str:
        self._at += 1
        if character == "[":
            raise PatternError("正则式不支持方括号里再写方括号。")
        if character == "\\":
            escape = self._pattern[self._at : self._at + 1]
            if escape.isdigit():
                raise PatternError("正则式的方括号里不能引用分组。")
            if escape in _NEGATED:
                self._at += 1
                return _NEGATED[escape]
            text = self._escape()
            return text[1:-1] if text.startswith("[") else text
        return "\\" + character if character in "[&~|^" and position > 1 else character
