"""Dates, times and guide texts as citizens read them."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from yimen.engines.service import Service
from yimen.ground.calendar.moment import CITY
from yimen.ground.language.speech import speaks_english

# Raw HTML stays off: a guide is data that others may edit.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
SAID_BY_THE_PAGE = frozenset({"要准备什么", "怎么办", "要花多少钱", "什么情况办不了", "什么情况领不了", "找谁问"})
WEEKDAYS = "一二三四五六日"
# Before an hour the space stays.
_ISO_DAY = re.compile(r" ?(\d{4})-(\d\d)-(\d\d)(?: (?!\d))?")
_UNITS = {"workday": "个工作日", "day": "日", "month": "个月"}


@lru_cache(maxsize=64)
def guide_parts(text: str, in_english: str = "") -> tuple[SafeString, SafeString]:
    """guide.md as HTML in two parts: what to know before the steps, what to know after the decision.

    The page has its own title; chapters on what the page says from the definition itself are left out, because what
    stands twice is kept right only once. The first of them parts before from after. With guide.en.md the same chapters
    of that are shown.
    """
    parts: tuple[list[str], list[str]] = ([], [])
    seen_own, keeps = False, True
    chapters = (line.removeprefix("## ").strip() for line in text.splitlines() if line.startswith("## "))
    for line in (in_english or text).splitlines():
        if line.startswith("# "):
            continue
        if line.startswith("## "):
            keeps = next(chapters, "") not in SAID_BY_THE_PAGE
            seen_own = seen_own or not keeps
        if keeps:
            parts[seen_own].append(line)
    before, after = ("\n".join(lines) for lines in parts)
    return SafeString(_MARKDOWN.render(before)), SafeString(_MARKDOWN.render(after))


def guide_of(service: Service) -> tuple[SafeString, SafeString]:
    """Both parts of a service's guide in the language of the page; Chinese where there is no English."""
    return guide_parts(service.guide, service.guide_in_english if speaks_english() else "")


def long_day(day: date) -> str:
    """``2026年11月22日``"""
    return f"{day.year}年{day.month}月{day.day}日"


def day_text(day: date) -> str:
    """``11月25日 周三``"""
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def by_day(day: date, today: date) -> str:
    """``11月25日 周三``, with the year where it is not the reader's own: ``2027年1月4日 周一``."""
    return day_text(day) if day.year == today.year else f"{day.year}年{day_text(day)}"


def moment_text(moment: datetime) -> str:
    """``11月18日 周三 09:12`` in the city's time."""
    local = moment.astimezone(CITY)
    return f"{day_text(local.date())} {local:%H:%M}"


def plain_days(text: str) -> str:
    """A note with its ISO days as people write them: 到 2026-11-27 为止 becomes 到11月27日为止."""
    return _ISO_DAY.sub(lambda hit: f"{int(hit[2])}月{int(hit[3])}日", text)


def amount(value: int, unit: str) -> str:
    """``5 个工作日``, ``15 日``; nothing at all is 当场."""
    return f"{value} {_UNITS[unit]}" if value else "当场"


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
