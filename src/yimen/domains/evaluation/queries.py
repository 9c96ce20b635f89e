from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import ROUND_DOWN, Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yimen.domains.cases.models import Case
from yimen.domains.evaluation.grades import REASON_WORDS, REASONS, Grade
from yimen.domains.evaluation.models import FollowUp, Rating, Visit
from yimen.domains.evaluation.states import Finding, State
from yimen.engines import clock
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.places.models import Organisation

FEWEST = 5
TOO_FEW = f"评价不足 {FEWEST} 条，先不显示"
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """The public figure of the last twelve months. ``sentence`` says it all; below ``FEWEST`` ratings ``shown`` is
    False and every number is 0, so that no page can give away what one person said.

    ``count`` holds the good ratings and those bad ones that were found true; ``rate`` is the share of the good ones in
    per cent, rounded down, so that one bad rating never hides behind 100.0.
    """

    shown: bool
    sentence: str
    count: int = 0
    rate: Decimal = Decimal(0)
    bad: int = 0
    fixed: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """How often a reason was given."""

    code: str
    words: str
    count: int
    bad: bool


def figures(of: str | Organisation, *, now: datetime) -> Figures:
    """What people say about a service (its slug) or a body, as everybody may read it (UX rule 16).

    Only bad ratings that were verified to be true count as 差评; those still waiting to be verified are told apart.
    """
    return _figures(**_counted(_ratings(of, now)).aggregate(**_SUMS))


def figures_by_body(bodies: Iterable[Organisation], *, now: datetime) -> dict[int, Figures]:
    """The same figure of many bodies, by their ids, in one question; a body without ratings is not among them."""
    rows = _counted(_ratings_of(Q(body__in=list(bodies)), now)).order_by().values("body").annotate(**_SUMS)
    return {body: _figures(*sums) for body, *sums in rows.values_list("body", *_SUMS)}


def reasons_said(of: str | Organisation, *, now: datetime) -> list[Said]:
    """Which reasons were given how often in the last twelve months, most often first; empty below ``FEWEST`` ratings.

    It counts what is said, never who says it: a reason that fewer than ``FEWEST`` people gave is left out.
    """
    counts: dict[str, int] = {}
    for codes in _ratings(of, now).values_list("reasons", flat=True):
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    bad = {code for grade in (Grade.BAD, Grade.VERY_BAD) for code in REASONS[grade]}
    often = [Said(code, REASON_WORDS[code], count, code in bad) for code, count in counts.items() if count >= FEWEST]
    return sorted(often, key=lambda one: (-one.count, one.code))


def rating_of_case(case: Case) -> Rating | None:
    return Rating.objects.filter(case=case).first()


def visit_of_case(case: Case, officer: Account) -> Visit | None:
    """The last time that this officer served somebody at the window over this case."""
    return Visit.objects.filter(case_number=case.number, officer=officer).order_by("-at").first()


def rating_of_visit(visit: Visit) -> Rating | None:
    return Rating.objects.filter(visit=visit).first()


def why_no_change(rating: Rating, live: FollowUp | None, now: datetime) -> str:
    """Why the grade stands as it is; empty while it may be changed."""
    if rating.case_id is None:
        return "用链接评价的，一次算数"
    if legal_day(now) > rating.change_until:
        return f"评价只能在 {rating.change_until:%-m月%-d日}前修改"
    if live is not None and live.state != State.OPEN:
        return "这条评价已经核实，不能再改"
    return ""


def _counted(ratings: QuerySet[Rating]) -> QuerySet[Rating]:
    """Each rating with what became of it, as ``_SUMS`` counts."""
    live = FollowUp.objects.filter(rating=OuterRef("pk")).exclude(state=State.DROPPED)
    true = live.filter(finding=Finding.TRUE)
    return ratings.annotate(
        is_true=Exists(true),
        is_fixed=Exists(true.filter(state__in=[State.FIXED, State.TOLD])),
        is_open=Exists(live.filter(state=State.OPEN)),
    )


_SUMS = {
    "good": Count("pk", filter=Q(grade__gte=Grade.FAIR)),
    "bad": Count("pk", filter=Q(is_true=True)),
    "fixed": Count("pk", filter=Q(is_fixed=True)),
    "pending": Count("pk", filter=Q(is_open=True)),
}


def _ratings(of: str | Organisation, now: datetime) -> QuerySet[Rating]:
    return _ratings_of(Q(item__slug=of) if isinstance(of, str) else Q(body=of), now)


def _ratings_of(subject: Q, now: datetime) -> QuerySet[Rating]:
    first = clock.add_months(legal_day(now), -_MONTHS)
    since = datetime.combine(first, time.min, CITY)
    return Rating.objects.filter(subject, given_at__gte=since, given_at__lte=now)


def _figures(good: int, bad: int, fixed: int, pending: int) -> Figures:
    count = good + bad
    if count < FEWEST:
        return Figures(False, TOO_FEW)
    rate = (Decimal(100 * good) / count).quantize(Decimal("0.1"), ROUND_DOWN)
    sentence = f"近 {_MONTHS} 个月 {count} 条评价：好评率 {rate}%，差评 {bad} 条，已整改 {fixed} 条"
    waiting = f"另有 {pending} 条正在核实"
    told = f"{sentence}；{waiting}" if pending else sentence
    return Figures(True, told, count, rate, bad, fixed, pending)
