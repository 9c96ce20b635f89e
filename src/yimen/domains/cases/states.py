"""The states of a case and which may follow which."""

from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    NOT_ACCEPTED = "not-accepted"
    ACCEPTED = "accepted"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    # Of a joint application, whose parts are accepted and decided each for itself.
    IN_PARTS = "in-parts"
    CONCLUDED = "concluded"


FOLLOWS: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.IN_PARTS}),
    Status.SUBMITTED: frozenset({Status.CORRECTING, Status.ACCEPTED, Status.NOT_ACCEPTED, Status.WITHDRAWN}),
    # Corrected papers are received papers again; when none came, an officer decides whether to accept.
    Status.CORRECTING: frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.NOT_ACCEPTED, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset({Status.GRANTED, Status.REFUSED, Status.WITHDRAWN}),
    Status.NOT_ACCEPTED: frozenset(),
    Status.GRANTED: frozenset(),
    Status.REFUSED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.IN_PARTS: frozenset({Status.CONCLUDED, Status.WITHDRAWN}),
    Status.CONCLUDED: frozenset(),
}

BEFORE_ACCEPTANCE = frozenset({Status.SUBMITTED, Status.CORRECTING})
NOT_GRANTED = frozenset({Status.REFUSED, Status.NOT_ACCEPTED, Status.WITHDRAWN})
OPEN = BEFORE_ACCEPTANCE | {Status.ACCEPTED, Status.IN_PARTS}

# The five words citizens see (UX rule 15), with the outcome that 未办成 must carry.
CITIZEN_WORDS = {
    Status.DRAFT: "草稿",
    Status.SUBMITTED: "在办",
    Status.CORRECTING: "等您处理",
    Status.NOT_ACCEPTED: "未办成",
    Status.ACCEPTED: "在办",
    Status.GRANTED: "已办结",
    Status.REFUSED: "未办成",
    Status.WITHDRAWN: "未办成",
    Status.IN_PARTS: "在办",
    Status.CONCLUDED: "已办结",
}


def may_follow(earlier: str, later: str) -> bool:
    return Status(later) in FOLLOWS[Status(earlier)]
