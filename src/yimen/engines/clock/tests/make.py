"""Real holiday orders for the tests, in the layout of holiday-cn."""

from datetime import date, timedelta

from yimen.engines.clock import WorkingCalendar, read_holidays

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
