"""Problems of tables in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from yimen.engines.problem import Problem

Example = tuple[tuple[str, str], ...]
Severity = Literal["error", "warning"]


def problem(
    kind: str,
    element: str,
    sentences: tuple[str, str],
    advice: str = "",
    example: Example = (),
    severity: Severity = "error",
) -> Problem:
    """A problem from its Chinese and English sentence."""
    chinese, english = sentences
    return Problem(element, chinese, advice, severity, kind, english, example)


def listed(numbers: Sequence[int], most: int = 6) -> tuple[str, str]:
    """Rule numbers in Chinese and in English, the first ones when they are many."""
    shown = [str(number) for number in numbers[:most]]
    more = len(numbers) - len(shown)
    chinese = "、".join(shown) + (f" 等 {len(numbers)}" if more else "")
    return chinese, ", ".join(shown) + (f" and {more} more" if more else "")
