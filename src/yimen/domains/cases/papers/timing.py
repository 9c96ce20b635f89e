"""What moves the limit is told in writing: special procedures (行政许可法 45) and the extension (42)."""

from datetime import date, datetime

from yimen.domains.cases.clocks import PERMIT
from yimen.domains.cases.models import Case, Extension, SpecialProcedure
from yimen.domains.cases.papers.once import another, applied_on, contact, once
from yimen.domains.cases.queries import service_of
from yimen.engines.clock import Limit, Unit, working_days_between
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.documents.models import Document


def tell_special_procedure(case: Case, row: SpecialProcedure, now: datetime) -> Document:
    """特别程序所需时间告知书; again when another time is told."""
    later = row.later_notices[-1] if row.later_notices else None
    ends = date.fromisoformat(later["planned_end"]) if later else row.planned_end
    days = working_days_between(row.start, ends, working_calendar()) + working_calendar().is_working_day(row.start)
    data = {
        "applied_on": applied_on(case),
        "accepted_on": _day(case.accepted_on),
        "procedure": row.kind,
        "why": later["why"] if later else row.why,
        "why_basis": row.required_by,
        "done_by": row.done_by,
        "days": f"{days}个工作日",
        "starts_on": row.start.isoformat(),
        "ends_on": ends.isoformat(),
        "contact": contact(case),
    }
    if service_of(case).meta["code"]["task_type"] != PERMIT:
        data["article"] = row.article
    if case.statutory_on:
        data["statutory_by"] = case.statutory_on.isoformat()
    return another(case, "special-procedure", data, now, mark=f"special {row.pk}.{len(row.later_notices)}")


def tell_extension(case: Case, row: Extension, old_by: date | None, now: datetime) -> Document:
    """延期告知书: the reasons, who approved, the new last day."""
    data = {
        "applied_on": applied_on(case),
        "accepted_on": _day(case.accepted_on),
        "old_by": _day(old_by),
        "reasons": [row.reason],
        "approved_by": "head",
        "approved_on": row.approved_on.isoformat(),
        "extended_by": Limit(row.added, Unit(row.unit), row.basis).text,
        "new_by": _day(case.statutory_on),
        "contact": contact(case),
        "limit_basis": row.basis,
    }
    return once(case, "extension", data, now)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
