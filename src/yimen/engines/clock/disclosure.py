"""The times of 政府信息公开条例: receipt by channel, correction and restart, third parties, answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .acceptance import AnswerRule
from .calendar import WorkingCalendar
from .count import Deadline
from .days import last_day
from .errors import ClockError, RestartRefused
from .extension import ExtensionRule
from .limit import Limit, Unit
from .record import LegalClock, Restarted
from .stops import StopRule, named_stops


def _working(days: int, article: str) -> Limit:
    return Limit(days, Unit.WORKDAY, f"政府信息公开条例{article}")


PUBLISH = _working(20, "第二十六条")
CORRECTION = AnswerRule(_working(7, "第三十条"))
ANSWER = _working(20, "第三十三条第二款")
ANSWER_EXTEND = ExtensionRule(_working(20, "第三十三条第二款"), approver="政府信息公开工作机构负责人")
THIRD_PARTY = _working(15, "第三十二条")
CO_AUTHOR = _working(15, "第三十四条")
STOPS = named_stops(
    StopRule(
        "征求第三方和其他机关意见",
        "政府信息公开条例第三十三条第三款",
        required_by="政府信息公开条例第三十二条",
        needs_notice=False,
    )
)


class Channel(StrEnum):
    """How a request came in (31)."""

    IN_PERSON = "in_person"
    REGISTERED_POST = "registered_post"
    PLAIN_POST = "plain_post"
    ONLINE = "online"
    FAX = "fax"


def request_received(
    channel: Channel, *, submitted: date | None = None, signed: date | None = None, confirmed: date | None = None
) -> date:
    """The day on which a request counts as received: handed in, signed for, or confirmed with the applicant (31).

    Raises:
        ClockError: the day that the channel needs is missing.
    """
    needed, name = {
        Channel.IN_PERSON: (submitted, "当面提交的日子"),
        Channel.REGISTERED_POST: (signed, "签收的日子"),
    }.get(channel, (confirmed, "与申请人确认的日子"))
    if needed is None:
        raise ClockError(f"还没有{name}，收到申请的日子定不下来（政府信息公开条例第三十一条），补填这个日子。")
    return needed


@dataclass(frozen=True, slots=True)
class Restart:
    """A rule by which a clock starts anew after a correction.

    Attributes:
        event: the event from which it runs anew.
        article: document and article.
        tell: by when the applicant had to be told, from receipt.
        given_up_by: the article by which silence of the applicant gives the request up; empty when there is none.
    """

    event: str
    article: str
    tell: Limit
    given_up_by: str = ""


RESTART = Restart(
    "收到补正的申请", "政府信息公开条例第三十条", CORRECTION.limit, given_up_by="政府信息公开条例第三十条"
)


def restart(
    clock: LegalClock, rule: Restart, *, told_on: date, corrected_on: date, calendar: WorkingCalendar
) -> LegalClock:
    """The clock that begins anew on the day the corrected request came in; what ran before counts no more.

    A notice after its last day is kept on record as late (``restarted.told_late``), for supervision: the article names
    no consequence.

    Raises:
        RestartRefused: it began anew before (一次性告知), it has ended, or the days contradict each other.
    """
    if clock.restarted is not None:
        raise RestartRefused(f"补正只能一次性告知（{rule.article}），期限已经重新起算过一次，要在现有期限内办完。")
    if clock.ended is not None:
        raise RestartRefused(f"这件事已经在 {clock.ended.isoformat()} 办完，期限不再重新起算。")
    if not clock.started <= told_on <= corrected_on:
        raise RestartRefused("收到申请、告知补正、收到补正的先后不对。核对日期。")
    late = told_on > last_day(LegalClock(clock.started, clock.event), rule.tell, calendar).day
    return LegalClock(
        corrected_on,
        f"{rule.event}（{rule.article}）",
        restarted=Restarted(rule.article, clock.started, told_on, late),
    )


def given_up(rule: Restart, *, correct_by: date, corrected_on: date | None, excused: bool, today: date) -> bool:
    """Whether the request counts as given up: not corrected in the time told, without a good reason (30).

    Whether a reason is good is for a person to say (``excused``). Without an article nothing is given up: a permit that
    is not corrected is refused acceptance by a person.
    """
    missed = today > correct_by and (corrected_on is None or corrected_on > correct_by)
    return bool(rule.given_up_by) and missed and not excused


def opinion_due(letter_received: date, calendar: WorkingCalendar, limit: Limit = THIRD_PARTY) -> Deadline:
    """The last day for the opinion of a third party (32) or of a co-author (34), from receipt of the letter."""
    return last_day(LegalClock(letter_received, "收到征求意见书"), limit, calendar)
