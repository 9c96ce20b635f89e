"""Answers to requests for government information (政府信息公开条例 36): provided, or not and why."""

from yimen.ground.documents.kinds.kind import Kind, Rows, source
from yimen.ground.documents.kinds.words import Paper, Reason


class GrantedDisclosure(Paper):
    """``answer``: what is provided, or how, where and when it is had (36(1), 36(2)). ``basis``: the articles."""

    applied_on: str
    answer: list[str]
    basis: list[str]


class RefusedDisclosure(Paper):
    """``facts``: what was searched and found. ``reasons``: one of 36(3) to 36(7), 35 or 30, with its article."""

    applied_on: str
    facts: list[str]
    reasons: list[Reason]


KINDS = (
    Kind(
        code="answer-disclosure",
        title="政府信息公开申请答复书",
        template=source("answer-disclosure"),
        sealed_by="deciding-body",
        law="政府信息公开条例36",
        says=("case_number", "matter", "applied_on", "answer", "basis"),
        rows=(Rows("answer"), Rows("basis")),
    ),
    Kind(
        code="refuse-disclosure",
        title="政府信息公开申请答复书（不能提供）",
        template=source("refuse-disclosure"),
        sealed_by="deciding-body",
        law="政府信息公开条例36",
        says=("case_number", "matter", "applied_on", "facts", "reasons"),
        adverse=True,
        rows=(Rows("facts"), Rows("reasons", ("sentence", "basis"))),
    ),
)
