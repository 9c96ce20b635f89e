"""Findings as pages show them: rows, facts, what happened, the questions of the forms."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from yimen.domains.supervision.models import TEXT_LENGTH, Finding, Statement
from yimen.domains.supervision.states import Kind, Severity, State
from yimen.engines.service.rulebook import ACTS
from yimen.ground.calendar.moment import CITY
from yimen.ground.errors import Fault

# Colour, word and shape: how grave it is never shows by colour alone.
_GRAVE = {
    Severity.SERIOUS: ("late", "alert-octagon-fill"),
    Severity.ORDINARY: ("soon", "alert-triangle-fill"),
    Severity.NOTICE: ("plain", "info-circle"),
}
_SAYS = {True: "是", False: "否", None: "不知道"}
_WORDS = {"grant": "准予", "refuse": "不予", "back": "退回"}
_UPHELD = {
    Kind.RULING: {True: "认定有这个问题", False: "撤销"},
    Kind.REVIEW: {True: "维持认定", False: "撤销认定"},
}


def grave(finding: Finding) -> dict[str, str]:
    kind, icon = _GRAVE[Severity(finding.severity)]
    return {"kind": kind, "icon": icon, "text": finding.severity_word}


def row_of(finding: Finding) -> dict[str, Any]:
    """One row of the list."""
    return {
        "number": finding.number,
        "name": finding.name,
        "grave": grave(finding),
        "service": finding.case.version.name,
        "case": finding.case.number,
        "body": finding.body.short_name,
        "who": who(finding),
        "act": ACTS[finding.act],
        "on": day_text(finding.acted_at.astimezone(CITY).date()),
        "state": finding.word,
    }


def who(finding: Finding) -> str:
    """The officer; where nobody had taken it, the post."""
    if finding.officer is not None:
        return finding.officer.name
    return f"{finding.post.name}（没有人领取）" if finding.post is not None else "没有人领取"


def facts_of(finding: Finding, *, tested: bool) -> list[dict[str, str]]:
    """The facts that the rule tests, or the others that are known of the act; each with its source. What the act is
    stands above them."""
    return [
        {"label": one["label"], "value": _said(one["name"], one["value"]), "source": one["source"]}
        for one in finding.facts
        if one["name"] != "act" and one["tested"] == tested
    ]


def _said(name: str, value: object) -> str:
    if value is None or isinstance(value, bool):
        return _SAYS[value]
    return _WORDS.get(str(value), str(value)) if name == "outcome" else str(value) or "没有写"


def history_of(finding: Finding, statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """What was done and said, and what comes next by when."""
    past = [
        _done("alert-triangle-fill", f"{who(finding)}：{ACTS[finding.act]}", "", finding.acted_at),
        _done("check", f"查到问题：{finding.name}", finding.sentence, finding.found_at),
    ]
    for one in statements:
        decided = _UPHELD[Kind(one.kind)][one.upheld] if one.upheld is not None else one.word
        past.append(_done("user", f"{one.by.name}：{decided}", one.text, one.at))
    return [*past, *_next(finding)]


def _done(icon: str, title: str, text: str, at: datetime) -> dict[str, Any]:
    return {
        "state": "done",
        "icon": icon,
        "title": title,
        "text": text,
        "time": at.isoformat(),
        "time_text": f"{at.astimezone(CITY):%-m月%-d日 %H:%M}",
    }


def _next(finding: Finding) -> list[dict[str, Any]]:
    by = {
        State.OPEN: ("等经办人说明", f"{day_text(finding.answer_by)}前"),
        State.ANSWERED: ("等监督员认定", ""),
        State.UPHELD: ("可以申诉一次", f"{day_text(finding.appeal_by)}前" if finding.appeal_by else ""),
        State.APPEALED: ("等另一个监督员复核", ""),
    }
    if finding.state not in by:
        return []
    title, until = by[State(finding.state)]
    return [{"state": "now", "icon": "hourglass", "title": title, "time_text": until}]


def day_text(day: date) -> str:
    return f"{day.month}月{day.day}日"


def text_spec(label: str, hint: str, value: str, told: Mapping[str, str]) -> dict[str, Any]:
    failure = told.get("text", "")
    spec = {"key": "text", "type": "text", "label": label, "hint": hint, "value": value, "failure": failure}
    return {**spec, "max_length": TEXT_LENGTH}


def upheld_spec(yes: tuple[str, str], no: tuple[str, str], value: str, told: Mapping[str, str]) -> dict[str, Any]:
    cards = [{"value": one, "label": label, "hint": hint} for one, (label, hint) in (("yes", yes), ("no", no))]
    failure = told.get("upheld", "")
    return {"key": "upheld", "type": "select", "label": "结论", "options": cards, "value": value, "failure": failure}


def told_of(faults: Iterable[Fault]) -> dict[str, str]:
    return {fault.key: fault.sentence for fault in faults}


def summary_of(faults: Iterable[Fault]) -> list[dict[str, str]]:
    return [{"key": fault.key, "sentence": fault.sentence} for fault in faults]
