"""What one evaluation carries along: its doubts, its budget, and the names in sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from .errors import Doubt
from .values import Value

# The null of any type.
Null: TypeAlias = Any

MAX_STEPS = 1_000_000
MAX_CALLS = 80
MAX_DOUBTS = 100
MAX_TEXT = 1_000_000
# Deeper values could not be written or compared without exhausting Python's stack.
MAX_DEPTH = 150


class Exhausted(Exception):
    """The evaluation used up its budget; caught in one place and turned into null with a doubt."""


class Run:
    """One evaluation: collects doubts (each sentence once) and stops runaway loops and recursion."""

    __slots__ = ("_doubts", "calls", "now", "steps")

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now
        self._doubts: dict[str, None] = {}
        self.steps = 0
        self.calls = 0

    def doubt(self, sentence: str) -> Null:
        """Note why a null arises; returns ``None`` so that callers can ``return run.doubt(…)``."""
        if len(self._doubts) < MAX_DOUBTS:
            self._doubts[sentence] = None
        return None

    def spend(self, steps: int = 1) -> None:
        """Count work done; raises ``Exhausted`` when there was too much of it."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Exhausted("计算步数超过上限，已停止。")

    def weigh(self, *values: Value) -> None:
        """Count all the parts of values; raises ``Exhausted`` for too many, as when lists hold each other twice, and
        for values nested too deep."""
        waiting = [value for value in values if isinstance(value, list | dict)]
        depth = 0
        while waiting:
            depth += 1
            if depth > MAX_DEPTH:
                raise Exhausted(f"值的嵌套超过 {MAX_DEPTH} 层，已停止。")
            below: list[list[Value] | dict[str, Value]] = []
            for here in waiting:
                parts = list(here.values()) if isinstance(here, dict) else here
                self.spend(len(parts))
                below.extend([part for part in parts if isinstance(part, list | dict)])
            waiting = below

    def text(self, value: str) -> str:
        """Guard against texts that double in a loop."""
        if len(value) > MAX_TEXT:
            raise Exhausted("文本长度超过上限，已停止。")
        self.spend(len(value) >> 6)
        return value

    def enter_call(self) -> None:
        """Count nested calls; raises ``Exhausted`` for endless recursion."""
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise Exhausted("函数嵌套调用超过上限，已停止。")

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return tuple(Doubt(sentence) for sentence in self._doubts)


class Env:
    """The names in sight, innermost first, for one run."""

    __slots__ = ("parent", "run", "values")

    def __init__(self, values: Mapping[str, Value], run: Run, parent: Env | None = None) -> None:
        self.values = values
        self.run = run
        self.parent = parent

    def read(self, name: str) -> Value:
        """The value of a name; null with a doubt when nobody gave it one."""
        env: Env | None = self
        while env is not None:
            if name in env.values:
                return env.values[name]
            env = env.parent
        return self.run.doubt(f"没有提供“{name}”的值。")


Code: TypeAlias = Callable[[Env], Value]
"""A compiled expression."""
