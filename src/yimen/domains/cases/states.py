"""The states of a case and which may follow which."""

from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    GRANTED = "granted"
    REFUSED = "refused"


FOLLOWS: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset({Status.ACCEPTED}),
    Status.ACCEPTED: frozenset({Status.GRANTED, Status.REFUSED}),
    Status.GRANTED: frozenset(),
    Status.REFUSED: frozenset(),
}

# The five words citizens see (UX rule 15), with the outcome that 未办成 must carry.
CITIZEN_WORDS = {
    Status.DRAFT: "草稿",
    Status.SUBMITTED: "在办",
    Status.ACCEPTED: "在办",
    Status.GRANTED: "已办结",
    Status.REFUSED: "未办成",
}


def may_follow(earlier: str, later: str) -> bool:
    return Status(later) in FOLLOWS[Status(earlier)]
