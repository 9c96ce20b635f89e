"""Documents of a benefit: amount, from which month, why it stops; or why it is not paid."""

from datetime import datetime
from typing import Any

from yimen.domains.cases.benefit import benefit_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.once import addressee, applied_on, contact
from yimen.domains.cases.queries import service_of


def granted_benefit(case: Case, now: datetime) -> dict[str, Any]:
    """What 高龄津贴确认通知书 says."""
    found = benefit_of(case, now)
    meta = service_of(case).meta
    after = meta.get("after", {})
    return {
        "recipient": found.recipient,
        "applied_on": applied_on(case),
        "basis": list(meta["grant"]["basis"]),
        "amount": str(found.amount),
        "from_month": f"{found.first_month:%Y-%m}",
        "tier": found.tier,
        "paid_to": found.covered_account,
        "alive_check": after.get("alive_check", {}).get("rule", ""),
        "stops": [one["plain"] for one in after.get("stops", [])],
        "contact": contact(case),
    }


def refused_benefit(case: Case, facts: list[str]) -> dict[str, Any]:
    """What 不予给付告知书 says."""
    return {
        "recipient": addressee(case),
        "applied_on": applied_on(case),
        "facts": facts,
        "reasons": case.reasons,
        "basis": list(service_of(case).meta["grant"]["basis"]),
    }
