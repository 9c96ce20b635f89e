"""A place in a row of tokens: look, take, expect, complain."""

from __future__ import annotations

from .errors import FeelError
from .scanner import Kind, Token, scan

MAX_NESTING = 60


class Cursor:
    """Reads tokens one after another and words what is wrong with them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = scan(text)
        self._at = 0
        self._nesting = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _at_end(self) -> bool:
        return self._token.kind is Kind.END

    def _is(self, *texts: str) -> bool:
        return self._token.text in texts and self._token.kind in (Kind.SIGN, Kind.WORD)

    def _take(self, *texts: str) -> Token | None:
        if not self._is(*texts):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, *texts: str) -> Token:
        token = self._take(*texts)
        if token is None:
            wanted = "或".join(f" {text} " for text in texts)
            raise self._error(f"此处应为{wanted}，{self._seen()}。")
        return token

    def _seen(self) -> str:
        return "表达式却结束了" if self._token.kind is Kind.END else f"却写了“{self._token.text}”"

    def _error(self, sentence: str, token: Token | None = None) -> FeelError:
        return FeelError(sentence, (token or self._token).start + 1, self._text)

    def _column(self) -> int:
        return self._token.start + 1

    def _enter(self) -> None:
        """Go one level deeper; raises ``FeelError`` beyond the limit."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self._error(f"表达式嵌套太深，上限是 {MAX_NESTING} 层。")

    def _leftover(self) -> str:
        before = self._tokens[self._at - 1] if self._at else None
        if before and before.kind is Kind.WORD and self._token.kind is Kind.WORD:
            joined = f"{before.text} {self._token.text}"
            return f"“{before.text}”后面不能跟“{self._token.text}”；如果“{joined}”是一个名称，它不在可用的名称之中。"
        if self._is("=") and before and before.text == "=":
            return "相等写作一个等号 = 。"
        return f"此处不应出现“{self._token.text}”。"

    def _argument_name(self) -> str:
        """``start position:`` → its name; an empty text when no name is written here."""
        end = self._at
        while self._tokens[end].kind is Kind.WORD or self._tokens[end].text in ("-", "'", "+", "*", "/"):
            end += 1
        if end == self._at or self._tokens[end].text != ":" or self._tokens[end].kind is not Kind.SIGN:
            return ""
        name = self._slice(self._at, end)
        self._at = end + 1
        return name

    def _slice(self, start: int, end: int) -> str:
        raw = self._text[self._tokens[start].start : self._tokens[end - 1].end]
        return " ".join(raw.split())
