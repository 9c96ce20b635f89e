"""Registration of subjects: 市场主体登记管理条例 has its own names for both decisions."""

from typing import NotRequired

from yimen.ground.documents.kinds.kind import Kind, source
from yimen.ground.documents.kinds.words import Entry, Paper, Reason


class GrantedRegistration(Paper):
    applied_on: str
    entries: list[Entry]
    certificate: NotRequired[str]
    automatic: NotRequired[bool]


class RefusedRegistration(Paper):
    applied_on: str
    facts: list[str]
    reasons: list[Reason]


KINDS = (
    Kind(
        code="grant-registration",
        title="准予登记通知书",
        template=source("grant-registration"),
        sealed_by="deciding-body",
        law="市场主体登记管理条例19",
        says=("case_number", "matter", "applied_on", "entries"),
    ),
    Kind(
        code="refuse-registration",
        title="不予登记通知书",
        template=source("refuse-registration"),
        sealed_by="deciding-body",
        law="市场主体登记管理条例20",
        says=("case_number", "matter", "applied_on", "facts", "reasons"),
        adverse=True,
    ),
)
