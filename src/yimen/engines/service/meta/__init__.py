"""What service.yaml says. The types are the format: ``shape`` checks a file against them, key by key."""

from typing import Literal, NotRequired, TypedDict

from yimen.engines.service.meta.benefit import After, Benefit
from yimen.engines.service.meta.joint import PartOf
from yimen.engines.service.meta.keeping import Retention
from yimen.engines.service.meta.results import DecisionNames, Grant, Papers, Remedies, Result
from yimen.engines.service.meta.time import Limits
from yimen.engines.service.meta.words import Citation, LegalBasis, Period, Src
from yimen.engines.service.meta.work import (
    Condition,
    Consult,
    Fact,
    Inspection,
    Material,
    NotAccepted,
    Post,
    Refusal,
    StepOfWork,
    WriteBack,
)


class Code(TypedDict):
    """Codes of GB/T 39554: kind of matter, basic code, serial of the handled item, level."""

    task_type: str
    task_type_name: str
    base: str
    handling: str
    use_level: str
    note: NotRequired[str]
    src: Src


class Body(TypedDict):
    """Who decides, by role: the host finds the body that has this role in the region."""

    role: str
    level: str
    note: NotRequired[str]


class Region(TypedDict):
    """Where the service is competent; ``field`` is the answer that says in which street or village a case lies."""

    code: str
    name: str
    scope: str
    field: NotRequired[str]


class Visits(TypedDict):
    """How often the applicant must come; a reason when more than never."""

    times: int
    reason: NotRequired[str]


class Channel(TypedDict):
    """One way to apply."""

    kind: Literal["online", "window", "post", "phone", "kiosk"]
    name: str
    note: str


class Fee(TypedDict):
    """Whether it costs something; the amount comes from the decision ``fee``."""

    charge: bool
    plain: str
    basis: list[Citation]


class Automation(TypedDict):
    """What the system may decide by itself."""

    mode: str
    plain: str
    src: Src


class Choice(TypedDict):
    """One answer of a guiding question and what follows from it: a ``value``, or of a number ``when`` it is so."""

    value: NotRequired[str | bool]
    when: NotRequired[str]
    label: str
    then: str


class NumberAsked(TypedDict):
    """The question wants a number; the unit stands beside it."""

    unit: str


class Situation(TypedDict):
    """A guiding question asked before the form: about a field of the form, or about a fact.

    With ``number`` its answers are told apart by ``when`` (FEEL over that field or fact); the first that holds counts.
    """

    id: str
    question: str
    hint: NotRequired[str]
    field: NotRequired[str]
    fact: NotRequired[str]
    number: NotRequired[NumberAsked]
    answers: list[Choice]


class Promise(TypedDict):
    """What the applicant confirms at the end, word for word, and what follows when it is not true."""

    text: str
    basis: str


class Contact(TypedDict):
    """The fields of the form that say whom to call about the case."""

    name: str
    mobile: str


class Faq(TypedDict):
    """A question that people ask."""

    q: str
    a: str
    src: Src


class Phones(TypedDict):
    """Two different numbers with area code."""

    consult: str
    complain: str
    src: Src


class _Common(TypedDict):
    """What every service says, joint or not."""

    format: Literal[1]
    handling: NotRequired[Literal["platform", "guide"]]
    slug: str
    name: str
    name_en: str
    plain_name: str
    summary: str
    phrases: list[str]
    code: Code
    department: str
    deciding_body: Body
    region: Region
    audience: list[str]
    topics: NotRequired[list[str]]
    project_type: str
    review_kind: str
    visits: Visits
    channels: list[Channel]
    legal_basis: list[LegalBasis]
    limits: Limits
    fee: Fee
    posts: list[Post]
    facts: list[Fact]
    situations: list[Situation]
    materials: list[Material]
    retention: NotRequired[Retention]
    steps: list[StepOfWork]
    documents: dict[str, list[str]]
    promise: Promise
    addressee: NotRequired[str]
    contact: NotRequired[Contact]
    faq: list[Faq]
    phones: Phones
    version: int
    in_force_from: str
    checked_on: NotRequired[str]


class Meta(_Common):
    """service.yaml of a service that is decided; of a joint one, what it leaves to its parts is empty."""

    automation: NotRequired[Automation]
    write_back: NotRequired[list[WriteBack]]
    conditions: list[Condition]
    correction: NotRequired[Period]
    inspections: NotRequired[list[Inspection]]
    consults: NotRequired[list[Consult]]
    results: list[Result]
    decision: DecisionNames
    papers: Papers
    grant: NotRequired[Grant]
    benefit: NotRequired[Benefit]
    after: NotRequired[After]
    not_accepted: list[NotAccepted]
    refusals: list[Refusal]
    remedies: Remedies
    parts: NotRequired[list[PartOf]]


class JointMeta(_Common):
    """service.yaml of a joint service: each part has its own conditions, documents, results and remedies."""

    parts: list[PartOf]
