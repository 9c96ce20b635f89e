"""The checklist as the own posts may see it: what the rules found, and what each condition rests on.

A condition is shown to a post that may see every answer and fact that its rules read.
"""

from collections.abc import Mapping, Set
from datetime import datetime
from functools import lru_cache
from typing import Any

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import checklist_of, service_of
from yimen.engines import dmn
from yimen.engines.feel import compile_expression
from yimen.engines.service import Service

TABLE = "checklist"
MET = "符合"
AGAINST = ("不符合", "存疑")

Row = dict[str, Any]


def checklist(case: Case, now: datetime) -> list[Row]:
    """Every condition with finding, sentence, basis and ``reads`` (the names that its rules read).

    Before the rules have judged for the record, what they say now: the officer who takes papers in needs it as well.
    """
    service = service_of(case)
    rows = checklist_of(case)
    if TABLE in service.model.decisions and not case.decisions.filter(decision="outcome").exists():
        found = _said_now(case, now)
        # What the rules do not mention they find met; only they can say so.
        rows = [{**one, "finding": MET, **found.get(one["condition"], {})} for one in rows]
    reads = reads_of(service)
    return [{**one, "reads": reads.get(one["condition"], frozenset())} for one in rows]


def reads_of(service: Service) -> dict[str, frozenset[str]]:
    """Names of answers and facts behind each condition, through every decision in between."""
    if TABLE not in service.model.decisions:
        return {}
    found: dict[str, frozenset[str]] = {}
    for table in service.model.decisions[TABLE].tables:
        place = [column.name for column in table.outputs].index("condition")
        for rule in table.rules:
            condition = rule.output_texts[place].strip('"')
            texts = [column.text for column, test in zip(table.inputs, rule.tests, strict=True) if test is not None]
            names = frozenset().union(*(_behind(service, text) for text in texts))
            found[condition] = found.get(condition, frozenset()) | names
    return found


def _behind(service: Service, text: str) -> frozenset[str]:
    model = service.model
    names = _names(text, (*model.decisions, *model.inputs))
    return frozenset().union(*(_needs(service, name) for name in names))


def _needs(service: Service, name: str) -> frozenset[str]:
    """A decision's own needs, a derived value's, or the name itself."""
    model = service.model
    if name in model.decisions:
        decision = model.decisions[name]
        deeper = [_needs(service, one) for one in decision.decisions]
        return frozenset().union(*deeper, *(_needs(service, model.input_data[one].name) for one in decision.inputs))
    for derived in service.form.derived:
        if derived.key == name:
            return frozenset().union(*(_needs(service, one) for one in derived.expression.names))
    return frozenset() if name == "today" else frozenset({name})


@lru_cache(maxsize=2048)
def _names(text: str, known: tuple[str, ...]) -> Set[str]:
    return compile_expression(text, known).names


def _said_now(case: Case, now: datetime) -> Mapping[str, Row]:
    answer = dmn.decide(service_of(case).model, TABLE, facts_of(case, now))
    return {
        str(hit.outputs.get("condition", "")): {
            "finding": str(hit.outputs.get("finding", "")),
            "sentence": hit.annotations.get("说明", ""),
            "basis": hit.annotations.get("依据", ""),
        }
        for hit in answer.rules_hit
        if hit.table == TABLE
    }
