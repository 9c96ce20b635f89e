from dataclasses import dataclass
from typing import TypedDict


class CalendarRecord(TypedDict):
    """A calendar as plain values: the years with an order, and special days (ISO) with their names."""

    announced: list[int]
    off: dict[str, str]
    worked: dict[str, str]


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """Days are off or worked that were not, or a year has got its order: open limits are counted anew.

    Attributes:
        years: whose order or days have changed.
        days: ISO days that changed between off, worked and plain; may be empty when only an order came.
        before: the whole calendar as it was; ``queries.calendar_of`` makes the old and the new one.
    """

    years: list[int]
    days: list[str]
    before: CalendarRecord
