"""The two ways an expression can disappoint: it cannot be compiled, or it yields null for a reason."""

from dataclasses import dataclass


class FeelError(Exception):
    """The text cannot be compiled. ``sentence`` is Chinese, ``column`` counts characters from 1."""

    def __init__(self, sentence: str, column: int, text: str) -> None:
        super().__init__(f"第 {column} 个字符：{sentence}")
        self.sentence = sentence
        self.column = column
        self.text = text


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a value is null, in a Chinese sentence that a clerk can read."""

    sentence: str
