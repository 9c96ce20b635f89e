"""Runs random and broken FEEL: ``python tests/conformance/feel_fuzz.py COUNT [--seed N]``.

Two thirds of the texts follow the grammar, the rest are nearly right. Each is compiled and, if accepted, evaluated
over random values. What must never happen ends the run with the text that did it:

- a crash: any exception but ``FeelError``;
- a hang: more than ten seconds of CPU for one text;
- an escape: a file, socket, process, import or piece of code touched, or a value that FEEL does not have;
- a disagreement between the reference evaluation and compiled code.

The last line counts. ``--keep FILE`` adds texts that took long to the corpus.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import warnings
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from types import FrameType
from zoneinfo import TZPATH

from yimen.engines.feel import (
    Evaluation,
    Expression,
    FeelError,
    compile_expression,
    compile_unary_tests,
    from_host,
    write,
)
from yimen.engines.feel.expression import run_code
from yimen.engines.feel.fast import fast_code
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.tests.grammar import MEMBERS, NAMES, Writer, mutated, scope, value
from yimen.engines.feel.values import Function, Range, kind

CORPUS = Path(__file__).parent / "feel_corpus.txt"
_NOW = datetime(2026, 3, 1, 9, 30)
_SECONDS = 10
# Compiling to Python takes longer than evaluating, so only some are held against the reference evaluation.
_EVERY = 8


class Hang(BaseException):
    """One text took too long."""


class Escape(BaseException):
    """Evaluation touched what it must not reach."""


class Disagreement(Exception):
    """Compiled code answers otherwise than the reference evaluation."""


@dataclass
class Guard:
    """Watches the interpreter's own events while expressions are evaluated."""

    on: bool = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event.partition(".")[0] in _WATCHED and not _about_zones(event, arguments):
            self.on = False
            raise Escape(f"{event} {arguments!r}")


_WATCHED = frozenset(
    ["open", "import", "exec", "compile", "socket", "subprocess", "os", "shutil", "ctypes", "urllib", "http", "code"]
)


def _about_zones(event: str, arguments: tuple[object, ...]) -> bool:
    """Time zones are read from their own folder, or from the package tzdata."""
    first = str(arguments[0]) if arguments else ""
    if event in ("open", "os.listdir", "os.scandir"):
        return first.startswith(tuple(TZPATH)) or "tzdata" in first
    return event == "import" and first.partition(".")[0] in ("tzdata", "importlib", "zoneinfo")


@dataclass
class Counts:
    """What became of the texts."""

    texts: int = 0
    accepted: int = 0
    compared: int = 0
    slowest: float = 0.0
    slow: list[str] = field(default_factory=list)


def run(count: int, seed: int, guard: Guard) -> Counts:
    """Evaluate so many texts. Raises at the first that does what must never happen."""
    random, counts = Random(seed), Counts()
    while counts.texts < count:
        text, cell = _text(random)
        start = time.process_time()
        try:
            one(text, cell, random, counts, guard)
        except BaseException:
            guard.on = False
            print(f"seed {seed}, text {counts.texts}: {text!r}", file=sys.stderr)
            raise
        spent = time.process_time() - start
        if spent > 1.0:
            counts.slow.append(text)
        counts.slowest = max(counts.slowest, spent)
        counts.texts += 1
    return counts


def _text(random: Random) -> tuple[str, bool]:
    cell = random.random() < 0.2
    writer = Writer(random)
    text = writer.tests(2) if cell else writer.expression(random.choice((1, 2, 2, 3, 3, 4, 5)))
    return (mutated(text, random) if random.random() < 0.35 else text), cell


def one(text: str, cell: bool, random: Random, counts: Counts, guard: Guard) -> None:
    """Compile and evaluate one text."""
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        if cell:
            tests = compile_unary_tests(text, NAMES, members=MEMBERS)
            guard.on = True
            found = tests.evaluate(value(random), scope(random), _NOW)
        else:
            expression = compile_expression(text, NAMES, members=MEMBERS)
            values = scope(random)
            guard.on = True
            found = expression.evaluate(values, _NOW)
            if counts.accepted % _EVERY == 0:
                guard.on = False
                _compare(expression, values, found)
                counts.compared += 1
        guard.on = False
        counts.accepted += 1
        _require_values(found.value)
        write(found.value)
    except FeelError:
        pass
    finally:
        guard.on = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _compare(expression: Expression, values: dict[str, object], found: Evaluation) -> None:
    known = {name: from_host(given) for name, given in values.items()}
    again = run_code(fast_code(expression.tree), known, Run(_NOW))
    stopped = any("已停止" in doubt.sentence for doubt in (*found.doubts, *again.doubts))
    if not stopped and _shown(again) != _shown(found):
        raise Disagreement(f"{again!r} instead of {found!r}")


def _shown(found: Evaluation) -> tuple[str, object]:
    return write(found.value, True), found.doubts


def _require_values(found: object) -> None:
    waiting = [found]
    while waiting:
        here = waiting.pop()
        try:
            kind(here)
        except TypeError as error:
            raise Escape(f"a value of {type(here)}") from error
        if isinstance(here, list):
            waiting.extend(here)
        elif isinstance(here, dict):
            waiting.extend(here.values())
        elif isinstance(here, Range):
            waiting.extend((here.start, here.end))
        elif not isinstance(here, Function) and type(here).__module__ not in _MODULES:
            raise Escape(f"a value of {type(here)}")


_MODULES = frozenset(
    [
        "builtins",
        "datetime",
        "decimal",
        "yimen.engines.feel.values",
        "yimen.engines.feel.civil",
    ]
)


def _hang(signum: int, frame: FrameType | None) -> None:
    raise Hang(f"more than {_SECONDS} s")


def main() -> int:
    """Fuzz, and print the counts as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, help="add slow texts to this file")
    options = parser.parse_args()
    warnings.simplefilter("error")
    guard = Guard()
    sys.addaudithook(guard)
    signal.signal(signal.SIGVTALRM, _hang)
    counts = run(options.count, options.seed, guard)
    if options.keep and counts.slow:
        with options.keep.open("a", encoding="utf-8") as corpus:
            corpus.writelines(f"{text!r}\n" for text in counts.slow)
    print(
        f"{counts.texts} texts (seed {options.seed}), {counts.accepted} accepted, {counts.compared} compared, "
        f"slowest {counts.slowest:.2f} s: no crash, no hang, no escape"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
