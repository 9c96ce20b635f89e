"""The clocks of a case day by day: each day counted or not, with its reason, as a table and as a strip of weeks."""

from datetime import date, timedelta
from typing import Any

from yimen.domains.cases.day_by_day import Column, Day, Explained, Kind, State, day_by_day
from yimen.ground.calendar.warning import unannounced_warning
from yimen.portals.citizen.glance import Glance
from yimen.portals.citizen.present import amount, by_day

WEEK = 7
_ONE = timedelta(days=1)
_MARKS = {State.START: "起", State.OFF: "休", State.STOPPED: "停", State.END: "止"}


def explained(g: Glance) -> list[dict[str, Any]]:
    """Each clock that has begun: its title, its limits, one row per day, and one strip per limit.

    The clock of the answer is told as long as there is no other.
    """
    told = day_by_day(g.case, g.today)
    later = [one for one in told if one.kind != Kind.ANSWER]
    return [_section(one, g) for one in later or told]


def _section(told: Explained, g: Glance) -> dict[str, Any]:
    running = told.running
    return {
        "title": told.kind,
        "began": f"{by_day(running.started, g.today)} {running.event}，从第二天起算",
        "ended": f"{by_day(running.ended, g.today)}办完" if running.ended else "",
        "limits": [_limit(one, told, g) for one in told.columns],
        "strips": [
            {"name": one.name, "says": _says(one, told, g), "weeks": weeks(one, g.today)} for one in told.columns
        ],
        "rows": [_row(day, cells, g) for day, cells in told.dates],
        "warning": unannounced_warning(*told.columns),
    }


def _limit(column: Column, told: Explained, g: Glance) -> dict[str, str]:
    extension = told.running.extension
    added = f"，延长 {amount(extension.limit.value, extension.limit.unit)}" if extension else ""
    return {
        "name": column.name,
        "text": amount(column.limit.value, column.limit.unit) + ("" if column.limit.promise else added),
        "basis": column.limit.basis,
        "end": by_day(column.end, g.today),
    }


def _says(column: Column, told: Explained, g: Glance) -> str:
    """The strip in words, for those who do not see it."""
    counted = sum(one.state == State.COUNTED for one in column.days)
    stopped = sum(one.state == State.STOPPED for one in column.days)
    stops = f"，其中 {stopped} 天停着不算" if stopped else ""
    start = by_day(told.running.started, g.today)
    return (
        f"{column.name}从{start}起，数满 {counted} 天{stops}，到{by_day(column.end, g.today)}为止。下面的表逐天写明。"
    )


def _row(day: date, cells: tuple[Day | None, ...], g: Glance) -> dict[str, Any]:
    reasons = list(dict.fromkeys(one.reason for one in cells if one is not None))
    return {
        "date": by_day(day, g.today),
        "iso": day.isoformat(),
        "today": day == g.today,
        "off": not any(one is not None and one.state in (State.COUNTED, State.LATE) for one in cells),
        "cells": [_words(one) if one is not None else "" for one in cells],
        "reason": _shortest(reasons),
    }


def _words(one: Day) -> str:
    if one.state == State.COUNTED:
        return f"第 {one.number} 天"
    return f"超期第 {one.number} 天" if one.state == State.LATE else "不算"


def _mark(one: Day) -> str:
    """What stands in the square: 起, 第3, 休, 停, 超2."""
    if one.state == State.COUNTED:
        return f"第{one.number}"
    return f"超{one.number}" if one.state == State.LATE else _MARKS[one.state]


def _shortest(reasons: list[str]) -> str:
    """One reason where one says what the other says: 工作日 beside 工作日，延长的期限."""
    return "；".join(one for one in reasons if not any(other != one and other.startswith(one) for other in reasons))


def weeks(column: Column, today: date) -> list[list[dict[str, Any] | None]]:
    """The days as weeks from Monday; None where the count has not begun or is over."""
    first, last = column.days[0].day, column.days[-1].day
    monday = first - first.weekday() * _ONE
    by_date = {one.day: one for one in column.days}
    found = []
    while monday <= last:
        days = [monday + at * _ONE for at in range(WEEK)]
        found.append([_square(by_date.get(day), column, today, is_first=day == first) for day in days])
        monday += WEEK * _ONE
    return found


def _square(one: Day | None, column: Column, today: date, *, is_first: bool) -> dict[str, Any] | None:
    if one is None:
        return None
    short = f"{one.day.month}/{one.day.day}" if is_first or one.day.day == 1 else str(one.day.day)
    return {
        "text": short,
        "mark": _mark(one),
        "state": one.state,
        "today": one.day == today,
        "last": one.day == column.end,
    }
