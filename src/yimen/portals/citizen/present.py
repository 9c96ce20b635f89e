"""Dates, times and guide texts as citizens read them."""

from datetime import date, datetime, timedelta

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from yimen.ground.calendar.moment import CITY

# Raw HTML stays off: a guide is data that others may edit.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_WEEKDAYS = "一二三四五六日"


def guide_html(text: str) -> SafeString:
    """guide.md as HTML, its first heading left out (the page has its own) and the others one level down."""
    lines = text.splitlines()
    body = "\n".join(line for line in lines if not line.startswith("# "))
    return SafeString(_MARKDOWN.render(body))


def day_text(day: date) -> str:
    """``11月25日 周三``"""
    return f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"


def moment_text(moment: datetime) -> str:
    """``11月18日 周三 09:12`` in the city's time."""
    local = moment.astimezone(CITY)
    return f"{day_text(local.date())} {local:%H:%M}"


def in_hours(span: object) -> str:
    """A duration in the largest honest unit: ``1 分钟内``, ``3 小时``, ``2.5 天``."""
    if not isinstance(span, timedelta):
        return ""
    minutes = span.total_seconds() / 60
    if minutes < 1:
        return "不到 1 分钟"
    if minutes < 90:
        return f"{round(minutes)} 分钟"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)} 小时"
    return f"{minutes / 60 / 24:.1f} 天"
