"""The number of what a case brings out, by the scheme that its service names."""

from collections.abc import Callable
from datetime import datetime

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.result import result_of
from yimen.engines.feel import compile_expression
from yimen.engines.service.meta.results import Number
from yimen.engines.service.numbers import PLAIN
from yimen.ground.calendar.moment import legal_day
from yimen.ground.numbering.credit_code import new_credit_code
from yimen.ground.numbering.food_licence import new_food_licence_number
from yimen.ground.numbering.plain import new_plain_number


def result_number(case: Case, now: datetime) -> str:
    """A fresh number for the result; of a result without a number of its own the case's.

    In the transaction that grants: what is not granted uses up no number.

    Raises:
        ValueError: the scheme is unknown, its kind cannot be told from the answers, its pattern is none.
    """
    result = result_of(case)
    told: Number | None = result.get("number") if result else None
    if told is None:
        return case.number
    if told["scheme"] == PLAIN:
        day = legal_day(case.decided_at or now)
        return new_plain_number(pattern=told["pattern"], region=case.body.region_id, on=day)
    return _SCHEMES[told["scheme"]](kind=_kind(case, told["kind"], now), region=case.body.region_id)


def _kind(case: Case, text: str, now: datetime) -> str:
    facts = facts_of(case, now)
    kind = compile_expression(text, tuple(facts)).evaluate(facts).value
    if not isinstance(kind, str):
        raise ValueError(f"{case.version.key}: the kind of the number is {kind!r}")
    return kind


_SCHEMES: dict[str, Callable[..., str]] = {"credit-code": new_credit_code, "food-licence": new_food_licence_number}
