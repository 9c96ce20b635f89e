"""Documents of a public service or of another power: what was done, line by line; or why it was not."""

from datetime import datetime
from typing import Any

from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.confirmed import entries_of
from yimen.domains.cases.papers.once import applied_on, contact, recheck
from yimen.domains.cases.papers.result import result_of
from yimen.domains.cases.queries import service_of
from yimen.ground.calendar.moment import legal_day


def finished(case: Case, now: datetime) -> dict[str, Any]:
    """What 办理结果通知书 says; ``entries`` of ``rules.dmn`` gives the lines.

    Raises:
        ValueError: the rules have no such decision, or no line for this case.
    """
    told, result = service_of(case).meta["grant"], result_of(case)
    return {
        "applied_on": applied_on(case),
        "finished_on": legal_day(case.decided_at or now).isoformat(),
        "basis": list(told["basis"]),
        "entries": entries_of(case, now),
        "duties": list(told["duties"]),
        "contact": contact(case),
        "automatic": not case.steps.filter(kind="officer-grant").exists(),
        "certificate": result["name"] if result else "",
        "certificate_number": case.result_number if result else "",
    }


def not_finished(case: Case, facts: list[str]) -> dict[str, Any]:
    """What 不予办理通知书 says."""
    return {
        "applied_on": applied_on(case),
        "facts": facts,
        "reasons": case.reasons,
        "basis": list(service_of(case).meta["grant"]["basis"]),
        "contact": contact(case),
        **recheck(case),
    }
