"""Documents of a confirmed benefit or status: what the rules say was confirmed, line by line; or why it was not."""

from datetime import datetime
from typing import Any

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.once import addressee, applied_on, contact
from yimen.domains.cases.queries import service_of
from yimen.engines import dmn

ENTRIES = "entries"


def confirmed(case: Case, now: datetime) -> dict[str, Any]:
    """What 给付确认通知书 and 行政确认决定书 say; ``entries`` of ``rules.dmn`` gives the lines.

    Raises:
        ValueError: the rules have no such decision, or no line for this case.
    """
    told = service_of(case).meta["grant"]
    return {
        "recipient": addressee(case),
        "applied_on": applied_on(case),
        "basis": list(told["basis"]),
        "entries": entries_of(case, now),
        "duties": list(told["duties"]),
        "contact": contact(case),
    }


def entries_of(case: Case, now: datetime) -> list[dict[str, str]]:
    """The lines that ``entries`` of ``rules.dmn`` gives for this case.

    Raises:
        ValueError: the rules have no such decision, or no line for this case.
    """
    service = service_of(case)
    if ENTRIES not in service.model.decisions:
        raise ValueError(f"{case.version.key} has no decision {ENTRIES}")
    found: Any = dmn.decide(service.model, ENTRIES, facts_of(case, now)).outputs
    if not found:
        raise ValueError(f"{case.number}: the rules name no line for its paper")
    return [{"label": str(row["label"]), "value": str(row["value"])} for row in found]


def not_confirmed(case: Case, facts: list[str]) -> dict[str, Any]:
    """What 不予确认决定书 and 不予给付告知书 say."""
    return {
        "recipient": addressee(case),
        "applied_on": applied_on(case),
        "facts": facts,
        "reasons": case.reasons,
        "basis": list(service_of(case).meta["grant"]["basis"]),
    }
