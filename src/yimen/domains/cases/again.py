"""Applying anew for what was not granted: from which case a draft comes, what followed a case, what hinders it.

Two lines of history tie the two cases together: `OF` on the new one, `BY` on the earlier one, each with the other's
number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.lanes import is_joint
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.decision import facts_found
from yimen.domains.cases.states import NOT_GRANTED, Status
from yimen.ground.errors import DomainError, Stale

OF, BY = "again-of", "applied-again"
# Grounds of 不予受理 after which the same application would only come back.
_ELSEWHERE = frozenset({"no-permit-needed", "not-competent"})


@dataclass(frozen=True, slots=True)
class Earlier:
    """The case before this one: what came of it, and why, as its decision says."""

    number: str
    name: str
    status: Status
    reasons: tuple[Mapping[str, str], ...]
    facts: tuple[str, ...]


def followed_by(case: Case) -> Case | None:
    """The application with which the applicant went on after this one; None when there is none, or it has expired."""
    numbers = case.steps.filter(kind=BY).order_by("-pk").values_list("note", flat=True)[:1]
    return Case.objects.select_related("version__item").filter(number__in=list(numbers)).first()


def earlier_of(case: Case) -> Earlier | None:
    """The case that this one was begun from anew; None for an application of its own."""
    numbers = case.steps.filter(kind=OF).order_by("-pk").values_list("note", flat=True)[:1]
    found = Case.objects.select_related("version__item").filter(number__in=list(numbers)).first()
    return Earlier(found.number, found.version.name, Status(found.status), *_why(found)) if found else None


def _why(case: Case) -> tuple[tuple[Mapping[str, str], ...], tuple[str, ...]]:
    if case.status == Status.REFUSED:
        return tuple(case.reasons), tuple(one for one in facts_found(case) if one)
    if case.status == Status.NOT_ACCEPTED:
        told = case.declined
        return ({"sentence": told["text"], "basis": told["basis"]},), (told["facts"],)
    return (), ()


def hindrance(case: Case, today: date) -> DomainError | None:
    """Why this case is not applied for anew; None when it may be."""
    if case.status not in NOT_GRANTED or is_joint(case):
        return Stale("这件申请没有要重新申请的", "办成的照样有效，还在办的等结果。")
    told = case.declined if case.status == Status.NOT_ACCEPTED else {}
    until = told.get("barred_until", "")
    if until and today <= date.fromisoformat(until):
        return NotOpenForChange(
            f"{_on(until)}以后才能再申请这一项", "对这个决定不服的，照决定书上写的办法申请复议或者起诉。"
        )
    if told.get("reason") in _ELSEWHERE:
        return NotOpenForChange("这一项不用向我们申请", told["instead"] or "看决定书上写的办法。")
    return None


def _on(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"
