"""Other benefits and confirmations (给付、行政确认): what was confirmed, line by line, or why it was not.

The right comes from the law or the local document that ``basis`` names article by article.
"""

from yimen.ground.documents.kinds.benefits import REASONED, REFUSES
from yimen.ground.documents.kinds.kind import Kind, Rows, source
from yimen.ground.documents.kinds.words import Entry, Paper, Reason


class GrantedBenefit(Paper):
    """``entries``: what is granted: which benefit, how much, from when. ``duties``: what to tell and do later."""

    recipient: str
    applied_on: str
    basis: list[str]
    entries: list[Entry]
    duties: list[str]
    contact: str


class GrantedConfirmation(GrantedBenefit):
    """``entries``: what is confirmed (a kind and grade, a place on a list)."""


class RefusedConfirmation(Paper):
    recipient: str
    applied_on: str
    facts: list[str]
    reasons: list[Reason]
    basis: list[str]


_GRANTS = ("case_number", "matter", "recipient", "applied_on", "basis", "entries", "duties", "contact")
_GRANT_ROWS = (Rows("basis"), Rows("entries", ("label", "value")), Rows("duties"))

KINDS = (
    Kind(
        code="grant-benefit",
        title="给付确认通知书",
        template=source("grant-benefit"),
        sealed_by="deciding-body",
        law="本地给付办法",
        says=_GRANTS,
        rows=_GRANT_ROWS,
    ),
    Kind(
        code="grant-confirmation",
        title="行政确认决定书",
        template=source("grant-confirmation"),
        sealed_by="deciding-body",
        law="规定该确认的法律文件",
        says=_GRANTS,
        rows=_GRANT_ROWS,
    ),
    Kind(
        code="refuse-confirmation",
        title="不予确认决定书",
        template=source("refuse-confirmation"),
        sealed_by="deciding-body",
        law="规定该确认的法律文件",
        says=REFUSES,
        adverse=True,
        rows=REASONED,
    ),
)
