"""Which days are worked: weekends, public holidays, and the weekend days worked in exchange (调休).

Source: 全国年节及纪念日放假办法, and the yearly 国务院办公厅关于部分节假日安排的通知.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from .errors import ClockError

_NO_NAMES: Mapping[date, str] = MappingProxyType({})
_SATURDAY = 5
_DECEMBER = 12
# A New Year's holiday has begun as early as 30 December, with 29 December worked in exchange (order for 2019).
_NEXT_ORDER_FROM = 28


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Days off and days worked by order. ``announced`` holds the years whose order is known; ``names`` says which
    holiday a day belongs to (days off and make-up days alike).

    Raises ``ClockError`` when a day is both off and worked.
    """

    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()
    names: Mapping[date, str] = field(default_factory=lambda: _NO_NAMES, hash=False)

    def __post_init__(self) -> None:
        for day in sorted(self.holidays & self.make_up_days):
            raise ClockError(f"{day.isoformat()} 既是放假日又是调休上班日。核对放假安排。")

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked: make-up days are, holidays and other weekend days are not."""
        return day in self.make_up_days or (day.weekday() < _SATURDAY and day not in self.holidays)

    def reason(self, day: date) -> str:
        """Why the day is worked or off, in Chinese, with a remark where the year's order is not known yet."""
        missing = "、".join(f"{year}年" for year in sorted(self.unannounced(day)))
        return self._plain_reason(day) + (f"（{missing}放假安排尚未公布）" if missing else "")

    def unannounced(self, day: date) -> frozenset[int]:
        """The years whose missing order could still change this day: its own, at the end of December also the next."""
        years = {day.year}
        if day.month == _DECEMBER and day.day >= _NEXT_ORDER_FROM:
            years.add(day.year + 1)
        return frozenset(years - self.announced)

    def _plain_reason(self, day: date) -> str:
        name = self.names.get(day, "")
        if day in self.make_up_days:
            return f"{name}调休上班"
        if day in self.holidays:
            return f"{name or '节假日'}放假"
        return "周末" if day.weekday() >= _SATURDAY else "工作日"


def read_holidays(documents: Iterable[Mapping[str, object]]) -> WorkingCalendar:
    """The calendar of several yearly documents ``{"year", "days": [{"name", "date", "isOffDay"}]}`` (holiday-cn).

    A document without days means that the year's order is not announced. Raises ``ClockError`` naming what is wrong.
    """
    worked: dict[date, bool] = {}
    names: dict[date, str] = {}
    announced: set[int] = set()
    for document in documents:
        year, days = _year(document), document.get("days")
        if not isinstance(days, list):
            raise ClockError(f"{year} 年的放假安排缺少 days 列表。没有公布时留空列表。")
        if days:
            announced.add(year)
        for row in days:
            day, name, off = _row(year, row)
            if worked.setdefault(day, not off) is off:
                raise ClockError(f"{day.isoformat()} 在放假安排里既放假又上班。核对后改正。")
            names[day] = name
    return WorkingCalendar(
        holidays=frozenset(day for day, is_worked in worked.items() if not is_worked),
        make_up_days=frozenset(day for day, is_worked in worked.items() if is_worked),
        announced=frozenset(announced),
        names=MappingProxyType(names),
    )


def _year(document: Mapping[str, object]) -> int:
    year = document.get("year")
    if isinstance(year, bool) or not isinstance(year, int):
        raise ClockError(f"放假安排的年份应是整数，实际是 {year!r}。")
    return year


def _row(year: int, row: object) -> tuple[date, str, bool]:
    if not isinstance(row, Mapping) or not isinstance(row.get("isOffDay"), bool):
        raise ClockError(f"{year} 年的放假安排里有一行不完整：{row!r}。每行要有 name、date、isOffDay。")
    try:
        day = date.fromisoformat(str(row.get("date")))
    except ValueError as error:
        raise ClockError(f"{year} 年的放假安排里有不存在的日期：{row.get('date')!r}。") from error
    # An order may reach into the Decembers beside its year, no further: another year is a slip of the pen.
    if abs(day.year - year) > 1:
        raise ClockError(f"{year} 年的放假安排里出现了 {day.isoformat()}。核对年份。")
    return day, str(row.get("name") or "").strip(), bool(row["isOffDay"])
