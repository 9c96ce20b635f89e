"""What a granted benefit comes to: for whom, from which month, how much, to which account (``benefit:``)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.engines import dmn
from yimen.ground.calendar.moment import legal_day

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Benefit:
    """``first_month`` is the first day of the month from which it is paid; ``amount`` is yuan in that month."""

    recipient: str
    id_number: str
    born: date
    first_month: date
    amount: Decimal
    tier: str
    way: str
    account_name: str
    account: str

    @property
    def covered_account(self) -> str:
        """The account as papers show it: its middle left out."""
        return f"{self.account_name} {self.way}（尾号 {self.account[-_SHOWN:]}）"


def benefit_of(case: Case, now: datetime) -> Benefit:
    """The benefit as the case's own version of the rules gives it.

    Raises:
        ValueError: the rules name no month or no amount for these answers.
    """
    told: Any = service_of(case).meta["benefit"]
    facts = {**facts_of(case, now), "applied_on": legal_day(case.submitted_at or now), "alive_check_missed_on": None}
    model = service_of(case).model
    first = _asked(case, told["decisions"]["first"], facts)
    if isinstance(first, str):
        first = date.fromisoformat(first)
    if not isinstance(first, date):
        raise ValueError(f"{case.number}: the rules name no first month")
    amount = _asked(case, told["decisions"]["amount"], {**facts, "month": first})
    if not isinstance(amount, Decimal):
        raise ValueError(f"{case.number}: the rules name no amount for {first}")
    person, payee = told["person"], told["payee"]
    return Benefit(
        recipient=str(facts[person["name"]]),
        id_number=str(facts[person["id_number"]]),
        born=facts[person["born"]],
        first_month=first,
        amount=amount,
        tier=str(_asked(case, "tier", {**facts, "month": first}) or "") if "tier" in model.decisions else "",
        way=str(facts[payee["way"]]),
        account_name=str(facts[payee["name"]]),
        account=str(facts[payee["account"]]),
    )


def _asked(case: Case, decision: str, facts: dict[str, Any]) -> Any:
    return dmn.decide(service_of(case).model, decision, facts).outputs
