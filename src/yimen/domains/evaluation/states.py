"""The states of a follow-up and which may follow which; what a verification may find."""

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    VERIFIED = "verified"
    FIXED = "fixed"
    TOLD = "told"
    DROPPED = "dropped"


class Finding(StrEnum):
    TRUE = "true"
    FALSE = "false"
    UNCLEAR = "unclear"


class Way(StrEnum):
    """How the person was told what came of it."""

    PHONE = "phone"
    PAGE = "page"


FOLLOWS: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.VERIFIED, State.DROPPED}),
    # What was found untrue or could not be cleared up has nothing to fix: the person is told, and that is all.
    State.VERIFIED: frozenset({State.FIXED, State.TOLD}),
    State.FIXED: frozenset({State.TOLD}),
    State.TOLD: frozenset(),
    State.DROPPED: frozenset(),
}
RUNNING = (State.OPEN, State.VERIFIED, State.FIXED)

WORDS = {
    State.OPEN: "等核实",
    State.VERIFIED: "已核实",
    State.FIXED: "已整改",
    State.TOLD: "已答复",
    State.DROPPED: "评价人改了评价",
}
FINDING_WORDS = {Finding.TRUE: "属实", Finding.FALSE: "不属实", Finding.UNCLEAR: "无法核实"}
WAY_WORDS = {Way.PHONE: "打电话告诉", Way.PAGE: "在评价页面上告诉"}


def may_follow(earlier: str, later: str) -> bool:
    return State(later) in FOLLOWS[State(earlier)]
