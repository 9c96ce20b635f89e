"""What a service says about the work: who does it, what registers are asked, what is looked at, the steps."""

from typing import Literal, NotRequired, TypedDict

from yimen.engines.service.meta.keeping import Retention
from yimen.engines.service.meta.words import Src


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


class Reservation(TypedDict):
    """How long a key is kept for a case that is being handled; ``what``: what people call it."""

    what: str
    months: int
    plain: str
    basis: str
    src: Src


class WriteBack(TypedDict):
    """What a granted case writes into a register (FEEL over the answers).

    ``taken``: error code if another case has the key; without it the entry takes the place of what stood there (who
    pays for a meter, who owns a house).
    The expressions may read ``result_number``, the number that the result has just been given.
    ``reserve``: the capability ``reserve`` keeps the key while the case is being handled.
    """

    register: str
    when: NotRequired[str]
    key: str
    data: str
    taken: NotRequired[str]
    reserve: NotRequired[Reservation]


class Condition(TypedDict):
    """A line of the officer's checklist; its id is the one of the decision ``checklist``."""

    id: str
    text: str
    basis: str
    src: Src


class Material(TypedDict):
    """A paper: where it comes from and how it is had. ``rules.dmn`` decides when; ``when`` says it in words.

    ``blank``: a form to fill in; ``sample``: how a good one looks, best a picture. Both are files of ``materials/``.

    ``retention``: where this paper is kept for another time than the others.

    Of a joint service: ``parts`` says as which paper each part takes it (part → its material); their rules decide.
    """

    id: str
    name: str
    plain: str
    source: Literal["self", "gov", "agency"]
    obtain: Literal["upload", "share", "ecert", "generate", "promise", "tolerate"]
    need: Literal[1, 2, 3]
    when: str
    basis: str
    blank: NotRequired[str]
    sample: NotRequired[str]
    parts: NotRequired[dict[str, str]]
    retention: NotRequired[Retention]
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


class Consult(TypedDict):
    """Another body that must have been heard (征求意见) before the user task ``step`` is done: role and post."""

    step: str
    body: str
    post: str
    basis: str


class StepOfWork(TypedDict):
    """A step as the public sees it; ``task`` is the node of the process, ``visit``: people must come for it."""

    n: int
    name: str
    who: str
    plain: str
    limit: int
    counts: bool
    phase: Literal["before", "inside", "special", "other", "after"]
    document: NotRequired[str]
    task: NotRequired[str]
    visit: NotRequired[bool]


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
