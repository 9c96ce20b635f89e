"""What a service says about time: its limits, what stops them, who may extend."""

from typing import Literal, NotRequired, TypedDict

from yimen.engines.service.meta.words import Period, Src, Unit


class Statutory(TypedDict):
    """The limit of the law; ``extend``: how much longer it may become, once (see ``Extension``).

    ``clock_from``: most laws count from acceptance; some from the application (建筑法第八条: 自收到申请之日起七日内),
    and then the days until acceptance are inside the limit.
    """

    value: int
    unit: Unit
    clock_from: NotRequired[Literal["acceptance", "application"]]
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
