"""How a command of the city runs: with Django, and a refusal is a sentence with what to do, and exit code 2."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps

Run = Callable[[argparse.Namespace], int]


def with_django(run: Run) -> Run:
    """Django is started before the command: what it imports in its body may need the tables."""

    @wraps(run)
    def started(given: argparse.Namespace) -> int:
        name_settings()
        import django

        django.setup()
        return run(given)

    return started


def refusing(run: Run) -> Run:
    """A refusal by a rule is said to whoever gave the command."""

    @wraps(run)
    def told(given: argparse.Namespace) -> int:
        from yimen.ground.errors import DomainError

        try:
            return run(given)
        except DomainError as error:
            print(f"{error.sentence.removesuffix('。')}。{error.advice}", file=sys.stderr)
            return 2

    return told


def say(lines: Iterable[str]) -> int:
    """Each line as soon as it is known. Nothing went wrong."""
    for line in lines:
        print(line, flush=True)
    return 0


def say_faults(lines: Iterable[str], what: str, count: int) -> int:
    """What is wrong, and how often; exit code 1 if anything is."""
    say([*lines, f"{what}：{count} 处"])
    return 1 if count else 0


def name_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
