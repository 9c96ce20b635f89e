"""Permits granted and refused (行政许可法 38 to 40, 44, 78)."""

from typing import NotRequired

from yimen.ground.documents.kinds.kind import Kind, Rows, When, source
from yimen.ground.documents.kinds.words import Entry, Paper, Reason


class GrantedPermit(Paper):
    """``basis``: the articles whose conditions are met. ``valid_until``: a day, or 长期. ``duties``: what the law
    asks of the holder. ``certificate_by``: the last day for issuing and delivering it (44).
    """

    applied_on: str
    accepted_on: str
    basis: list[str]
    entries: list[Entry]
    valid_from: str
    valid_until: str
    duties: list[str]
    certificate: NotRequired[str]
    certificate_number: NotRequired[str]
    certificate_by: NotRequired[str]


class RefusedPermit(Paper):
    """``barred_until``: the last day of the year of 78, after a false application in a matter of safety."""

    applied_on: str
    accepted_on: str
    facts: list[str]
    reasons: list[Reason]
    barred_until: NotRequired[str]


KINDS = (
    Kind(
        code="grant-permit",
        title="准予行政许可决定书",
        template=source("grant-permit"),
        sealed_by="deciding-body",
        law="行政许可法38、39",
        says=(
            *("case_number", "matter", "applied_on", "accepted_on", "basis"),
            *("entries", "valid_from", "valid_until", "duties"),
        ),
        rows=(Rows("basis"), Rows("entries", ("label", "value")), Rows("duties")),
        when=(When("certificate", "", ("certificate_by",)),),
    ),
    Kind(
        code="refuse-permit",
        title="不予行政许可决定书",
        template=source("refuse-permit"),
        sealed_by="deciding-body",
        law="行政许可法38",
        says=("case_number", "matter", "applied_on", "accepted_on", "facts", "reasons"),
        adverse=True,
        rows=(Rows("facts"), Rows("reasons", ("sentence", "basis"))),
    ),
)
