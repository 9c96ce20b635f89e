"""A limit: how long, in which unit, by which rule."""

from dataclasses import dataclass
from enum import StrEnum

from .count import MAX_WORKING_DAYS
from .errors import ClockError


class Unit(StrEnum):
    """What a limit is counted in. A 日 of a rule that does not say 工作日 is a calendar day."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"


_SPOKEN = {Unit.WORKDAY: "{}个工作日", Unit.DAY: "{}日", Unit.MONTH: "{}个月"}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take.

    Attributes:
        value: a whole number from 0; 0 means on the spot, on the very day.
        unit: what is counted.
        basis: document and article; a promise may leave it empty.
        promise: the body's own promise. An extension by law lengthens the statutory limit only: a promise that was
            not kept stays visible.
        rolls_over_by: the article by which a last day that is off moves to the next working day (such as
            民法典第二百零三条第一款); empty: it stays where it falls. Working days need none.

    Raises:
        ClockError: the value, unit or basis makes no sense.
    """

    value: int
    unit: Unit
    basis: str = ""
    promise: bool = False
    rolls_over_by: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not 0 <= self.value <= MAX_WORKING_DAYS:
            raise ClockError(f"期限应是 0 到 {MAX_WORKING_DAYS} 之间的整数，实际是 {self.value!r}。")
        if self.unit not in _SPOKEN:
            raise ClockError(f"期限的单位应是工作日、日或者月（workday、day、month），实际是 {self.unit!r}。")
        if not self.promise and not self.basis.strip():
            raise ClockError("法定期限要写明依据，例如“行政许可法第四十二条第一款”。")
        if self.unit == Unit.WORKDAY and self.rolls_over_by:
            raise ClockError("以工作日计算的期限总在工作日届满，不需要顺延的依据。")

    @property
    def text(self) -> str:
        """As one says it: 20个工作日, 15日, 3个月."""
        return _SPOKEN[self.unit].format(self.value)


def within(limit: Limit, ceiling: Limit) -> Limit:
    """The limit, if it does not exceed what the higher rule leaves room for.

    For limits that a local rule may set up to a ceiling, such as 居住证暂行条例第九条: 15 days, by local rule up to 30.

    Raises:
        ClockError: it is longer, or counted in another unit.
    """
    if limit.unit != ceiling.unit:
        raise ClockError(f"{limit.text}和{ceiling.text}（{ceiling.basis}）的单位不同，不能比较。改用同一单位。")
    if limit.value > ceiling.value:
        raise ClockError(f"{limit.text}超过了{ceiling.basis}规定的上限{ceiling.text}，要改短。")
    return limit
