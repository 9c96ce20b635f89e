"""Real holiday orders for the tests, in the layout of holiday-cn, and clocks in the stages of their life."""

from datetime import date, time, timedelta

from yimen.engines.clock import (
    LegalClock,
    Limit,
    Unit,
    WorkingCalendar,
    extend,
    open_stop,
    permit,
    permit_stops,
    read_holidays,
    weekdays,
)

_2025 = [
    ("元旦", "01-01", 1, []),
    ("春节", "01-28", 8, ["01-26", "02-08"]),
    ("清明节", "04-04", 3, []),
    ("劳动节", "05-01", 5, ["04-27"]),
    ("端午节", "05-31", 3, []),
    ("国庆节、中秋节", "10-01", 8, ["09-28", "10-11"]),
]
_2026 = [
    ("元旦", "01-01", 3, ["01-04"]),
    ("春节", "02-15", 9, ["02-14", "02-28"]),
    ("清明节", "04-04", 3, []),
    ("劳动节", "05-01", 5, ["05-09"]),
    ("端午节", "06-19", 3, []),
    ("中秋节", "09-25", 3, []),
    ("国庆节", "10-01", 7, ["09-20", "10-10"]),
]


def document(year: int, orders: list) -> dict:
    """One year's document: (name, first day off, how many days, days worked in exchange)."""
    days = []
    for name, first, length, worked in orders:
        begin = date.fromisoformat(f"{year}-{first}")
        off = [begin + timedelta(days=offset) for offset in range(length)]
        days += [{"name": name, "date": day.isoformat(), "isOffDay": True} for day in off]
        days += [{"name": name, "date": f"{year}-{day}", "isOffDay": False} for day in worked]
    return {"year": year, "papers": ["https://www.gov.cn/"], "days": days}


DOCUMENTS = [document(2025, _2025), document(2026, _2026), {"year": 2027, "papers": [], "days": []}]


def calendar() -> WorkingCalendar:
    """2025 and 2026 as ordered, 2027 not announced."""
    return read_holidays(DOCUMENTS)


HOURS = weekdays((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
TWENTY = permit.DECIDE
FOOD = Limit(10, Unit.WORKDAY, "食品经营许可和备案管理办法")
FOOD_ISSUE = Limit(5, Unit.WORKDAY, "食品经营许可和备案管理办法")
FOOD_PROMISE = Limit(5, Unit.WORKDAY, "本机关承诺", promise=True)
SPECIAL = permit_stops()


def day(text: str) -> date:
    """``09-24`` is that day of 2026."""
    return date.fromisoformat(text if text.count("-") == 2 else f"2026-{text}")


def accepted(on: str) -> LegalClock:
    """A clock that acceptance started."""
    return LegalClock(day(on))


def stopped(clock: LegalClock, first: str, last: str, kind: str = "检验", **changes) -> LegalClock:
    """The clock, stopped as article 45 asks: told in writing on the first day, required by a law."""
    return open_stop(
        clock,
        **{
            "rules": SPECIAL,
            "kind": kind,
            "start": day(first),
            "planned_end": day(last),
            "notice_on": day(first),
            "limit": TWENTY,
            "calendar": calendar(),
            "required_by": "食品安全法第三十三条第一款第九项",
        }
        | changes,
    )


def extended(clock: LegalClock, on: str, **changes) -> LegalClock:
    """The clock, extended as article 42 asks."""
    return extend(
        clock,
        **{
            "rule": permit.EXTEND,
            "limit": TWENTY,
            "calendar": calendar(),
            "added": 10,
            "approved_by": "李敏",
            "approver": "本行政机关负责人",
            "on": day(on),
            "notice_on": day(on),
            "reason": "申请材料涉及三处场所，核查尚未完成",
        }
        | changes,
    )
