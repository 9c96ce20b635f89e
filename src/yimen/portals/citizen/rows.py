"""My cases as a list: the word, the legal outcome, what is waited for and by when. No question per row."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from yimen.domains.cases.clocks import clock_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import cases_of, refusal_words
from yimen.domains.cases.states import Status
from yimen.ground.accounts.models import Person
from yimen.ground.calendar.moment import legal_day
from yimen.portals.citizen.present import by_day, moment_text
from yimen.portals.citizen.standing import outcome_word

Row = dict[str, Any]
_FIRST = {Status.CORRECTING: 0, Status.DRAFT: 1}


def listed(person: Person) -> QuerySet[Case]:
    """The person's cases with what the rows need, the latest touched first."""
    return (
        cases_of(person)
        .select_related("version__item", "correction", "extension")
        .prefetch_related("special_procedures")
    )


def rows(cases: Iterable[Case], today: date) -> list[Row]:
    """What waits for the person comes first; all else stays in its order."""
    ordered = sorted(cases, key=lambda case: _FIRST.get(Status(case.status), len(_FIRST)))
    return [row(case, today) for case in ordered]


def row(case: Case, today: date) -> Row:
    draft = case.status == Status.DRAFT
    told = case.saved_at if draft else case.submitted_at or case.saved_at
    return {
        "href": reverse("cases:hub" if draft else "citizen:case", args=[case.number]),
        "name": case.version.name,
        "number": case.number,
        "word": case.word,
        "when": f"{moment_text(told)} {'保存' if draft else '提交'}",
        "outcome": outcome_word(case.status, *refusal_words(case)),
        "waits": waits(case, today),
    }


def waits(case: Case, today: date) -> str:
    """Whom it waits for and by when; empty when nobody has anything to do."""
    match Status(case.status):
        case Status.DRAFT:
            return f"没填完，保留到{by_day(legal_day(case.keep_until), today)}"
        case Status.CORRECTING:
            until = case.correction.supply_by
            return f"等您补正 {len(case.correction.points)} 处" + (f"，{by_day(until, today)}前" if until else "")
        case Status.SUBMITTED if case.answer_by is not None:
            return f"等部门告知是否受理，{_until(case.answer_by, today)}"
        case Status.ACCEPTED if case.promised_on is not None:
            return _decision(case, case.promised_on, today)
        case Status.GRANTED | Status.REFUSED if case.closed_at is None and case.deliver_by is not None:
            return f"等部门送达，{_until(case.deliver_by, today)}"
    return ""


def _decision(case: Case, promised: date, today: date) -> str:
    running = clock_of(case)
    kinds = "、".join(sorted({one.kind for one in running.stops_on(today)})) if running is not None else ""
    if kinds:
        return f"等部门决定，{kinds}期间不计时，承诺{_until(promised, today)}"
    return f"等部门决定，承诺{_until(promised, today)}"


def _until(day: date, today: date) -> str:
    return f"{by_day(day, today)}已经过了" if day < today else f"{by_day(day, today)}前"
