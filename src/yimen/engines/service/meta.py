"""What service.yaml says. The types are the format: ``shape`` checks a file against them, key by key.

``src`` says how well a fact is founded: L read in the law, F found in a public page, K professional knowledge still to
be confirmed, D a value of this city.
"""

from typing import Literal, NotRequired, TypedDict

Src = Literal["L", "F", "K", "D"]
Unit = Literal["workday", "day"]


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
    """Where the service is competent."""

    code: str
    name: str
    scope: str


class Visits(TypedDict):
    """How often the applicant must come; a reason when more than never."""

    times: int
    reason: NotRequired[str]


class Channel(TypedDict):
    """One way to apply."""

    kind: Literal["online", "window", "post", "phone", "kiosk"]
    name: str
    note: str


class LegalBasis(TypedDict):
    """A document, its articles, since when this text is in force."""

    document: str
    article: str
    gist: str
    in_force_from: str
    in_force_to: NotRequired[str]
    src: Src


class Statutory(TypedDict):
    """The limit of the law."""

    value: int
    unit: Unit
    extend: NotRequired[int]
    basis: str
    plain: str
    src: Src


class Promised(TypedDict):
    """The limit that the body promises."""

    value: int
    unit: Unit
    plain: str
    src: Src


class Mode(TypedDict):
    """Another promise where ``when`` (FEEL over the case's variables) is true; the first match counts."""

    name: str
    when: str
    value: int
    unit: Unit
    plain: str
    src: Src


class Pause(TypedDict):
    """A ground that stops the clock, with its article."""

    kind: str
    article: str
    src: Src


class Limits(TypedDict):
    """How long it may take."""

    statutory: Statutory
    promised: Promised
    modes: list[Mode]
    pauses: list[Pause]


class Citation(TypedDict):
    """A document and article."""

    document: str
    article: str
    src: Src


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


class Post(TypedDict):
    """A post that works on cases; ``body`` is a role."""

    id: str
    name: str
    body: str
    duty: str


class Fact(TypedDict):
    """A fact that the host asks of a register; null when it could not be checked.

    FEEL over the answers and the facts before it: ``when`` it is needed (else ``otherwise``), the ``keys`` to ask, the
    ``expression`` over ``records`` (what the register holds under each key, null where it holds nothing).
    """

    name: str
    label: str
    register: str
    when: NotRequired[str]
    otherwise: NotRequired[bool]
    keys: str
    expression: str
    src: Src


class WriteBack(TypedDict):
    """What a granted case writes into a register (FEEL over the answers); ``taken``: error code if the key is held."""

    register: str
    when: NotRequired[str]
    key: str
    data: str
    taken: str


class Condition(TypedDict):
    """A line of the officer's checklist; its id is the one of the decision ``checklist``."""

    id: str
    text: str
    basis: str
    src: Src


class Answer(TypedDict):
    """One answer of a guiding question and what follows from it."""

    value: str | bool
    label: str
    then: str


class Situation(TypedDict):
    """A guiding question asked before the form: about a field of the form, or about a fact."""

    id: str
    question: str
    hint: NotRequired[str]
    field: NotRequired[str]
    fact: NotRequired[str]
    answers: list[Answer]


class Material(TypedDict):
    """A paper: where it comes from and how it is had. ``rules.dmn`` decides when; ``when`` says it in words."""

    id: str
    name: str
    plain: str
    source: Literal["self", "gov", "agency"]
    obtain: Literal["upload", "share", "ecert", "generate", "promise", "tolerate"]
    need: Literal[1, 2, 3]
    when: str
    basis: str
    blank: NotRequired[str]
    src: Src


class StepOfWork(TypedDict):
    """A step as the public sees it; ``task`` is the node of the process."""

    n: int
    name: str
    who: str
    plain: str
    limit: int
    counts: bool
    phase: Literal["before", "inside", "special", "other", "after"]
    document: NotRequired[str]
    task: NotRequired[str]


class ResultField(TypedDict):
    """A value printed on the result: from answers used as ``cert:<label>``, computed by the host, or fixed."""

    key: str
    label: str
    computed: NotRequired[Literal["number", "decided_on", "authority", "valid_to"]]
    value: NotRequired[str]


# ``from`` is a keyword of Python, so this key needs the functional form.
_From = TypedDict("_From", {"from": NotRequired[Literal["form"]]})


class PrintedField(ResultField, _From):
    """A field of a result, with its source."""


class Result(TypedDict):
    """A paper that comes out."""

    id: str
    name: str
    kind: str
    ecert: bool
    template: str
    validity: str
    fields: list[PrintedField]


class DecisionNames(TypedDict):
    """What granting and refusing are called for this matter, and where the law says so."""

    granted: str
    refused: str
    basis: str


class NotAccepted(TypedDict):
    """A ground of 不予受理."""

    text: str
    basis: str
    src: Src


class Refusal(TypedDict):
    """A ground of refusal; ``condition`` is the one of ``checklist`` that it belongs to."""

    condition: str
    text: str
    basis: str
    src: Src


class Faq(TypedDict):
    """A question that people ask."""

    q: str
    a: str
    src: Src


class Remedies(TypedDict):
    """What stands under every adverse decision."""

    text: str
    review_body: str
    review_days: int
    court: str
    lawsuit_months: int
    basis: str
    src: Src


class Phones(TypedDict):
    """Two different numbers with area code."""

    consult: str
    complain: str
    src: Src


class Meta(TypedDict):
    """service.yaml as a whole."""

    format: Literal[1]
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
    project_type: Literal["即办件", "承诺件", "上报件"]
    review_kind: Literal["即审即办", "前审后批"]
    visits: Visits
    channels: list[Channel]
    legal_basis: list[LegalBasis]
    limits: Limits
    fee: Fee
    automation: NotRequired[Automation]
    posts: list[Post]
    facts: list[Fact]
    write_back: NotRequired[list[WriteBack]]
    conditions: list[Condition]
    situations: list[Situation]
    materials: list[Material]
    steps: list[StepOfWork]
    documents: dict[str, list[str]]
    results: list[Result]
    decision: DecisionNames
    not_accepted: list[NotAccepted]
    refusals: list[Refusal]
    faq: list[Faq]
    remedies: Remedies
    phones: Phones
    version: int
    in_force_from: str
    checked_on: NotRequired[str]
