"""Tasks with their lights, and facts with their sources, as officers read them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from yimen.domains.cases.models import Case, CaseFact
from yimen.domains.cases.queries import cases_by_number
from yimen.ground.calendar.moment import CITY
from yimen.ground.places.models import Post
from yimen.ground.processes.models import Task

_STEPS = {
    "submitted": "收件",
    "accepted": "受理",
    "officer-grant": "审查：准予登记",
    "officer-refuse": "审查：不予登记",
    "granted": "准予登记",
    "refused": "不予登记",
    "issued": "签发证照",
    "delivered": "送达、办结",
}
_SAYS = {True: "是", False: "否", None: "核不上"}


def light(due_on: date | None, today: date) -> tuple[str, str]:
    """State and words of the light (UX 3.6): late, soon (one day or less), ok, or not counted."""
    if due_on is None:
        return "pause", "不计时"
    left = (due_on - today).days
    if left < 0:
        return "late", f"超期 {-left} 天"
    return ("soon", "今天到期" if left == 0 else "剩 1 天") if left <= 1 else ("ok", f"剩 {left} 天")


def task_rows(tasks: list[Task], today: date) -> list[dict[str, Any]]:
    """Rows of the work list; the cases are read in one question."""
    cases = cases_by_number(task.instance.subject_ref for task in tasks)
    rows = []
    for task in tasks:
        state, words = light(task.due_on, today)
        case = cases[task.instance.subject_ref]
        rows.append(
            {
                "state": state,
                "light": words,
                "service": case.version.name,
                "number": case.number,
                "applicant": case.applicant.name,
                "step": task.name,
                "due": f"{task.due_on:%m-%d}" if task.due_on else "",
                "incident": task.kind == Task.INCIDENT,
            }
        )
    return rows


def fact_rows(case: Case, meta: Mapping[str, Any], lists: Mapping[str, list[dict[str, str]]]) -> list[dict[str, Any]]:
    """What the registers said: fact, answer, source and time, or why it could not be known.

    Args:
        lists: the reference lists of the form, so that a code (of a trade) is read as its name.
    """
    labels = {str(one["name"]): str(one.get("label", one["name"])) for one in meta.get("facts", [])}
    names = {option["value"]: option["label"] for options in lists.values() for option in options}
    return [
        {
            "label": labels.get(fact.name, fact.name),
            "value": _said(fact, names),
            "source": _source(fact),
            "doubt": fact.doubt if fact.source else "",
        }
        for fact in case.facts.order_by("pk")
    ]


def _said(fact: CaseFact, names: Mapping[str, str]) -> str:
    if isinstance(fact.value, list):
        return "、".join(names.get(str(one), str(one)) for one in fact.value) or "没有"
    if fact.value is None and not fact.source:
        # No register was asked: the fact does not matter for these answers.
        return fact.doubt or _SAYS[None]
    return _SAYS.get(fact.value, str(fact.value))


def history(case: Case) -> list[dict[str, Any]]:
    """What happened so far as items of the timeline, oldest first."""
    return [
        {
            "state": "done",
            "icon": "user" if one.kind.startswith("officer-") else "check",
            "title": _STEPS.get(one.kind, one.kind),
            "text": f"{one.by}：{one.note}" if one.note else one.by,
            "time": one.at.isoformat(),
            "time_text": moment_text(one.at),
        }
        for one in case.steps.all()
    ]


def moment_text(moment: datetime) -> str:
    """``11月22日 13:36`` in the city's time."""
    return f"{moment.astimezone(CITY):%-m月%-d日 %H:%M}"


def places_of(posts: Iterable[Post]) -> list[tuple[str, list[str]]]:
    """Each organisation once, with the names of the officer's posts in it."""
    found: dict[str, list[str]] = {}
    for post in posts:
        found.setdefault(post.organisation.name, []).append(post.name)
    return list(found.items())


def stats(rows: list[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    """The four lights with their counts, as filters; a second click on one shows all again."""
    words = {"late": "超期", "soon": "临期", "ok": "时限内", "pause": "不计时"}
    return [
        {
            "state": state,
            "text": text,
            "count": sum(1 for row in rows if row["state"] == state),
            "href": reverse("desk:worklist") + ("" if wanted == state else f"?light={state}"),
            "current": wanted == state,
        }
        for state, text in words.items()
    ]


def _source(fact: CaseFact) -> str:
    when = f"，{fact.as_of.astimezone(CITY):%Y-%m-%d %H:%M} 更新" if fact.as_of else ""
    return f"{fact.source}{when}" if fact.source else ""
