"""What a certificate can be on a day. Expiry is seen from the calendar, not written by a job."""

from datetime import date
from enum import StrEnum


class State(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


WORDS = {State.VALID: "有效", State.EXPIRED: "已过期", State.REVOKED: "已作废"}


def state_on(day: date, *, valid_until: date | None, revoked_on: date | None) -> State:
    """The state of a certificate on a legal day; the last day of validity still counts."""
    if revoked_on is not None and revoked_on <= day:
        return State.REVOKED
    if valid_until is not None and valid_until < day:
        return State.EXPIRED
    return State.VALID
