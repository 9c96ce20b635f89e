"""Ask the rules, and keep what they said: outputs, rules hit, reasons, doubts, the facts read and their hash."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from yimen.domains.cases.models import Case, CaseFact, DecisionRecord
from yimen.domains.cases.queries import service_of
from yimen.domains.registers.facts import gather
from yimen.engines import dmn, forms
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day

_TYPED = "申请人填写"


def collect_facts(case: Case, now: datetime) -> None:
    """Ask the registers what the service needs to know; each fact is stored with its source and its time."""
    service = service_of(case)
    answers = forms.facts(service.form, case.answers, legal_day(case.submitted_at or now))
    purpose = f"{case.number} {service.meta['name']}核验"
    for fact in gather(service.meta.get("facts", []), answers, actor=SYSTEM, purpose=purpose, now=now, own=case.number):
        CaseFact.objects.update_or_create(
            case=case,
            name=fact.name,
            defaults={
                "value": stored(fact.value),
                "source": fact.source[:200],
                "as_of": fact.as_of,
                "doubt": fact.doubt[:500],
                "gathered_at": now,
            },
        )


def facts_of(case: Case, now: datetime) -> dict[str, Any]:
    """Everything the rules may read: typed answers, derived values, and the facts gathered so far."""
    service = service_of(case)
    known: dict[str, Any] = {str(one["name"]): None for one in service.meta.get("facts", [])}
    numbers = set()
    for inspection in service.meta.get("inspections", []):
        known.update({item["id"]: None for item in inspection["items"]})
        numbers |= {item["id"] for item in inspection["items"] if item["type"] in ("int", "decimal")}
    known.update((name, _known(value)) for name, value in (case.facts.values_list("name", "value") if case.pk else ()))
    known.update({name: Decimal(str(known[name])) for name in numbers if known[name] is not None})
    return {**forms.facts(service.form, case.answers, legal_day(case.submitted_at or now)), **known}


def decide_by_rules(case: Case, decision: str, now: datetime) -> dmn.Decision:
    """Ask one decision of the case's own version and keep the full record."""
    facts = facts_of(case, now)
    answer = dmn.decide(service_of(case).model, decision, facts, sources=_sources_of(case))
    DecisionRecord.objects.create(
        case=case,
        decision=decision,
        outputs=_json(answer.outputs),
        rules_hit=[
            {
                "table": hit.table,
                "rule": hit.rule_id,
                "position": hit.position,
                "outputs": _json(hit.outputs),
                "sentence": hit.annotations.get("说明", ""),
                "basis": hit.annotations.get("依据", ""),
            }
            for hit in answer.rules_hit
        ],
        reasons=[{"sentence": one.sentence, "basis": one.basis, "rule": one.rule_id} for one in answer.reasons],
        doubts=[one.sentence for one in answer.doubts],
        facts=[
            {"name": name, "value": _json(value), "source": answer.sources.get(name, "")}
            for name, value in answer.facts.items()
        ],
        facts_hash=answer.digest,
        made_at=now,
    )
    return answer


def _sources_of(case: Case) -> dict[str, str]:
    """Where each fact is from: a register, a site visit, or whoever applied. What is computed from others has none."""
    told = dict.fromkeys(case.answers, _TYPED) | {key: one["source"] for key, one in case.sources.items()}
    return told | dict(case.facts.values_list("name", "source"))


def stored(value: object) -> object:
    """A number of a register as JSON has it."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _known(value: object) -> object:
    """And back, as the rules count."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _json(value: Any) -> Any:
    """The value as plain JSON; numbers and dates become text, as they stand in a document."""
    return json.loads(json.dumps(value, default=str, ensure_ascii=False))
