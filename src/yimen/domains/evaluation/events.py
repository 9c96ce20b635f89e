from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """Somebody has rated. ``case_number`` is empty for a visit; who it was is not told."""

    number: str
    case_number: str
    bad: bool


@dataclass(frozen=True, slots=True)
class FollowUpOpened:
    """A bad rating waits for the body ``body`` (its id) to verify it until ``verify_by`` (a day in ISO form)."""

    number: str
    body: int
    verify_by: str


@dataclass(frozen=True, slots=True)
class FollowUpClosed:
    """``state`` is told (the person has the answer) or dropped (the person has changed the rating to a good one)."""

    number: str
    case_number: str
    state: str
