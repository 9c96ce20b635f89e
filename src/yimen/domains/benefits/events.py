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
class ListConfirmed:
    """A second person has confirmed a list; it never changes any more. ``after``: entitlements up to this one have
    been told of new amounts, for a listener that works in parts."""

    list_id: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class ListSent:
    """A confirmed list is to go to the payment channel."""

    list_id: int


@dataclass(frozen=True, slots=True)
class ListPaid:
    """The channel has answered for every line of a list. ``after`` as in ``ListConfirmed``."""

    list_id: int
    after: int = 0


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

    list_id: int
    line_id: int
    case_number: str
    person_id: int
    month: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountMended:
    """Another account stands in place; ``mended_at`` in ISO form tells one change from the next."""

    case_number: str
    person_id: int
    mended_at: str


@dataclass(frozen=True, slots=True)
class MovedInside:
    """The household register moved inside the region; the right went along. ``move_id`` is the row of history."""

    case_number: str
    move_id: int
