"""The number of what a case brings out, by the scheme that its service names."""

from datetime import datetime

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.result import result_of
from yimen.engines.feel import compile_expression
from yimen.ground.numbering.credit_code import new_credit_code
from yimen.ground.numbering.food_licence import new_food_licence_number


def result_number(case: Case, now: datetime) -> str:
    """A fresh number for the result; of a result without a number of its own the case's.

    Raises:
        ValueError: the scheme is unknown, or its kind cannot be told from the answers.
    """
    result = result_of(case)
    told = result.get("number") if result else None
    if told is None:
        return case.number
    facts = facts_of(case, now)
    kind = compile_expression(told["kind"], tuple(facts)).evaluate(facts).value
    if not isinstance(kind, str):
        raise ValueError(f"{case.version.key}: the kind of the number is {kind!r}")
    return _SCHEMES[told["scheme"]](kind=kind, region=case.body.region_id)


_SCHEMES = {"credit-code": new_credit_code, "food-licence": new_food_licence_number}
