"""What happened here, for whoever wants to react. Plain values; a person is named by id."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntitlementOpened:
    """``since``: 2026-12."""

    case_number: str
    service: str
    person_id: int
    since: str


@dataclass(frozen=True, slots=True)
class ListSent:
    """A confirmed list is to go to the payment channel."""

    list_id: int


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """A letter is owed: ``kind`` is suspend-benefit, stop-benefit, resume-benefit or recover-benefit, ``reference``
    the row it is about."""

    kind: str
    reference: int


@dataclass(frozen=True, slots=True)
class NoticeWritten:
    """A letter has been made; whoever brings messages to people may now tell them."""

    kind: str
    case_number: str
    person_id: int
    mobile: str
    document_id: int
    title: str


@dataclass(frozen=True, slots=True)
class PaymentReturned:
    """A payment came back: the account must be mended."""

    case_number: str
    person_id: int
    month: str
    reason: str
