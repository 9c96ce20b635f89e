"""What the registers say about people: whether somebody died, moved away, is missing, or was seen alive lately.

A service may declare these facts itself (``facts:`` in service.yaml, under the same names); where it does not, the
table below holds. Many people are asked about at once: one look-up per register and batch is put on record, not one
per person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yimen.domains.benefits.models import Entitlement
from yimen.domains.registers.keys import register_key
from yimen.domains.registers.models import Register
from yimen.domains.registers.queries import Held, look_up
from yimen.engines.feel import compile_expression
from yimen.engines.service import Service
from yimen.ground.audit import Actor

DECEASED, MOVED_OUT, MISSING, MISSED = "deceased_on", "moved_out_on", "missing_since", "alive_check_missed_on"
SEEN_ALIVE = "seen_alive_on"

# Keys and expression are FEEL, as in a service folder. A date that is not there is null: nothing is concluded from it.
DECLARED: tuple[Mapping[str, str], ...] = (
    {
        "name": DECEASED,
        "register": "civil-deaths",
        "keys": "id_number",
        "expression": ("if records[1] = null or records[1].died_on = null then null else date(records[1].died_on)"),
    },
    {
        "name": MOVED_OUT,
        "register": "population",
        "keys": "id_number",
        "expression": (
            "if records[1] = null or records[1].moved_out_on = null then null else date(records[1].moved_out_on)"
        ),
    },
    {
        "name": MISSING,
        "register": "population",
        "keys": "id_number",
        "expression": (
            "if records[1] = null or records[1].missing_since = null then null else date(records[1].missing_since)"
        ),
    },
    {
        "name": SEEN_ALIVE,
        "register": "medical-visits",
        "keys": "id_number",
        "expression": (
            "if records[1] = null or records[1].last_visit_on = null then null else date(records[1].last_visit_on)"
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Known:
    """A day and who says so: ``死亡登记（云溪市民政局）``."""

    day: date
    source: str


def gather_days(
    entitlements: Sequence[Entitlement], service: Service, *, actor: Actor, now: datetime
) -> Mapping[int, Mapping[str, Known]]:
    """By entitlement, the days that registers know of. What a register does not hold or the city has not is left out.

    Args:
        service: the version whose declarations count.
    """
    found: dict[int, dict[str, Known]] = {one.pk: {} for one in entitlements}
    for declaration in _declarations(service):
        if Register.objects.filter(code=declaration["register"]).exists():
            for pk, known in _asked(declaration, entitlements, actor, now):
                found[pk][str(declaration["name"])] = known
    return found


def _declarations(service: Service) -> list[Mapping[str, Any]]:
    own = {str(one["name"]): one for one in service.meta.get("facts", [])}
    return [{**declared, **own.get(declared["name"], {})} for declared in DECLARED]


def _asked(
    declaration: Mapping[str, Any], entitlements: Sequence[Entitlement], actor: Actor, now: datetime
) -> list[tuple[int, Known]]:
    scopes = {one.pk: _scope(one) for one in entitlements}
    keys = {pk: _keys(declaration["keys"], scope) for pk, scope in scopes.items()}
    wanted = sorted({key for some in keys.values() for key in some})
    if not wanted:
        return []
    purpose = f"{entitlements[0].matter}：健在和户籍比对"
    held = look_up(actor=actor, register=str(declaration["register"]), keys=wanted, purpose=purpose, now=now)
    by_key = {one.key: one for one in held}
    found = []
    for pk, scope in scopes.items():
        day = _day(str(declaration["expression"]), scope, [by_key[key] for key in keys[pk]])
        if day is not None:
            found.append((pk, Known(day, held[0].source)))
    return found


def _scope(entitlement: Entitlement) -> dict[str, object]:
    # id_no and elder_name are what the form of a service may call them.
    return {
        "id_number": entitlement.id_number,
        "id_no": entitlement.id_number,
        "elder_name": entitlement.recipient,
        "name": entitlement.recipient,
    }


def _keys(expression: str, scope: Mapping[str, object]) -> list[str]:
    value = compile_expression(str(expression), tuple(scope)).evaluate(scope).value
    return [register_key(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]


def _day(expression: str, scope: Mapping[str, object], held: Sequence[Held]) -> date | None:
    full = {**scope, "records": [one.data for one in held]}
    value = compile_expression(expression, tuple(full)).evaluate(full).value
    return value if type(value) is date else None
