"""Benefits (行政给付): the right comes from the local document, which ``basis`` names article by article."""

from typing import Literal, NotRequired, TypedDict, get_args

from yimen.ground.documents.kinds.kind import Choice, Kind, Rows, source
from yimen.ground.documents.kinds.words import Paper, Reason


class GrantedOldAgeAllowance(Paper):
    """``amount``: yuan a month (100). ``from_month``: 2026-12. ``paid_to``: the account with its middle left out.

    ``applied_on`` is absent where nobody had to apply (免申即享).
    """

    recipient: str
    basis: list[str]
    amount: str
    from_month: str
    tier: str
    paid_to: str
    alive_check: str
    stops: list[str]
    contact: str
    applied_on: NotRequired[str]
    tier_change: NotRequired[str]


class RefusedBenefit(Paper):
    """``apply_to``: who may be asked instead, such as the office of the place of registration."""

    recipient: str
    applied_on: str
    facts: list[str]
    reasons: list[Reason]
    basis: list[str]
    apply_to: NotRequired[str]


class StoppedBenefit(Paper):
    """``resume``: how payment may begin again."""

    recipient: str
    from_month: str
    facts: list[str]
    reasons: list[Reason]
    basis: list[str]
    contact: str
    resume: NotRequired[str]


class SuspendedBenefit(Paper):
    """``resume``: what clears it up, and that the months between are then paid."""

    recipient: str
    from_month: str
    facts: list[str]
    reasons: list[Reason]
    basis: list[str]
    resume: str
    contact: str


Halted = Literal["暂停发放", "停发"]


class ResumedBenefit(Paper):
    """``halted`` and ``halted_from``: what ends with it. ``from_month``: the first month that is paid again.

    ``arrears``: what of the months between is paid, and when.
    """

    recipient: str
    halted: Halted
    halted_from: str
    from_month: str
    facts: list[str]
    basis: list[str]
    contact: str
    arrears: NotRequired[str]


class OverpaidMonth(TypedDict):
    """``month``: 2027-01. ``amount``: yuan (100.00)."""

    month: str
    amount: str


class RecoveredBenefit(Paper):
    """``amount``: yuan, the sum of ``months``. ``pay_by``: the last day to give it back."""

    recipient: str
    facts: list[str]
    reasons: list[Reason]
    basis: list[str]
    months: list[OverpaidMonth]
    amount: str
    pay_by: str
    pay_how: str
    contact: str


# What a refusal says: facts, grounds and articles.
REFUSES = ("case_number", "matter", "recipient", "applied_on", "facts", "reasons", "basis")
REASONED = (Rows("facts"), Rows("reasons", ("sentence", "basis")), Rows("basis"))

KINDS = (
    Kind(
        code="grant-old-age-allowance",
        title="高龄津贴确认通知书",
        template=source("grant-old-age-allowance"),
        sealed_by="deciding-body",
        law="本地高龄津贴办法",
        says=(
            *("case_number", "matter", "recipient", "basis", "amount", "from_month", "tier", "paid_to"),
            *("alive_check", "stops", "contact"),
        ),
        rows=(Rows("basis"), Rows("stops")),
    ),
    Kind(
        code="refuse-benefit",
        title="不予给付告知书",
        template=source("refuse-benefit"),
        sealed_by="deciding-body",
        law="本地给付办法",
        says=REFUSES,
        adverse=True,
        rows=REASONED,
    ),
    Kind(
        code="stop-benefit",
        title="停发告知书",
        template=source("stop-benefit"),
        sealed_by="deciding-body",
        law="本地给付办法",
        says=("case_number", "matter", "recipient", "from_month", "facts", "reasons", "basis", "contact"),
        adverse=True,
        rows=REASONED,
    ),
    Kind(
        code="suspend-benefit",
        title="暂停发放告知书",
        template=source("suspend-benefit"),
        sealed_by="deciding-body",
        law="本地给付办法",
        says=("case_number", "matter", "recipient", "from_month", "facts", "reasons", "basis", "resume", "contact"),
        adverse=True,
        rows=REASONED,
    ),
    Kind(
        code="resume-benefit",
        title="恢复发放告知书",
        template=source("resume-benefit"),
        sealed_by="deciding-body",
        law="本地给付办法",
        says=(
            *("case_number", "matter", "recipient", "halted", "halted_from", "from_month", "facts", "basis"),
            "contact",
        ),
        rows=(Rows("facts"), Rows("basis")),
        choices=(Choice("halted", get_args(Halted)),),
    ),
    Kind(
        code="recover-benefit",
        title="多发款项退回告知书",
        template=source("recover-benefit"),
        sealed_by="deciding-body",
        law="本地给付办法",
        says=(
            *("case_number", "matter", "recipient", "facts", "reasons", "basis", "months", "amount", "pay_by"),
            *("pay_how", "contact"),
        ),
        adverse=True,
        rows=(*REASONED, Rows("months", ("month", "amount"))),
    ),
)
