"""A notice as it is read: what it says, since when, by when."""

from datetime import date, datetime
from typing import Any

from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.messages.models import Notice
from yimen.ground.messages.queries import MOST


def row(notice: Notice, now: datetime) -> dict[str, Any]:
    """What the list shows of one notice."""
    return {
        "number": notice.pk,
        "title": notice.title,
        "text": notice.text,
        "verb": "看看" if notice.done_at else notice.verb,
        "unread": notice.read_at is None,
        "done": notice.kind == Notice.ACT and notice.done_at is not None,
        "when": moment_text(notice.created_at, now),
        "due": due_text(notice.due_on, legal_day(now)) if notice.due_on and notice.is_open else "",
        "late": bool(notice.due_on and notice.is_open and notice.due_on < legal_day(now)),
    }


def due_text(due_on: date, today: date) -> str:
    """``11月25日前（还剩 5 天）``: the day itself, and how far off it is."""
    left = (due_on - today).days
    if left < 0:
        return f"{day_text(due_on, today)}到期，已经过了"
    return f"{day_text(due_on, today)}前（{f'还剩 {left} 天' if left else '就是今天'}）"


def moment_text(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(CITY)
    return f"{day_text(local.date(), legal_day(now))} {local:%H:%M}"


def day_text(day: date, today: date) -> str:
    """``11月25日``, with its year if it is not this one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def count_text(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count)
