"""The checklist as the own posts may see it: what the rules found, what each condition rests on, what is not known.

A condition is shown to a post that may see every answer and fact that its rules read.
"""

import re
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
_QUOTED = re.compile("“([^”]+)”")
MET = "符合"
AGAINST = ("不符合", "存疑")

Row = dict[str, Any]


def checklist(case: Case, now: datetime) -> list[Row]:
    """Every condition with finding, sentence, basis, ``reads`` (the names that its rules read) and, where it is not met
    or in doubt, ``unknown``: what of that nobody knows, and why.

    Before the rules have judged for the record, what they say now: the officer who takes papers in needs it as well.
    """
    service = service_of(case)
    rows = checklist_of(case)
    if TABLE in service.model.decisions and not case.decisions.filter(decision="outcome").exists():
        found = _said_now(case, now)
        # What the rules do not mention they find met; only they can say so.
        rows = [{**one, "finding": MET, **found.get(one["condition"], {})} for one in rows]
    reads = reads_of(service)
    unknown = _unknown(case, now) if any(one["finding"] in AGAINST for one in rows) else {}
    return [_with_reads(one, reads.get(one["condition"], frozenset()), unknown) for one in rows]


def _with_reads(row: Row, reads: frozenset[str], unknown: Mapping[str, str]) -> Row:
    told = [words for name, words in unknown.items() if name in reads] if row["finding"] in AGAINST else []
    return {**row, "reads": reads, "unknown": told}


def labels_of(service: Service) -> dict[str, str]:
    """What people call each answer, fact and thing to be seen on site."""
    seen = [item for one in service.meta.get("inspections", []) for item in one["items"]]
    return {
        **{one["name"]: one["label"] for one in service.meta.get("facts", []) if one.get("label")},
        **{item["id"]: item["label"] for item in seen},
        **{key: field.label for key, field in service.form.fields.items()},
    }


def _unknown(case: Case, now: datetime) -> dict[str, str]:
    """Each name that has no value, in words: what it is and why nobody knows it."""
    service, known = service_of(case), facts_of(case, now)
    on_site = {item["id"] for one in service.meta.get("inspections", []) for item in one["items"]}
    why = dict(case.facts.values_list("name", "doubt"))
    told = {}
    for name, label in labels_of(service).items():
        if known.get(name) is None:
            reason = "没有填" if name in service.form.fields else "还没有现场记录" if name in on_site else "还没有查"
            told[name] = f"{label}：{why.get(name) or reason}"
    return told


def doubts_of(case: Case, now: datetime) -> list[str]:
    """Why the rules could not tell something: as recorded when they judged, before that as they say it now."""
    recorded = case.decisions.filter(decision="outcome").order_by("-pk").values_list("doubts", flat=True).first()
    service = service_of(case)
    if recorded is None and TABLE not in service.model.decisions:
        return []
    if recorded is None:
        recorded = [one.sentence for one in dmn.decide(service.model, TABLE, facts_of(case, now)).doubts]
    labels = labels_of(service)
    told = (_QUOTED.sub(lambda found: f"“{labels.get(found[1], found[1])}”", one) for one in recorded)
    return list(dict.fromkeys(told))


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
