"""The document of a benefit that is paid every month: amount, from which month, why it stops."""

from datetime import datetime
from typing import Any

from yimen.domains.cases.benefit import benefit_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.once import applied_on, contact
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
