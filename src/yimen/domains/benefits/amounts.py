"""What a month is worth: the decision that ``benefit.decisions.amount`` names, of the version in force for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yimen.domains.benefits import months
from yimen.domains.benefits.errors import NoAmount
from yimen.domains.benefits.models import Entitlement
from yimen.domains.benefits.terms import FEN, terms_of
from yimen.domains.catalogue.queries import definition_by_key, versions_of
from yimen.engines import dmn
from yimen.engines.service import Service

# What a service folder calls the month that is asked about (``benefit.told``).
MONTH = "month"


@dataclass(frozen=True, slots=True)
class Amount:
    """``sentence`` and ``basis`` are the columns 说明 and 依据 of the rule that gave it."""

    yuan: Decimal
    sentence: str
    basis: str
    version: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All versions of one service, the newest first: key, first day in force, definition."""

    versions: Sequence[tuple[str, date, Service]]

    def version_for(self, month: date) -> tuple[str, Service]:
        """The newest version in force on the month's first day; before the first one, the first one."""
        for key, in_force_from, service in self.versions:
            if in_force_from <= month:
                return key, service
        key, _, service = self.versions[-1]
        return key, service


def rule_book(service: str) -> RuleBook:
    """Raises NotFound when no such service is published."""
    newest = versions_of(service)[-1].number
    keys = [f"{service}@{number}" for number in range(newest, 0, -1)]
    found = [(key, definition_by_key(key)) for key in keys]
    return RuleBook([(key, date.fromisoformat(str(one.meta["in_force_from"])), one) for key, one in found])


def amount_for(entitlement: Entitlement, month: date, book: RuleBook | None = None) -> Amount:
    """What this month is worth to this person, and why; 0 when the rules give nothing for it.

    Args:
        book: the versions of the service, when many amounts are wanted.

    Raises:
        NoAmount: the rules give no number, or ask for facts that a month has not.
        NoTerms: the version does not say what it pays.
    """
    key, service = (book or rule_book(entitlement.service)).version_for(month)
    terms = terms_of(service)
    if terms.amount not in service.model.decisions:
        raise NoAmount(f"“{entitlement.matter}”的规则里没有每月金额（{terms.amount}）", "让维护这个事项的人员补上。")
    decided = dmn.decide(service.model, terms.amount, {terms.born: entitlement.born, MONTH: month})
    if not isinstance(decided.outputs, Decimal) or decided.outputs < 0:
        doubts = "；".join(doubt.sentence for doubt in decided.doubts)
        raise NoAmount(
            f"{entitlement.case_number} 的{months.text(month)}算不出金额", doubts or "让维护这个事项的人员检查规则。"
        )
    reason = decided.reasons[0] if decided.reasons else None
    return Amount(
        yuan=decided.outputs.quantize(FEN),
        sentence=reason.sentence if reason else "",
        basis=reason.basis if reason else "",
        version=key,
    )
