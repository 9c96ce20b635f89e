"""Extending a limit: once, by the head, before it has run out, with the reasons told."""

from dataclasses import dataclass, replace
from datetime import date

from .calendar import WorkingCalendar
from .days import last_day
from .errors import ExtensionRefused
from .limit import Limit
from .record import Extension, LegalClock


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """By how much a limit may be extended at most, and who approves it.

    Attributes:
        longest: the most that may be added, with its article.
        approver: who approves, as the article says it, such as 本行政机关负责人.
    """

    longest: Limit
    approver: str


def extend(
    clock: LegalClock,
    *,
    rule: ExtensionRule | None,
    limit: Limit,
    calendar: WorkingCalendar,
    added: int,
    approved_by: str,
    approver: str,
    on: date,
    notice_on: date | None,
    reason: str,
) -> LegalClock:
    """The clock with its one extension.

    Args:
        rule: what allows it; None when no article does.
        limit: the statutory limit that is extended.
        added: how many units are added, at most what the rule allows.
        approved_by: the person who approved; ``approver`` the office the person holds, as the rule names it.
        on: the day of approval; ``notice_on`` the day on which the applicant was told the reasons.

    Raises:
        ExtensionRefused: there is no rule, it was extended before, somebody else approved, the limit has run out, or
            the reasons were not told.
    """
    if rule is None:
        raise ExtensionRefused("没有条文允许延长这个期限，要在期限内办完。")
    article = rule.longest.basis
    _check_clock(clock, article)
    if not approved_by.strip() or approver != rule.approver:
        raise ExtensionRefused(f"延长期限要由{rule.approver}批准（{article}）。先送{rule.approver}审批。")
    if not 1 <= added <= rule.longest.value or limit.unit != rule.longest.unit:
        raise ExtensionRefused(f"最多可以延长{rule.longest.text}（{article}）。改正延长的期限。")
    if not reason.strip() or notice_on is None:
        raise ExtensionRefused(f"延长期限要把理由告知申请人（{article}）。写明理由并送达延期告知书。")
    end = last_day(clock, limit, calendar).day
    if not clock.started <= on <= notice_on <= end:
        raise ExtensionRefused(
            f"延长要在期限届满（{end.isoformat()}）之前批准并告知申请人（{article}），先批准，后告知。核对日期。"
        )
    granted = replace(rule.longest, value=added)
    return replace(clock, extension=Extension(granted, approved_by, on, notice_on, reason))


def _check_clock(clock: LegalClock, article: str) -> None:
    if clock.ended is not None:
        raise ExtensionRefused(f"这件事已经在 {clock.ended.isoformat()} 办完，不能再延长。")
    if clock.extension is not None:
        raise ExtensionRefused(f"期限只能延长一次（{article}），这件事已经在 {clock.extension.on.isoformat()} 延长过。")
