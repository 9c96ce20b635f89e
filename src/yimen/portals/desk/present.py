"""Small things as officers read them: steps, facts, moments, places, lights."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from yimen.domains.cases.clocks import light_of
from yimen.domains.cases.models import Case, CaseFact
from yimen.domains.cases.queries import refusal_words, service_of
from yimen.engines.clock import State
from yimen.ground.calendar.moment import CITY
from yimen.ground.errors import DomainError
from yimen.ground.places.models import Post

LIGHT_NAMES = {State.LATE: "late", State.SOON: "soon", State.STOPPED: "pause", State.OK: "ok"}
WEEKDAYS = "一二三四五六日"
_STEPS = {
    "submitted": "收件",
    "accepted": "受理",
    "deemed": "视为受理",
    "correction-asked": "一次告知补正",
    "correction-supplied": "申请人补正",
    "corrected-on-the-spot": "当场更正",
    "officer-decline": "决定不予受理",
    "not-accepted": "不予受理",
    "reviewed": "提出审查意见",
    "inspected": "现场核查",
    "special-procedure-opened": "开始特别程序",
    "special-procedure-told": "再次告知特别程序的时间",
    "special-procedure-closed": "结束特别程序",
    "extended": "延期",
    "day-moved": "期限变动",
    "urged": "申请人催办",
    "urge-answered": "答复催办",
    "withdrawn": "申请人撤回",
    "reserved": "保留",
    "reserved-for-another": "要保留的已为别人所有",
    "released": "解除保留",
    "officer-back": "退回",
    "issued": "制作证照",
    "delivered": "送达、办结",
    "handed-over-together": "统一出证",
    "joint-visit": "约定联合踏勘",
    "opinion-asked": "征求意见",
    "opinion-answered": "答复征求的意见",
    "opinion-not-needed": "撤回征求意见",
    "corrected-elsewhere": "申请人在别的部分更正了同一项",
    "concluded": "各部分办结",
    "materials-destroyed": "材料到期销毁",
    "materials-held": "暂缓销毁材料",
    "hold-lifted": "结束暂缓销毁",
    "again-of": "接着上一次的申请",
    "applied-again": "申请人重新申请",
}
_BY_HAND = (
    "officer-",
    "reviewed",
    "inspected",
    "correction-asked",
    "corrected",
    "special",
    "extended",
    "urge-answered",
    "opinion-",
)
_SAYS = {True: "是", False: "否", None: "核不上"}


def step_words(case: Case) -> dict[str, str]:
    """What each kind of step is called in this matter: 准予许可, 准予登记 …"""
    granted, refused = refusal_words(case)
    return {
        **_STEPS,
        "officer-grant": f"决定{granted}",
        "officer-refuse": f"决定{refused}",
        "granted": granted,
        "refused": refused,
    }


def history(case: Case) -> list[dict[str, Any]]:
    """What happened so far as items of the timeline, oldest first."""
    words = step_words(case)
    return [
        {
            "state": "done",
            "icon": "user" if one.kind.startswith(_BY_HAND) else "check",
            "title": words.get(one.kind, one.kind),
            "text": f"{one.by}：{one.note}" if one.note else one.by,
            "time": one.at.isoformat(),
            "time_text": moment_text(one.at),
        }
        for one in case.steps.all()
    ]


def fact_row(fact: CaseFact, label: str, names: Mapping[str, str]) -> dict[str, Any]:
    """A fact with its source and time, or why it could not be known.

    Args:
        names: labels of the codes in the form's reference lists, so that a code is read as its name.
    """
    return {
        "label": label,
        "value": _said(fact, names),
        "source": _source(fact),
        "doubt": fact.doubt if fact.source else "",
    }


def light(case: Case, now: datetime) -> tuple[str, str]:
    """State and words of the running clock, for the tag of that name."""
    found = light_of(case, now)
    return LIGHT_NAMES[found.state], found.words


def who_applies(case: Case) -> str:
    """The enterprise where the form names one, else the person."""
    key = service_of(case).meta.get("addressee")
    return str(case.answers.get(key) or case.applicant.name) if key else case.applicant.name


def moment_text(moment: datetime) -> str:
    """``11月22日 13:36`` in the city's time."""
    return f"{moment.astimezone(CITY):%-m月%-d日 %H:%M}"


def day_text(day: date | None) -> str:
    """``12月2日`` or ``2027年1月4日`` is a matter of the reader's year; the weekday helps both."""
    return f"{day:%Y年%-m月%-d日}（周{WEEKDAYS[day.weekday()]}）" if day else ""


def places_of(posts: Iterable[Post]) -> list[tuple[str, list[str]]]:
    """Each organisation once, with the names of the officer's posts in it."""
    found: dict[str, list[str]] = {}
    for post in posts:
        found.setdefault(post.organisation.name, []).append(post.name)
    return list(found.items())


def sentence_of(error: DomainError) -> str:
    return f"{error.sentence}。{error.advice}" if error.advice else error.sentence


def _said(fact: CaseFact, names: Mapping[str, str]) -> str:
    if isinstance(fact.value, list):
        return "、".join(names.get(str(one), str(one)) for one in fact.value) or "没有"
    if fact.value is None and not fact.source:
        # No register was asked: the fact does not matter for these answers.
        return fact.doubt or _SAYS[None]
    if isinstance(fact.value, bool) or fact.value is None:
        return _SAYS[fact.value]
    return names.get(str(fact.value), str(fact.value))


def _source(fact: CaseFact) -> str:
    when = f"，{fact.as_of.astimezone(CITY):%Y-%m-%d %H:%M} 更新" if fact.as_of else ""
    return f"{fact.source}{when}" if fact.source else ""
