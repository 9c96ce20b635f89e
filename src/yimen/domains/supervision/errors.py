from collections.abc import Sequence
from dataclasses import dataclass

from yimen.ground.errors import DomainError, NotAllowed


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


class NotYours(NotAllowed):
    """The step belongs to somebody else: the officer concerned, a supervisor, another supervisor."""

    code = "not-yours"


class TooLate(DomainError):
    """The days for it are over."""

    code = "too-late"


class TooEarly(DomainError):
    """The officer concerned still has days to answer."""

    code = "too-early"


class NotPublishable(DomainError):
    code = "not-publishable"
