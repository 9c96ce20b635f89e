"""Entries that several kinds share."""

from typing import NotRequired, TypedDict


class Paper(TypedDict):
    """What every document says. ``you`` is 你 unless another word is given: 你单位 for an organisation."""

    case_number: str
    matter: str
    you: NotRequired[str]
    verify_url: NotRequired[str]


class Recheck(TypedDict):
    """Whom to turn to where no law gives administrative reconsideration: the body looks again (复核), or a complaint.

    ``recheck_days``: until when to ask, from receipt. ``recheck_answer_days``: by when it is answered in writing.
    ``complain``: the telephone for complaints.
    """

    recheck_days: NotRequired[int]
    recheck_answer_days: NotRequired[int]
    complain: NotRequired[str]


class Reason(TypedDict):
    """A reason and the article on which it rests."""

    sentence: str
    basis: str


class Entry(TypedDict):
    """What is registered or permitted: a label and what it says."""

    label: str
    value: str
