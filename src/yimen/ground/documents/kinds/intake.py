"""Before a permit is examined: received, accepted, not accepted, to be completed (行政许可法 32, 78, 79)."""

from typing import Literal, NotRequired, TypedDict

from yimen.ground.documents.kinds.kind import Choice, Kind, Rows, When, source
from yimen.ground.documents.kinds.words import Paper, Recheck

# The drawn seal of 第三十二条第二款: 本行政机关专用印章.
PERMIT_SEAL = "行政许可专用章"


class Material(TypedDict):
    name: str
    form: str


class Receipt(Paper):
    """``permit``: false where the permit law does not speak (absent: it does). Then ``rule`` is what sets the day of
    the answer, and only ``deemed_by`` makes silence an acceptance.
    """

    received_at: str
    channel: str
    materials: list[Material]
    told_by: str
    permit: NotRequired[bool]
    rule: NotRequired[str]
    deemed_by: NotRequired[str]


class Acceptance(Paper):
    """``ground``: the papers were complete, were completed, or five days passed in silence (32(1)(4)).

    ``received_on`` is the day from which the five days of the law run; ``statutory_limit`` and ``promised_limit`` are
    words (10个工作日), ``…_by`` the last days. ``statutory_from``: where the law counts from the application, its day.
    """

    applied_on: str
    received_on: str
    ground: Literal["complete", "corrected", "deemed"]
    accepted_on: str
    limit_basis: str
    statutory_limit: str
    statutory_by: str
    statutory_from: NotRequired[str]
    promised_limit: NotRequired[str]
    promised_by: NotRequired[str]
    supplied_on: NotRequired[str]
    ask: str
    contact: str


class Point(TypedDict):
    """What lacks, why it is wanted, which rule wants it."""

    what: str
    why: str
    basis: str


class Correction(Paper):
    """All points at once. ``rule``: of a matter that is no permit, the rule that asks for complete papers, with its
    article; without it the permit law speaks. ``supply_by`` only where a rule (``supply_by_basis``) sets a day;
    ``if_late``: what then.
    """

    applied_on: str
    received_on: str
    points: list[Point]
    supply_how: str
    contact: str
    rule: NotRequired[str]
    supply_by: NotRequired[str]
    supply_by_basis: NotRequired[str]
    if_late: NotRequired[str]


class RefusedAcceptance(Paper, Recheck):
    """``instead``: what the applicant may do, such as filing where no permit is needed. ``rule``: of a matter that is
    no permit, the rule on which it rests; without it the permit law speaks. ``recheck_days``: of a public service.
    """

    applied_on: str
    reason: Literal["no-permit-needed", "not-competent", "still-incomplete", "barred-false-application", "barred-fraud"]
    facts: list[str]
    permit_basis: NotRequired[str]
    rule: NotRequired[str]
    competent_body: NotRequired[str]
    correction_number: NotRequired[str]
    correction_on: NotRequired[str]
    barred_until: NotRequired[str]
    instead: NotRequired[str]


KINDS = (
    Kind(
        code="receipt",
        title="收件凭证",
        template=source("receipt"),
        sealed_by="intake",
        law="行政许可法32",
        says=("case_number", "matter", "received_at", "channel", "materials", "told_by"),
    ),
    Kind(
        code="acceptance",
        title="受理通知书",
        template=source("acceptance"),
        sealed_by="deciding-body",
        law="行政许可法32",
        says=(
            *("case_number", "matter", "applied_on", "received_on", "ground", "accepted_on"),
            *("limit_basis", "statutory_limit", "statutory_by", "ask", "contact"),
        ),
        choices=(Choice("ground", ("complete", "corrected", "deemed")),),
        when=(
            When("ground", "corrected", ("supplied_on",)),
            When("promised_limit", "", ("promised_by",)),
            When("promised_by", "", ("promised_limit",)),
        ),
        seal_words=PERMIT_SEAL,
    ),
    Kind(
        code="correction",
        title="补正告知书",
        template=source("correction"),
        sealed_by="deciding-body",
        law="行政许可法32",
        says=("case_number", "matter", "applied_on", "received_on", "points", "supply_how", "contact"),
        rows=(Rows("points", ("what", "why", "basis")),),
        when=(When("supply_by", "", ("supply_by_basis",)), When("if_late", "", ("supply_by",))),
    ),
    Kind(
        code="refuse-acceptance",
        title="不予受理决定书",
        template=source("refuse-acceptance"),
        sealed_by="deciding-body",
        law="行政许可法32、78、79",
        says=("case_number", "matter", "applied_on", "reason", "facts"),
        adverse=True,
        rows=(Rows("facts"),),
        choices=(
            Choice(
                "reason",
                ("no-permit-needed", "not-competent", "still-incomplete", "barred-false-application", "barred-fraud"),
            ),
        ),
        when=(
            When("reason", "no-permit-needed", ("permit_basis",)),
            When("reason", "not-competent", ("competent_body",)),
            When("reason", "still-incomplete", ("correction_number", "correction_on")),
            When("reason", "barred-false-application", ("barred_until",)),
            When("reason", "barred-fraud", ("barred_until",)),
            When("recheck_days", "", ("recheck_answer_days", "complain")),
        ),
        seal_words=PERMIT_SEAL,
    ),
)
