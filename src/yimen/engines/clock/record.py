"""What happened to a clock: when it started, what stopped it, what extended it, when it ended. Facts, no judgement."""

from dataclasses import dataclass
from datetime import date

from .errors import ClockError
from .limit import Limit


@dataclass(frozen=True, slots=True)
class Notice:
    """A written notice that a stop takes longer than told before."""

    given_on: date
    planned_end: date


@dataclass(frozen=True, slots=True)
class Stop:
    """A time that is not counted: every day from ``start`` to its end, both included.

    Attributes:
        kind: what stops the clock, such as 检验.
        article: the article that stops it.
        notice_on: the day of the written notice of the time needed.
        planned_end: the last day of the time needed, as told.
        ended: the last day it really took; None while open.
        required_by: the rule that requires the procedure in this case (“依法需要”).
        later_notices: notices of more time, oldest first.
    """

    kind: str
    article: str
    start: date
    notice_on: date
    planned_end: date
    ended: date | None = None
    required_by: str = ""
    later_notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        if self.told_until < self.start or (self.ended is not None and self.ended < self.start):
            raise ClockError(f"{self.kind}自 {self.start.isoformat()} 起，结束的日子不能更早。核对日期。")

    @property
    def told_until(self) -> date:
        """The last day of the time needed, by the latest notice."""
        return self.later_notices[-1].planned_end if self.later_notices else self.planned_end

    @property
    def last(self) -> date:
        """The last day that is not counted. What goes beyond the told time is counted, for nobody was told."""
        return self.told_until if self.ended is None else min(self.ended, self.told_until)

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.last


@dataclass(frozen=True, slots=True)
class Extension:
    """The one extension: by how much, approved by whom and when, told when and why."""

    limit: Limit
    approved_by: str
    on: date
    notice_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """That the clock began anew: by which article, from when it ran before, and when the applicant was told."""

    article: str
    before: date
    told_on: date
    told_late: bool


@dataclass(frozen=True, slots=True)
class LegalClock:
    """An immutable record of one clock. It knows no limit: the statutory and the promised one are read from the same.

    Attributes:
        started: the day of the event from which the limit runs; itself not counted.
        event: that event, such as 受理, 作出决定, 收到全部有效文件.
        stops: in any order; they may overlap.
        ended: the day on which the thing was done; None while open.

    Raises:
        ClockError: the days contradict each other.
    """

    started: date
    event: str = "受理"
    stops: tuple[Stop, ...] = ()
    extension: Extension | None = None
    ended: date | None = None
    restarted: Restarted | None = None

    def __post_init__(self) -> None:
        if self.ended is not None and self.ended < self.started:
            raise ClockError(f"{self.event}在 {self.started.isoformat()}，办完的日子不能更早。核对日期。")
        for stop in self.stops:
            if stop.start < self.started:
                raise ClockError(f"{stop.kind}不能早于{self.event}（{self.started.isoformat()}）。核对开始的日子。")

    def stops_on(self, day: date) -> tuple[Stop, ...]:
        """The stops that keep the day from being counted."""
        return tuple(stop for stop in self.stops if stop.covers(day))
