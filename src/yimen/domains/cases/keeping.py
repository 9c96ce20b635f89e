"""保管期限: how long what was handed in for a case stays after the case has ended, and what keeps it longer."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from yimen.domains.benefits.queries import cases_that_pay, entitlement_of_case
from yimen.domains.benefits.states import Standing
from yimen.domains.cases.models import Case, Hold, Material
from yimen.domains.cases.queries import service_of
from yimen.engines.service.keeping import last_day, retention_of
from yimen.engines.service.meta.keeping import Retention
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.models import StoredFile

# 定期 are 30 and 10 years there, ten for ordinary papers of the work: seen in public pages, not in the gazette.
ARCHIVES = "机关文件材料归档范围和文书档案保管期限规定"


def rule_of(case: Case, material: str) -> Retention:
    """The period of one material of this case, with what it rests on; where the service is silent the city's own."""
    city: Retention = {"years": settings.YIMEN_KEEP_YEARS, "basis": ARCHIVES, "src": "F"}
    return retention_of(service_of(case), material) or city


def ended_on(case: Case) -> date | None:
    """The day from which the periods run; None while the case goes on, or a benefit that it gave is paid."""
    if case.closed_at is None:
        return None
    closed = legal_day(case.closed_at)
    given = entitlement_of_case(case.number) if "benefit" in service_of(case).meta else None
    if given is None:
        return closed
    if given.standing != Standing.STOPPED or given.until is None:
        return None
    return max(closed, given.until.replace(day=monthrange(given.until.year, given.until.month)[1]))


def kept_until(row: Material, ended: date | None) -> date | None:
    """The last day on which the file stays for this case's sake; ``date.max`` is for ever; None while the case goes on.

    A day that was told once does not move forward when a rule becomes shorter later.

    Args:
        ended: of the case of this row (``ended_on``).
    """
    if ended is None:
        return None
    told = last_day(ended, rule_of(row.case, row.material))
    return max(told, row.kept_until) if row.kept_until else told


def holds_now(case: Case, today: date) -> QuerySet[Hold]:
    """What keeps the files of this case today whatever their period: its own holds and those of the whole."""
    return open_holds(today).filter(Q(case=case) | Q(case__lanes=case)).order_by("until", "pk")


def open_holds(today: date) -> QuerySet[Hold]:
    return Hold.objects.filter(lifted_at=None, until__gte=today)


def with_case(rows: QuerySet[Material]) -> QuerySet[Material]:
    """Rows with what their periods are read from; the files of a version are read once per process, not with each."""
    heavy = ("case__version__files", "case__version__terms")
    return rows.select_related("case__version").defer(*heavy)


def unsettled() -> QuerySet[Material]:
    """Rows of cases that have ended, for which no last day stands yet."""
    rows = Material.objects.filter(kept_until=None, case__closed_at__isnull=False, file__destroyed_at=None)
    return with_case(rows.exclude(case__number__in=cases_that_pay())).order_by("pk")


def due(today: date) -> QuerySet[Material]:
    """Rows whose period is over while the file is there, without those that a hold keeps."""
    rows = Material.objects.filter(kept_until__lt=today, file__ordered_at=None, file__destroyed_at=None)
    held = open_holds(today).values("case")
    return with_case(rows.exclude(case__in=held).exclude(case__parent__in=held)).order_by("pk")


def may_go(file: StoredFile, today: date) -> bool:
    """Whether no case needs this file any more: every case that refers to it has ended, its period is over, no hold.

    With the row of the file locked: who takes it over or holds it does so before, or finds it ordered.
    """
    rows = with_case(Material.objects.filter(file=file))
    return all(_is_over(row, today) for row in rows)


def _is_over(row: Material, today: date) -> bool:
    until = kept_until(row, ended_on(row.case))
    if until is None or until >= today:
        return False
    return not holds_now(row.case, today).exists()
