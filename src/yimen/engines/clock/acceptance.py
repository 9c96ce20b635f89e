"""Before the clock: five days to answer, one correction notice, and acceptance by silence (行政许可法第三十二条).

With one window and several departments each department keeps an ``Intake`` of its own, from the day on which the common
window received the papers.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .calendar import WorkingCalendar
from .count import Deadline
from .days import last_day
from .errors import ClockError, ClockRefused, CorrectionRefused
from .limit import Limit, Unit
from .record import LegalClock


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """By when the applicant is told what is lacking, and what follows when nobody tells.

    Attributes:
        limit: from the day the papers were received.
        deemed_by: the article by which silence means acceptance; empty when there is none.
    """

    limit: Limit
    deemed_by: str = ""


PERMIT_ANSWER = AnswerRule(
    Limit(5, Unit.WORKDAY, "行政许可法第三十二条第一款第四项"), deemed_by="行政许可法第三十二条第一款第四项"
)


@dataclass(frozen=True, slots=True)
class Intake:
    """Papers before acceptance: received, told what is lacking (once), corrected.

    Raises:
        ClockError: the days contradict each other.
    """

    received: date
    told_on: date | None = None
    corrected_on: date | None = None

    def __post_init__(self) -> None:
        if self.told_on is not None and self.told_on < self.received:
            raise ClockError("补正告知不能早于收到材料。核对日期。")
        if self.corrected_on is not None and (self.told_on is None or self.corrected_on < self.told_on):
            raise ClockError("收到补正材料不能早于补正告知。核对日期。")

    @property
    def counts_from(self) -> date:
        """The day from which the department's days to answer run: of the corrected papers when there are any."""
        return self.corrected_on or self.received


class Waiting(StrEnum):
    """Whom the papers wait for; ACCEPTED when silence has accepted them."""

    DEPARTMENT = "department"
    APPLICANT = "applicant"
    ACCEPTED = "accepted"


def answer_due(received: date, calendar: WorkingCalendar, rule: AnswerRule = PERMIT_ANSWER) -> Deadline:
    """The last day on which the applicant is told whether the papers are accepted or what is lacking."""
    return last_day(LegalClock(received, "收到申请材料"), rule.limit, calendar)


def deemed_accepted(
    received: date, today: date, told_on: date | None, calendar: WorkingCalendar, rule: AnswerRule = PERMIT_ANSWER
) -> date | None:
    """The day of acceptance by silence, or None: the day of receipt when nobody told in time.

    A notice after the last day does not undo it.
    """
    last = answer_due(received, calendar, rule).day
    told_in_time = told_on is not None and told_on <= last
    return received if rule.deemed_by and today > last and not told_in_time else None


def deemed(intake: Intake, today: date, calendar: WorkingCalendar, rule: AnswerRule = PERMIT_ANSWER) -> date | None:
    """As ``deemed_accepted`` for the whole intake; after a correction the days to answer run again.

    That they do is a reading: 第三十二条 says 收到申请材料, and corrected papers are such.
    """
    first = deemed_accepted(intake.received, today, intake.told_on, calendar, rule)
    if first is not None or intake.corrected_on is None:
        return first
    return deemed_accepted(intake.corrected_on, today, None, calendar, rule)


def waiting(intake: Intake, today: date, calendar: WorkingCalendar, rule: AnswerRule = PERMIT_ANSWER) -> Waiting:
    """Whom the papers wait for on ``today``."""
    if deemed(intake, today, calendar, rule) is not None:
        return Waiting.ACCEPTED
    asked = intake.told_on is not None and intake.corrected_on is None
    return Waiting.APPLICANT if asked else Waiting.DEPARTMENT


def tell_correction(intake: Intake, on: date, calendar: WorkingCalendar, rule: AnswerRule = PERMIT_ANSWER) -> Intake:
    """The intake after the one notice of all that is lacking.

    Raises:
        CorrectionRefused: a notice was given before, or silence has accepted the papers.
    """
    if intake.told_on is not None:
        raise CorrectionRefused(
            f"需要补正的内容只能一次告知（{rule.limit.basis}），{intake.told_on.isoformat()} 已经告知过。"
            "可以当场更正的请让申请人当场更正；补正后仍不符合的，请作出受理或者不予受理的决定。"
        )
    if deemed(intake, on, calendar, rule) is not None:
        last = answer_due(intake.received, calendar, rule).day
        raise CorrectionRefused(
            f"补正最晚要在 {last.isoformat()} 告知，逾期没有告知，自 {intake.received.isoformat()} 收到材料之日起"
            f"即为受理（{rule.deemed_by}）。按已受理继续办理。"
        )
    return replace(intake, told_on=on)


def take_corrected(intake: Intake, on: date) -> Intake:
    """The intake after the corrected papers came in.

    Raises:
        CorrectionRefused: nothing was asked for, or they came before.
    """
    if intake.told_on is None:
        raise CorrectionRefused("没有发出补正告知，不能登记补正材料。核对办件。")
    if intake.corrected_on is not None:
        raise CorrectionRefused(f"补正材料已经在 {intake.corrected_on.isoformat()} 收到。按收到的材料办理。")
    return replace(intake, corrected_on=on)


def accept(intake: Intake, on: date, calendar: WorkingCalendar, rule: AnswerRule = PERMIT_ANSWER) -> LegalClock:
    """The clock that acceptance starts; where silence has accepted before ``on``, it started then.

    Raises:
        CorrectionRefused: the applicant has been asked for corrections and has not brought them.
        ClockRefused: it is accepted before it was received.
    """
    if on < intake.counts_from:
        raise ClockRefused("受理不能早于收到材料。核对日期。")
    if (day := deemed(intake, on, calendar, rule)) is not None:
        return LegalClock(day, f"视为受理（{rule.deemed_by}）")
    if waiting(intake, on, calendar, rule) == Waiting.APPLICANT:
        raise CorrectionRefused("已经告知申请人补正，补正材料还没有收到。等收到以后再受理。")
    return LegalClock(on)
