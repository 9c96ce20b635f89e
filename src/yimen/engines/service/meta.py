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


class LegalBasis(TypedDict):
    """A document, its articles, since when this text is in force."""

    document: str
    article: str
    gist: str
    in_force_from: str
    in_force_to: NotRequired[str]
    src: Src


class Statutory(TypedDict):
    """The limit of the law; ``extend``: how much longer it may become, once (see ``Extension``)."""

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
    """A ground that stops the clock, with its article; ``required_by``: the rule that makes it necessary here."""

    kind: str
    article: str
    required_by: NotRequired[str]
    src: Src


class Answer(TypedDict):
    """By when the applicant is told of acceptance or of what is lacking, counted from the day of receipt.

    ``deemed_by``: the article by which silence is acceptance; without it silence accepts nothing.
    """

    value: int
    unit: Unit
    basis: str
    deemed_by: NotRequired[str]


class Period(TypedDict):
    """A length of time and what it rests on."""

    value: int
    unit: Unit
    basis: str
    src: Src


class Extension(TypedDict):
    """Who may approve the longer limit: in the words of the law, and as a post of ``posts``."""

    approver: str
    post: str
    basis: str
    src: Src


class Limits(TypedDict):
    """How long it may take. ``statutory`` is left out where no law sets a limit.

    ``answer`` runs from receipt (a permit has five working days without saying so), ``deliver`` from the decision.
    """

    statutory: NotRequired[Statutory]
    promised: Promised
    modes: list[Mode]
    pauses: list[Pause]
    answer: NotRequired[Answer]
    deliver: NotRequired[Period]
    extension: NotRequired[Extension]


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
    """A post that works on cases; ``body`` is the role of the organisation it belongs to.

    ``at``: the host takes the organisation of that role in the case's own street or village (see ``Region.field``).
    ``sees``: ``all``, or what of a case the post is shown: sections and fields of the form, materials, facts.
    """

    id: str
    name: str
    body: str
    at: NotRequired[Literal["body", "county", "street", "village"]]
    duty: str
    sees: list[str]


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


class Choice(TypedDict):
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
    answers: list[Choice]


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


class InspectionItem(TypedDict):
    """One thing that officers find on site: a fact for ``rules.dmn`` under its id, null before it was found.

    ``options``: the only texts an item of type ``text`` may have; ``min``: the least number that makes sense.
    """

    id: str
    label: str
    type: Literal["bool", "decimal", "int", "text"]
    options: NotRequired[list[str]]
    min: NotRequired[int]
    unit: NotRequired[str]
    hint: NotRequired[str]
    src: Src


class Inspection(TypedDict):
    """What officers look at in the user task ``task`` (its act is ``inspect``), and how many of them."""

    task: str
    name: str
    officers: Literal[1, 2]
    basis: str
    items: list[InspectionItem]


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


class ValidFor(TypedDict):
    """How long a result is valid, from the day of the decision."""

    value: int
    unit: Literal["year"]


class Number(TypedDict):
    """How a result is numbered; ``kind`` is FEEL over answers and facts, a text that the scheme puts into it."""

    scheme: Literal["credit-code", "food-licence"]
    kind: str


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
    """What the document of a granted permit says beside the decision: its articles, the duties of the holder."""

    basis: list[str]
    duties: list[str]


# What those who pay know: the month (its first day), the days of death, moving away, going missing, a check missed.
Told = Literal["month", "deceased_on", "moved_out_on", "missing_since", "alive_check_missed_on"]


class BenefitPerson(TypedDict):
    """Names of the form that say whom the benefit is for."""

    name: str
    id_number: str
    born: str


class Payee(TypedDict):
    """Fields of the form that say where the money goes."""

    way: str
    name: str
    account: str


class BenefitDecisions(TypedDict):
    """Decisions of ``rules.dmn``: yuan for a ``month``, the first day of the first month, why and when it stops."""

    amount: str
    first: str
    stops: str


class Monthly(TypedDict):
    """Paid every month; the host knows no other rhythm."""

    value: Literal[1]
    unit: Literal["month"]


class Benefit(TypedDict):
    """What a granted case opens. ``told``: what the payments tell the rules besides answers and facts."""

    name: str
    person: BenefitPerson
    payee: Payee
    decisions: BenefitDecisions
    told: list[Told]
    every: Monthly
    pay_post: str
    src: Src


class Months(TypedDict):
    """So many months."""

    value: int
    unit: Literal["month"]


class AliveCheck(TypedDict):
    """How often it is checked that the person is alive, in which ways, by what rule, and what follows a miss."""

    every: Months
    ways: list[str]
    rule: str
    miss: str
    basis: str
    src: Src


class StopEvent(TypedDict):
    """What ends or suspends the payments, in the words that people read."""

    id: str
    event: str
    effect: Literal["停发", "暂停"]
    plain: str
    basis: str
    src: Src


class Notice(TypedDict):
    """How long after it was found out the person is told of a stop or change in writing."""

    value: int
    unit: Unit
    plain: str
    basis: str
    src: Src


class Sentence(TypedDict):
    """One rule in plain words."""

    plain: str
    basis: str
    src: Src


class Recover(Months, Sentence):
    """By when what was paid too much is given back."""


class After(TypedDict):
    """What goes on after a benefit was opened."""

    alive_check: NotRequired[AliveCheck]
    stops: list[StopEvent]
    notice: Notice
    move_inside: NotRequired[Sentence]
    recover: Recover


class Promise(TypedDict):
    """What the applicant confirms at the end, word for word, and what follows when it is not true."""

    text: str
    basis: str


class Contact(TypedDict):
    """The fields of the form that say whom to call about the case."""

    name: str
    mobile: str


class NotAccepted(TypedDict):
    """A ground of 不予受理; ``instead`` says where to go or what to do in its place."""

    id: str
    reason: Literal["no-permit-needed", "not-competent", "still-incomplete", "barred-false-application", "barred-fraud"]
    text: str
    basis: str
    instead: NotRequired[str]
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
    correction: NotRequired[Period]
    inspections: NotRequired[list[Inspection]]
    steps: list[StepOfWork]
    documents: dict[str, list[str]]
    results: list[Result]
    decision: DecisionNames
    papers: Papers
    grant: NotRequired[Grant]
    benefit: NotRequired[Benefit]
    after: NotRequired[After]
    promise: Promise
    addressee: NotRequired[str]
    contact: NotRequired[Contact]
    not_accepted: list[NotAccepted]
    refusals: list[Refusal]
    faq: list[Faq]
    remedies: Remedies
    phones: Phones
    version: int
    in_force_from: str
    checked_on: NotRequired[str]
