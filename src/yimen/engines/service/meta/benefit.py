"""What goes on after a benefit was granted: payments, the yearly check, what stops them."""

from typing import Literal, NotRequired, TypedDict

from yimen.engines.service.meta.words import Sentence, Src, Unit

# What those who pay know: the month (its first day), the days of death, moving away, going missing, a check missed.
Told = Literal["month", "deceased_on", "moved_out_on", "missing_since", "alive_check_missed_on"]


class BenefitPerson(TypedDict):
    """Names of the form that say whom the benefit is for."""

    name: str
    id_number: str
    born: str


class Payee(TypedDict):
    """Fields of the form that say where the money goes."""

    way: str
    name: str
    account: str


class BenefitDecisions(TypedDict):
    """Decisions of ``rules.dmn``: yuan for a ``month``, the first day of the first month, why and when it stops."""

    amount: str
    first: str
    stops: str


class Monthly(TypedDict):
    """Paid every month; the host knows no other rhythm."""

    value: Literal[1]
    unit: Literal["month"]


class Benefit(TypedDict):
    """What a granted case opens. ``told``: what the payments tell the rules besides answers and facts."""

    name: str
    person: BenefitPerson
    payee: Payee
    decisions: BenefitDecisions
    told: list[Told]
    every: Monthly
    pay_post: str
    src: Src


class Months(TypedDict):
    """So many months."""

    value: int
    unit: Literal["month"]


class AliveCheck(TypedDict):
    """How often it is checked that the person is alive, in which ways, by what rule, and what follows a miss."""

    every: Months
    ways: list[str]
    rule: str
    miss: str
    basis: str
    src: Src


class StopEvent(TypedDict):
    """What ends or suspends the payments, in the words that people read."""

    id: str
    event: str
    effect: Literal["停发", "暂停"]
    plain: str
    basis: str
    src: Src


class Notice(TypedDict):
    """How long after it was found out the person is told of a stop or change in writing."""

    value: int
    unit: Unit
    plain: str
    basis: str
    src: Src


class Recover(Months, Sentence):
    """By when what was paid too much is given back."""


class After(TypedDict):
    """What goes on after a benefit was opened."""

    alive_check: NotRequired[AliveCheck]
    stops: list[StopEvent]
    notice: Notice
    move_inside: NotRequired[Sentence]
    recover: Recover
