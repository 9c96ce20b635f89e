"""What a service says beside its rules, under ``benefit`` and ``after``: names, how often, how long, which article."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from yimen.domains.benefits.errors import NoTerms
from yimen.engines.service import Service

# Opened this long before it is due, so that whoever must be visited is visited in time.
CHECK_OPENS_BEFORE = timedelta(days=30)
# A proof of life in somebody's data counts when it is not older than this before the due day.
PROOF_IS_FRESH = timedelta(days=90)
# After a visit that found nobody, another is made within this time.
VISIT_AGAIN_AFTER = timedelta(days=30)

FEN = Decimal("0.01")
WITHOUT_APPLYING = "免申即享"
_UNITS = {"workday": "个工作日", "day": "日"}


@dataclass(frozen=True, slots=True)
class Terms:
    """``matter``: the name of the benefit. ``born``, ``id_number``, ``name``: what the form calls them.
    ``amount``, ``first``, ``stops``: decisions of rules.dmn. ``told``: facts that the payments tell these decisions.
    ``check_months``: how often somebody is checked to be alive, None where nobody is. ``tell_value``, ``tell_unit``:
    by when a stop must be told. ``repay_months``: time to give back what was too much, by ``repay_basis``.
    ``move_basis``: the article by which a right follows a move inside the region, empty where there is none."""

    matter: str
    born: str
    id_number: str
    name: str
    amount: str
    first: str
    stops: str
    told: frozenset[str]
    check_months: int | None
    tell_value: int
    tell_unit: Literal["workday", "day"]
    repay_months: int
    repay_basis: str
    move_basis: str

    @property
    def tell_text(self) -> str:
        """``5 个工作日``."""
        return f"{self.tell_value} {_UNITS[self.tell_unit]}"


def terms_of(service: Service) -> Terms:
    """Raises NoTerms for a service that pays nothing, or does not say what goes on after the decision."""
    benefit, after = service.meta.get("benefit"), service.meta.get("after")
    if benefit is None or after is None:
        raise NoTerms(
            f"“{service.meta['name']}”没有写发什么、什么时候停、怎么告知", "让维护这个事项的人员补上 benefit 和 after。"
        )
    person, decisions = benefit["person"], benefit["decisions"]
    alive, move = after.get("alive_check"), after.get("move_inside")
    return Terms(
        matter=benefit["name"],
        born=person["born"],
        id_number=person["id_number"],
        name=person["name"],
        amount=decisions["amount"],
        first=decisions["first"],
        stops=decisions["stops"],
        told=frozenset(benefit["told"]),
        check_months=alive["every"]["value"] if alive else None,
        tell_value=after["notice"]["value"],
        tell_unit=after["notice"]["unit"],
        repay_months=after["recover"]["value"],
        repay_basis=after["recover"]["basis"],
        move_basis=move["basis"] if move else "",
    )
