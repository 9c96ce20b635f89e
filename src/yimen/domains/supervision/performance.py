"""How bodies do: figures from cases, findings and ratings, and the score of the rulebook in force. Bodies only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from statistics import median

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from yimen.domains.cases.models import Case
from yimen.domains.evaluation.queries import Figures, figures_by_body
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.rulebooks import definition, rulebook_on
from yimen.domains.supervision.states import COUNTED
from yimen.engines import clock
from yimen.engines.service import rulebook as engine
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.places.models import Organisation

_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Performance:
    """One body over the period. ``score`` is None below the number of cases that the rulebook asks for.

    ``days`` and ``promised`` are medians in working days from acceptance, both with what was not counted in between.
    """

    body: Organisation
    cases: int
    on_time: int
    on_time_rate: Decimal | None
    days: Decimal | None
    promised: Decimal | None
    upheld: int
    rating: Figures | None
    figures: Mapping[str, Decimal | None]
    score: engine.Score | None


@dataclass(frozen=True, slots=True)
class Period:
    """The last months, up to and including today, and the rulebook that says how many."""

    since: datetime
    until: datetime
    book: engine.Rulebook
    calendar: clock.WorkingCalendar

    @property
    def fewest(self) -> int:
        return self.book.meta["performance"]["fewest"]

    @property
    def months(self) -> int:
        return self.book.meta["performance"]["months"]


def period_at(now: datetime) -> Period | None:
    """None while no rulebook is in force."""
    book = rulebook_on(legal_day(now))
    if book is None:
        return None
    told = definition(book)
    first = clock.add_months(legal_day(now), -told.meta["performance"]["months"])
    return Period(datetime.combine(first, time.min, CITY), now, told, working_calendar())


def performances(bodies: Sequence[Organisation], period: Period) -> list[Performance]:
    """The figures of these bodies in three questions, however many they are."""
    groups = _groups(decided(Q(body__in=list(bodies)), period))
    upheld = _upheld(bodies, period)
    ratings = figures_by_body(bodies, now=period.until)
    return [_one(one, groups.get(one.pk, []), upheld.get(one.pk, 0), ratings.get(one.pk), period) for one in bodies]


def decided(of: Q, period: Period) -> QuerySet[Case]:
    """The cases that were accepted and decided in the period, each with the city's day of its decision."""
    return Case.objects.filter(
        of,
        accepted_on__isnull=False,
        decision__in=["grant", "refuse"],
        decided_at__gte=period.since,
        decided_at__lte=period.until,
    ).annotate(decided_on=TruncDate("decided_at", tzinfo=CITY))


def days_taken(accepted: date, on: date, calendar: clock.WorkingCalendar) -> int:
    """Working days from the day after acceptance."""
    return max(0, clock.working_days_between(accepted, on, calendar))


_Group = tuple[date, date, date | None, int]


def _groups(cases: QuerySet[Case]) -> dict[int, list[_Group]]:
    rows = (
        cases.order_by()
        .values("body", "accepted_on", "decided_on", "promised_on")  # type: ignore[misc]  # annotated by ``decided``
        .annotate(number=Count("pk"))
        .values_list("body", "accepted_on", "decided_on", "promised_on", "number")
    )
    found: dict[int, list[_Group]] = {}
    for body, *group in rows:
        found.setdefault(body, []).append(tuple(group))
    return found


def _upheld(bodies: Iterable[Organisation], period: Period) -> dict[int, int]:
    """How many cases of each body have a finding that stands: two rules on one case are one case."""
    rows = (
        Finding.objects.filter(body__in=list(bodies), state__in=COUNTED)
        .filter(acted_at__gte=period.since, acted_at__lte=period.until)
        .order_by()
        .values("body")
        .annotate(number=Count("case", distinct=True))
        .values_list(F("body"), F("number"))
    )
    return dict(rows)


def _one(
    body: Organisation, groups: Sequence[_Group], upheld: int, rating: Figures | None, period: Period
) -> Performance:
    between = lru_cache(maxsize=None)(lambda start, on: days_taken(start, on, period.calendar))
    cases = sum(number for *_, number in groups)
    on_time = sum(number for _, on, by, number in groups if by is None or on <= by)
    days = _median([between(start, on) for start, on, _, number in groups for _ in range(number)])
    promised = _median([between(start, by) for start, _, by, number in groups if by for _ in range(number)])
    figures = {
        "on_time_rate": _rate(on_time, cases),
        "days_ratio": (days / promised).quantize(_HUNDREDTH) if days is not None and promised else None,
        "upheld_rate": (Decimal(100 * upheld) / cases).quantize(_HUNDREDTH) if cases else None,
        "good_rate": rating.rate if rating is not None and rating.shown else None,
    }
    # Few cases say more about the one officer who had them than about the body.
    score = engine.score(period.book, figures) if cases >= period.fewest else None
    return Performance(body, cases, on_time, figures["on_time_rate"], days, promised, upheld, rating, figures, score)


def _rate(part: int, whole: int) -> Decimal | None:
    # Rounded down: one late case never hides behind 100.0.
    return (Decimal(100 * part) / whole).quantize(_TENTH, ROUND_DOWN) if whole else None


def _median(values: Sequence[int]) -> Decimal | None:
    return Decimal(str(median(values))) if values else None
