"""Text to tokens. Names are cut into words here; the parser joins them to the names in scope."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from .errors import FeelError

MAX_LENGTH = 20_000


class Kind(Enum):
    NUMBER = auto()
    STRING = auto()
    WORD = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int
    end: int


# DMN 1.5, grammar rules 27-29, without CJK punctuation: a comma typed in full width must not become part of a name.
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3005-\u3007\u3031-\ud7ff\uf900-\ufdcf\ufdf0-\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_TOKEN = re.compile(
    rf"""(?P<gap>[\s\u00a0\ufeff\u180e]+|//[^\n\r]*|/\*.*?\*/)
      |(?P<NUMBER>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      |(?P<STRING>"(?:[^"\\]|\\.)*")
      |(?P<WORD>\?|[{_START}][{_PART}]*)
      |(?P<SIGN>\*\*|\.\.|<=|>=|!=|->|/(?!\*)|[-+*=<>()\[\]{{}},:.@'])""",
    re.VERBOSE | re.DOTALL,
)
_KIND = {kind.name: kind for kind in Kind}
_FULL_WIDTH = {
    "，": ",",
    "（": "(",
    "）": ")",
    "：": ":",
    "“": '"',
    "”": '"',
    "＝": "=",
    "＜": "<",
    "＞": ">",
    "、": ",",
}
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def scan(text: str) -> list[Token]:
    """All tokens of a text, an END token last. Raises ``FeelError`` at a character that starts nothing."""
    if len(text) > MAX_LENGTH:
        raise FeelError(f"表达式太长（{len(text)} 个字符），上限是 {MAX_LENGTH}。", MAX_LENGTH, text)
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FeelError(_complaint(text, position), position + 1, text)
        if match.lastgroup != "gap":
            tokens.append(Token(_KIND[str(match.lastgroup)], match.group(), position, match.end()))
        position = match.end()
    tokens.append(Token(Kind.END, "", len(text), len(text)))
    return tokens


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """A declared name as the tokens it is written with; empty when it cannot be written in FEEL."""
    try:
        return tuple(token.text for token in scan(name)[:-1])
    except FeelError:
        return ()


def unquote(token: Token) -> str:
    """The text a string token stands for; a backslash that starts no escape of FEEL stays, as patterns need it."""

    def replaced(match: re.Match[str]) -> str:
        code = match.group(1)
        if code in _SIMPLE_ESCAPES:
            return _SIMPLE_ESCAPES[code]
        if len(code) > 1 and int(code[1:], 16) < 0x110000:
            return chr(int(code[1:], 16))
        return match.group()

    raw = _ESCAPE.sub(replaced, token.text[1:-1])
    return _join_surrogates(raw)


def _join_surrogates(raw: str) -> str:
    # Two escapes of one character outside the basic plane must become that character, or encoding it later fails.
    return raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _SURROGATE.search(raw) else raw


_SURROGATE = re.compile("[\ud800-\udfff]")


def _complaint(text: str, position: int) -> str:
    character = text[position]
    if character == '"':
        return "文本没有结束的引号。"
    if character in _FULL_WIDTH:
        return f"这里用了全角的“{character}”，请改为半角的 {_FULL_WIDTH[character]} 。"
    if text.startswith("/*", position):
        return "注释没有结束，缺少 */ 。"
    return f"不可识别的字符“{character}”。"
