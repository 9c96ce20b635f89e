"""The states of a finding and which may follow which; how grave it is."""

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    UPHELD = "upheld"
    LIFTED = "lifted"
    APPEALED = "appealed"
    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"


class Kind(StrEnum):
    """What a statement is."""

    ANSWER = "answer"
    RULING = "ruling"
    APPEAL = "appeal"
    REVIEW = "review"


class Severity(StrEnum):
    SERIOUS = "serious"
    ORDINARY = "ordinary"
    NOTICE = "notice"


FOLLOWS: dict[State, frozenset[State]] = {
    # Silence does not end it: when the day of the answer has passed, the supervisor rules on what is known.
    State.OPEN: frozenset({State.ANSWERED, State.UPHELD, State.LIFTED}),
    State.ANSWERED: frozenset({State.UPHELD, State.LIFTED}),
    State.UPHELD: frozenset({State.APPEALED}),
    State.LIFTED: frozenset(),
    State.APPEALED: frozenset({State.CONFIRMED, State.OVERTURNED}),
    State.CONFIRMED: frozenset(),
    State.OVERTURNED: frozenset(),
}
# What counts against a body: an appeal that is still open changes nothing yet.
COUNTED = (State.UPHELD, State.APPEALED, State.CONFIRMED)
WAITING = (State.OPEN, State.ANSWERED, State.APPEALED)

WORDS = {
    State.OPEN: "等经办人说明",
    State.ANSWERED: "等监督员认定",
    State.UPHELD: "已认定",
    State.LIFTED: "已撤销",
    State.APPEALED: "等复核",
    State.CONFIRMED: "复核后维持",
    State.OVERTURNED: "复核后撤销",
}
KIND_WORDS = {Kind.ANSWER: "说明", Kind.RULING: "认定", Kind.APPEAL: "申诉", Kind.REVIEW: "复核"}
SEVERITY_WORDS = {Severity.SERIOUS: "严重", Severity.ORDINARY: "一般", Severity.NOTICE: "提醒"}


def may_follow(earlier: str, later: str) -> bool:
    return State(later) in FOLLOWS[State(earlier)]
