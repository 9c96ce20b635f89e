"""Refusals that a person reads: what happened, and what to do now.

Domains raise these; one place (``config.errors``) turns them into a page or a problem object.
They carry no HTTP status, because a rule of the counter does not know the web.
"""

import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass


class DomainError(Exception):
    """An action was refused by a rule.

    Args:
        sentence: what is the matter, in plain Chinese, without blame.
        advice: what the person can do now; empty if the sentence says it.
        code: short stable name for programs, e.g. ``already-submitted``.
    """

    code = "refused"

    def __init__(self, sentence: str, advice: str = "", code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice
        self.code = code or type(self).code


class NotFound(DomainError):
    """It does not exist, or this person may not know that it does: the two look alike."""

    code = "not-found"

    def __init__(
        self, sentence: str = "没有找到您要看的内容", advice: str = "核对一下号码或网址，也可以打 12345 问。"
    ) -> None:
        super().__init__(sentence, advice)


class NotAllowed(DomainError):
    """The person is known, the thing is known, the act is not theirs."""

    code = "not-allowed"


class Stale(DomainError):
    """The page was older than the facts; the sentence says what has changed."""

    code = "stale"


class Unavailable(DomainError):
    """Something outside does not answer now; the work is kept and goes on later."""

    code = "unavailable"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be mended in a form: the key of the field and the sentence beside it."""

    key: str
    sentence: str


class Incomplete(DomainError):
    """Something in the form must be mended; ``faults`` says what, in the order of the form."""

    code = "incomplete"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].sentence)
        self.faults = tuple(faults)


_SHORT = re.compile(r".*/(?:site-packages|src)/|.*/lib/python[^/]*/")


def traced(error: BaseException) -> str:
    """An unexpected error for the log: its kind, what caused it, and the places, the innermost last.

    Never what it says: messages of databases, parsers and services repeat the values that they do not like, and those
    may be somebody's data.
    """
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"\n  {_SHORT.sub('', one.filename)}:{one.lineno} {one.name}" for one in frames)
    told = f"{type(error).__qualname__}{places}"
    return told if cause is None else f"{told}\nafter {traced(cause)}"
