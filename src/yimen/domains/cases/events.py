"""Facts about cases, in the past tense. Plain values: whoever listens looks up what else it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseSubmitted:
    case: int
    number: str


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    case: int
    number: str


@dataclass(frozen=True, slots=True)
class CorrectionSupplied:
    case: int
    number: str


@dataclass(frozen=True, slots=True)
class CaseAccepted:
    """``deemed``: by silence, because nobody told in time."""

    case: int
    number: str
    deemed: bool


@dataclass(frozen=True, slots=True)
class CaseNotAccepted:
    case: int
    number: str


@dataclass(frozen=True, slots=True)
class SpecialProcedureOpened:
    case: int
    number: str
    procedure: int


@dataclass(frozen=True, slots=True)
class SpecialProcedureProlonged:
    """Another time was told for it: longer or shorter."""

    case: int
    number: str
    procedure: int
    planned_end: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class SpecialProcedureClosed:
    case: int
    number: str
    procedure: int


@dataclass(frozen=True, slots=True)
class CaseExtended:
    case: int
    number: str


@dataclass(frozen=True, slots=True)
class DueDayMoved:
    """The calendar changed, and with it the day that was told. Days in ISO form; ``before`` and ``after`` differ.

    ``at`` tells one change from the next.
    """

    case: int
    number: str
    what: str
    before: str
    after: str
    at: str


@dataclass(frozen=True, slots=True)
class CaseDecided:
    case: int
    number: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CaseDelivered:
    case: int
    number: str


@dataclass(frozen=True, slots=True)
class JointVisitArranged:
    """All departments of a joint application come on one date; ``ordinal`` counts how often it was arranged before."""

    case: int
    number: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class CaseConcluded:
    """Every part of a joint application has come to its end."""

    case: int
    number: str


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document has reached its addressee: opened electronically, or handed over."""

    case: int
    number: str
    delivery: int


@dataclass(frozen=True, slots=True)
class CaseWithdrawn:
    case: int
    number: str


@dataclass(frozen=True, slots=True)
class ReservationRefused:
    """Another has what the case wanted kept; ``what`` names it in plain words."""

    case: int
    number: str
    what: str


@dataclass(frozen=True, slots=True)
class ReservationReleased:
    """Nothing came of the case: what was kept for it is free again."""

    case: int
    number: str
    what: str


@dataclass(frozen=True, slots=True)
class CaseUrged:
    case: int
    number: str
    urge: int


@dataclass(frozen=True, slots=True)
class UrgeAnswered:
    case: int
    number: str
    urge: int


@dataclass(frozen=True, slots=True)
class MaterialsDestroyed:
    """Files that were handed in are gone, their period being over; ``files`` is how many of this case."""

    case: int
    number: str
    files: int


@dataclass(frozen=True, slots=True)
class OpinionAsked:
    """Whoever has the case in hand asks another body for its opinion."""

    case: int
    number: str
    consultation: int


@dataclass(frozen=True, slots=True)
class OpinionGiven:
    case: int
    number: str
    consultation: int


@dataclass(frozen=True, slots=True)
class OpinionLate:
    """The last day for an opinion is over and it is still out."""

    case: int
    number: str
    consultation: int


@dataclass(frozen=True, slots=True)
class OpinionRequestWithdrawn:
    """Taken back by whoever asked, or ended with the case."""

    case: int
    number: str
    consultation: int
