"""Stopping a clock: only what an article names, only with a written notice of the time needed."""

from dataclasses import dataclass, replace
from datetime import date

from .calendar import WorkingCalendar
from .days import last_day
from .errors import StopRefused
from .limit import Limit
from .record import LegalClock, Notice, Stop
from .runs_on import NO_STOP_BY_NATURE, why_it_runs_on

ARTICLE_45 = "行政许可法第四十五条"
EIGHT = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")


@dataclass(frozen=True, slots=True)
class StopRule:
    """An article that stops the clock of a kind of matter.

    Attributes:
        kind: what stops it, as the article says it.
        article: document and article.
        required_by: when the procedure is required (“依法需要”), where the rule itself says so; else each stop says it.
        needs_notice: the applicant must be told the time needed in writing. Article 45 asks for it.
        needs_ground: each stop must say what requires it, unless ``required_by`` does. Article 45 asks for it.

    Raises:
        StopRefused: no article is named, or the kind is none that any article could stop a clock for.
    """

    kind: str
    article: str
    required_by: str = ""
    needs_notice: bool = True
    needs_ground: bool = False

    def __post_init__(self) -> None:
        if self.kind in NO_STOP_BY_NATURE:
            raise StopRefused(f"{why_it_runs_on(self.kind, permit=False)}不能写成停计时的规则。")
        if not self.kind.strip() or not self.article.strip():
            raise StopRefused(f"停计时要写明事由和条文，“{self.kind}”没有写全。没有条文就不能停。")


@dataclass(frozen=True, slots=True)
class StopRules:
    """What may stop the clocks of a kind of matter. Make it with ``permit_stops`` or ``named_stops``."""

    rules: tuple[StopRule, ...]
    permit: bool

    def rule_for(self, kind: str) -> StopRule:
        """The rule that allows the stop; raises ``StopRefused`` with the reason why there is none."""
        for rule in self.rules:
            if rule.kind == kind:
                return rule
        raise StopRefused(why_it_runs_on(kind, permit=self.permit))


def permit_stops(*special: StopRule) -> StopRules:
    """The eight procedures of 行政许可法第四十五条, and what a special law adds by article.

    A special rule for one of the eight says when it is required; it goes before the general one.
    """
    general = tuple(StopRule(kind, ARTICLE_45, needs_ground=True) for kind in EIGHT)
    return StopRules((*special, *general), permit=True)


def named_stops(*rules: StopRule) -> StopRules:
    """The rules of a matter that is no permit; none means that nothing stops its clock."""
    return StopRules(rules, permit=False)


def open_stop(
    clock: LegalClock,
    *,
    rules: StopRules,
    kind: str,
    start: date,
    planned_end: date,
    notice_on: date | None,
    limit: Limit | None,
    calendar: WorkingCalendar,
    required_by: str = "",
) -> LegalClock:
    """The clock with a stop from ``start`` to the planned end, both days not counted.

    Args:
        notice_on: the day on which the applicant was told the time needed in writing.
        limit: the statutory limit, or None when there is none: what has run out cannot be stopped.
        required_by: the rule that requires the procedure in this case, where the stop rule does not say it.

    Raises:
        StopRefused: no article allows it, no notice was given in time, or the limit has run out.
        ClockError: the days contradict each other.
    """
    rule = rules.rule_for(kind)
    _check_open(clock, kind)
    ground = required_by.strip() or rule.required_by
    if rule.needs_ground and not ground:
        raise StopRefused(f"只有依法需要的{kind}才不计时（{rule.article}）。写明是哪一条要求{kind}。")
    if rule.needs_notice and (notice_on is None or not clock.started <= notice_on <= start):
        raise StopRefused(
            f"{kind}要先把所需时间书面告知申请人，才不计时（{rule.article}）。"
            f"先送达特别程序所需时间告知书，{kind}从告知当天或者以后开始。"
        )
    if limit is not None and start > (end := last_day(clock, limit, calendar).day):
        raise StopRefused(
            f"办理期限已经在 {end.isoformat()} 届满，不能再因{kind}停计时。今天就往下办，并向申请人说明。"
        )
    stop = Stop(kind, rule.article, start, notice_on or start, planned_end, required_by=ground)
    return replace(clock, stops=(*clock.stops, stop))


def tell_more_time(clock: LegalClock, kind: str, *, given_on: date, planned_end: date) -> LegalClock:
    """The clock after a further written notice that an open stop takes longer (or less) than told.

    Raises:
        StopRefused: nothing of this kind is open, or the time told before has run out: the clock runs again.
    """
    stop = _open(clock, kind)
    if not stop.notice_on <= given_on <= stop.told_until:
        raise StopRefused(
            f"告知的{kind}时间到 {stop.told_until.isoformat()} 为止，新的时间要在这之前告知（{stop.article}）。"
            f"之后已经照常计时。还要继续{kind}的，重新告知所需时间。"
        )
    notice = Notice(given_on, planned_end)
    return _with(clock, stop, replace(stop, later_notices=(*stop.later_notices, notice)))


def close_stop(clock: LegalClock, kind: str, on: date) -> LegalClock:
    """The clock after the procedure ended: ``on`` is the last day not counted, unless the told time ran out earlier.

    Raises:
        StopRefused: nothing of this kind is open.
        ClockError: it ends before it began.
    """
    stop = _open(clock, kind)
    return _with(clock, stop, replace(stop, ended=on))


def end(clock: LegalClock, on: date) -> LegalClock:
    """The clock after the thing was done: decided, answered, delivered. Open stops end the same day.

    Raises:
        StopRefused: it has ended already.
    """
    if clock.ended is not None:
        raise StopRefused(f"这件事已经在 {clock.ended.isoformat()} 办完，不能再结束一次。")
    # A stop that was to begin later never took place.
    stops = tuple(
        stop if stop.ended is not None else replace(stop, ended=on) for stop in clock.stops if stop.start <= on
    )
    return replace(clock, stops=stops, ended=on)


def _check_open(clock: LegalClock, kind: str) -> None:
    if clock.ended is not None:
        raise StopRefused(f"这件事已经在 {clock.ended.isoformat()} 办完，不能再停计时。")
    if any(stop.kind == kind and stop.ended is None for stop in clock.stops):
        raise StopRefused(f"{kind}已经开始，不用再停一次。时间不够的，另行告知所需时间。")


def _open(clock: LegalClock, kind: str) -> Stop:
    for stop in clock.stops:
        if stop.kind == kind and stop.ended is None:
            return stop
    raise StopRefused(f"现在没有{kind}。核对停计时的事由。")


def _with(clock: LegalClock, old: Stop, new: Stop) -> LegalClock:
    return replace(clock, stops=tuple(new if stop is old else stop for stop in clock.stops))
