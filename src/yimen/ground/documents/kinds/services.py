"""Public services and other powers (公共服务、其他行政权力): what was done, line by line, or why it was not.

Nothing is permitted, given or confirmed here: a seal put on record, an account emptied, a meter in another name.
"""

from typing import NotRequired

from yimen.ground.documents.kinds.benefits import REASONED
from yimen.ground.documents.kinds.kind import Kind, Rows, When, source
from yimen.ground.documents.kinds.words import Entry, Paper, Reason, Recheck


class FinishedService(Paper):
    """``entries``: what was done. ``duties``: what to know and do now. ``automatic``: no officer decided.

    ``certificate``: what comes with it, ``certificate_number`` its number.
    """

    applied_on: str
    finished_on: str
    basis: list[str]
    entries: list[Entry]
    duties: list[str]
    contact: str
    automatic: NotRequired[bool]
    certificate: NotRequired[str]
    certificate_number: NotRequired[str]


class RefusedService(Paper, Recheck):
    """Without ``recheck_days`` it is the act of an authority, and both ways of the law stand under it."""

    applied_on: str
    facts: list[str]
    reasons: list[Reason]
    basis: list[str]
    contact: str


KINDS = (
    Kind(
        code="grant-service",
        title="办理结果通知书",
        template=source("grant-service"),
        sealed_by="deciding-body",
        law="规定该服务的法律文件",
        says=("case_number", "matter", "applied_on", "finished_on", "basis", "entries", "duties", "contact"),
        rows=(Rows("basis"), Rows("entries", ("label", "value")), Rows("duties")),
        when=(When("certificate_number", "", ("certificate",)),),
    ),
    Kind(
        code="refuse-service",
        title="不予办理通知书",
        template=source("refuse-service"),
        sealed_by="deciding-body",
        law="规定该服务的法律文件",
        says=("case_number", "matter", "applied_on", "facts", "reasons", "basis", "contact"),
        adverse=True,
        rows=REASONED,
        when=(When("recheck_days", "", ("recheck_answer_days", "complain")),),
    ),
)
