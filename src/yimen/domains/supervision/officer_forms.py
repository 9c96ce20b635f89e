"""The form of a finding: which step this officer can do now, and what it asks."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict

from yimen.domains.supervision.access import concerns, may_judge
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.present import text_spec, upheld_spec
from yimen.domains.supervision.states import Kind, State
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day

Told = Mapping[str, str]


def form_for(finding: Finding, officer: Account, sent: QueryDict, told: Told, now: datetime) -> dict[str, Any] | None:
    """Act, title, button and fields with what was typed; None when there is nothing for this officer to do."""
    act = step_for(finding, officer, now)
    if act is None:
        return None
    title, button, fields = _FORMS[act]
    return {"act": act, "title": title, "button": button, "fields": fields(sent, told)}


def step_for(finding: Finding, officer: Account, now: datetime) -> str | None:
    """What this officer can do with it now: answer, rule, appeal, review, or nothing."""
    state, today = State(finding.state), legal_day(now)
    if concerns(officer, finding, now):
        in_time = finding.appeal_by is not None and today <= finding.appeal_by
        return "answer" if state == State.OPEN else "appeal" if state == State.UPHELD and in_time else None
    if not may_judge(officer, finding, now):
        return None
    if state == State.ANSWERED or (state == State.OPEN and today > finding.answer_by):
        return "rule"
    if state == State.APPEALED and not finding.statements.filter(kind=Kind.RULING, by=officer).exists():
        return "review"
    return None


def _answer(sent: QueryDict, told: Told) -> list[dict[str, Any]]:
    return [text_spec("当时的情况", "为什么这样办，有什么材料可以查", sent.get("text", ""), told)]


def _rule(sent: QueryDict, told: Told) -> list[dict[str, Any]]:
    yes, no = ("认定", "有这个问题，计入单位绩效"), ("撤销", "没有这个问题，或者情有可原，不计入")
    return [
        upheld_spec(yes, no, sent.get("upheld", ""), told),
        text_spec("理由", "经办人看得到", sent.get("text", ""), told),
    ]


def _appeal(sent: QueryDict, told: Told) -> list[dict[str, Any]]:
    return [text_spec("为什么不同意", "只能申诉一次，由另一个监督员复核", sent.get("text", ""), told)]


def _review(sent: QueryDict, told: Told) -> list[dict[str, Any]]:
    yes, no = ("维持", "申诉不成立，仍然计入单位绩效"), ("撤销", "申诉成立，不计入")
    return [
        upheld_spec(yes, no, sent.get("upheld", ""), told),
        text_spec("理由", "经办人看得到", sent.get("text", ""), told),
    ]


_FORMS: Mapping[str, tuple[str, str, Callable[[QueryDict, Told], list[dict[str, Any]]]]] = {
    "answer": ("说明", "提交说明", _answer),
    "rule": ("认定", "提交结论", _rule),
    "appeal": ("申诉（只有一次）", "提交申诉", _appeal),
    "review": ("复核", "提交复核结论", _review),
}
