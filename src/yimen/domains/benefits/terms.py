"""What the local document says beside the rules: how often, how long, on which article.

A service says it under ``after`` in service.yaml; where it says nothing, the numbers of 云溪市高龄津贴发放办法 hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from yimen.engines.service import Service

# Opened this long before it is due, so that whoever must be visited is visited in time.
CHECK_OPENS_BEFORE = timedelta(days=30)
# A proof of life in somebody's data counts when it is not older than this before the due day.
PROOF_IS_FRESH = timedelta(days=90)
# After a visit that found nobody, another is made within this time.
VISIT_AGAIN_AFTER = timedelta(days=30)

CHECK_MONTHS, TELL_DAYS, REPAY_MONTHS = 12, 5, 3

FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Terms:
    """``matter``: the name of the benefit. ``check_months``: how often somebody is checked to be alive.
    ``tell_days``: working days until a stop must be told. ``repay_months``: time to give back what was too much;
    ``repay_basis``: the article on that, empty where the service names none."""

    matter: str
    check_months: int
    tell_days: int
    repay_months: int
    repay_basis: str


def terms_of(service: Service) -> Terms:
    meta: Mapping[str, Any] = service.meta
    after = meta.get("after", {})
    recover = after.get("recover", {})
    return Terms(
        matter=str(meta.get("benefit", {}).get("name") or meta["name"]),
        check_months=int(after.get("alive_check", {}).get("every", {}).get("value", CHECK_MONTHS)),
        tell_days=int(after.get("notice", {}).get("value", TELL_DAYS)),
        repay_months=int(recover.get("value", REPAY_MONTHS)),
        repay_basis=str(recover.get("basis", "")),
    )
