"""What comes out of a service: certificates with their numbers, and the legal documents that say so."""

from typing import Literal, NotRequired, TypedDict

from yimen.engines.service.meta.words import Src


class ResultField(TypedDict):
    """A value printed on the result: from answers used as ``cert:<label>``, computed by the host, fixed, or an
    ``expression``: FEEL over answers, facts and what officers found.
    """

    key: str
    label: str
    computed: NotRequired[Literal["number", "decided_on", "authority", "valid_to"]]
    value: NotRequired[str]
    expression: NotRequired[str]


# ``from`` is a keyword of Python, so this key needs the functional form.
_From = TypedDict("_From", {"from": NotRequired[Literal["form"]]})


class PrintedField(ResultField, _From):
    """A field of a result, with its source."""


class ValidFor(TypedDict):
    """How long a result is valid, from the day of the decision."""

    value: int
    unit: Literal["year"]


class Number(TypedDict):
    """How a result is numbered.

    ``kind``: FEEL over answers and facts, a text that the national schemes put into the number. ``pattern``: of
    ``plain``, fixed words with ``{place}``, ``{year}`` and ``{serial:4}``; each pattern counts for itself, per year
    where it names the year.
    """

    scheme: Literal["credit-code", "food-licence", "plain"]
    kind: NotRequired[str]
    pattern: NotRequired[str]
    src: NotRequired[Src]


class Result(TypedDict):
    """A certificate that comes out."""

    id: str
    name: str
    kind: str
    ecert: bool
    template: str
    validity: str
    valid_for: NotRequired[ValidFor]
    number: NotRequired[Number]
    fields: list[PrintedField]


class DecisionNames(TypedDict):
    """What granting and refusing are called for this matter, and where the law says so."""

    granted: str
    refused: str
    basis: str


class Papers(TypedDict):
    """Which legal documents grant and refuse: kinds that the host knows, such as ``grant-permit``."""

    granted: str
    refused: str


class Grant(TypedDict):
    """What the document that grants says beside the decision: its articles, what the holder must know and do."""

    basis: list[str]
    duties: list[str]


class Recheck(TypedDict):
    """复核 of a public service: until when to ask the body to look again, by when it answers; both in days."""

    days: int
    answer_days: int


class Remedies(TypedDict):
    """What stands under every adverse decision: reconsideration and lawsuit, or ``recheck`` of a public service."""

    text: str
    review_body: NotRequired[str]
    review_days: NotRequired[int]
    court: NotRequired[str]
    lawsuit_months: NotRequired[int]
    recheck: NotRequired[Recheck]
    basis: str
    src: Src
