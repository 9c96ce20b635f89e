"""What the page of a year shows."""

from datetime import date
from typing import Any

from yimen.ground.audit.models import Entry
from yimen.ground.calendar.drawing import in_words, months
from yimen.ground.calendar.lines import as_lines
from yimen.ground.calendar.moment import CITY
from yimen.ground.calendar.order import WEEKDAYS
from yimen.ground.calendar.queries import changes_of, days_of, fingerprint, orders, working_calendar
from yimen.ground.calendar.warning import years_warning

_ACTS = {"load-holidays": "随系统装入放假安排", "enter-order": "录入全年放假安排", "correct-day": "更正单日"}
_KINDS = (
    {"value": "off", "label": "休", "hint": "放假，不算工作日"},
    {"value": "worked", "label": "班", "hint": "周末调休上班，算工作日"},
    {"value": "plain", "label": "按平常算", "hint": "周一到周五上班，周末休息"},
)


def year_page(year: int, today: date, typed: dict[str, str]) -> dict[str, Any]:
    """Everything about a year: its order or the warning, the drawing, the forms as filled, who changed what."""
    sources = {one.year: one.source for one in orders()}
    days = days_of(year)
    source = sources.get(year, "")
    drawn = months(year, working_calendar(), today)
    return {
        "year": year,
        "years": _years(sources, year, today.year),
        "source": source,
        "warning": "" if year in sources else years_warning([year]),
        "weekdays": list(WEEKDAYS),
        "months": drawn,
        "working_days": sum(month.working_days for month in drawn),
        "words": in_words(days),
        "seen": fingerprint(source, days),
        "typed": {"source": source, "lines": as_lines(days), **typed},
        "kinds": _KINDS,
        "changes": [_change(one) for one in changes_of(year)],
    }


def _years(sources: dict[int, str], shown: int, this: int) -> list[dict[str, Any]]:
    wanted = sorted({*sources, shown, this, this + 1}, reverse=True)
    return [
        {"year": year, "source": sources.get(year, ""), "warning": "" if year in sources else years_warning([year])}
        for year in wanted
    ]


def _change(entry: Entry) -> dict[str, Any]:
    told = entry.details
    if entry.action == "correct-day":
        text = f"{told['day']}：{told['was']} → {told['is']}。依据：{told['reason']}"
    elif entry.action == "enter-order":
        text = f"共 {told['days']} 天，其中 {len(told['changed'])} 天有变化。来源：{told['source']}"
    else:
        text = ""
    at = entry.at.astimezone(CITY)
    return {
        "title": f"{_ACTS.get(entry.action, entry.action)} · {entry.actor_name}",
        "text": text,
        "state": "done",
        "icon": "calendar-event",
        "time": at.isoformat(),
        "time_text": f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}",
    }
