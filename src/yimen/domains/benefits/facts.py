"""What the registers say about people: who died, moved away or inside the region, is missing, was seen alive lately.

A service may declare these facts itself (``facts:`` in service.yaml, under the same names); where it does not, the
table below holds. Many people are asked about at once: one look-up per register and batch is put on record, not one
per person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yimen.domains.benefits.models import Entitlement
from yimen.domains.benefits.terms import Terms, terms_of
from yimen.domains.registers.keys import register_key
from yimen.domains.registers.models import Register
from yimen.domains.registers.queries import Held, look_up
from yimen.engines.feel import compile_expression
from yimen.engines.service import Service
from yimen.ground.audit import Actor

DECEASED, MOVED_OUT, MISSING, MISSED = "deceased_on", "moved_out_on", "missing_since", "alive_check_missed_on"
SEEN_ALIVE, HUKOU = "seen_alive_on", "hukou_village"

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
    {
        "name": HUKOU,
        "register": "population",
        "keys": "id_number",
        "expression": "if records[1] = null then null else records[1].hukou",
    },
)


@dataclass(frozen=True, slots=True)
class Known:
    """A day and who says so: ``死亡登记（云溪市民政局）``."""

    day: date
    source: str


@dataclass(frozen=True, slots=True)
class Home:
    """The village of the household register, as its code, and who says so."""

    code: str
    source: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of one person; what a register does not hold, or the city has not, is left out."""

    days: dict[str, Known] = field(default_factory=dict)
    homes: list[Home] = field(default_factory=list)


def gather(
    entitlements: Sequence[Entitlement], service: Service, *, actor: Actor, now: datetime
) -> Mapping[int, Gathered]:
    """By entitlement, what registers know. Only what the service's own rules use is asked for.

    Args:
        service: the version whose declarations count.
    """
    found = {one.pk: Gathered() for one in entitlements}
    terms = terms_of(service)
    for declaration in _declarations(service, terms):
        if Register.objects.filter(code=declaration["register"]).exists():
            for pk, value, source in _asked(declaration, entitlements, terms, actor, now):
                if declaration["name"] == HUKOU:
                    found[pk].homes.append(Home(str(value), source))
                elif type(value) is date:
                    found[pk].days[str(declaration["name"])] = Known(value, source)
    return found


def _declarations(service: Service, terms: Terms) -> list[Mapping[str, Any]]:
    own: dict[str, Mapping[str, Any]] = {str(one["name"]): one for one in service.meta["facts"]}
    wanted = {*terms.told, *([SEEN_ALIVE] if terms.check_months else []), *([HUKOU] if terms.move_basis else [])}
    return [{**declared, **own.get(declared["name"], {})} for declared in DECLARED if declared["name"] in wanted]


def _asked(
    declaration: Mapping[str, Any], entitlements: Sequence[Entitlement], terms: Terms, actor: Actor, now: datetime
) -> Iterator[tuple[int, object, str]]:
    """Entitlement, value and source, where there is a value."""
    scopes = {one.pk: _scope(one, terms) for one in entitlements}
    keys = {pk: _keys(declaration["keys"], scope) for pk, scope in scopes.items()}
    wanted = sorted({key for some in keys.values() for key in some})
    if not wanted:
        return
    purpose = f"{entitlements[0].matter}：健在和户籍比对"
    held = look_up(actor=actor, register=str(declaration["register"]), keys=wanted, purpose=purpose, now=now)
    by_key = {one.key: one for one in held}
    for pk, scope in scopes.items():
        value = _value(str(declaration["expression"]), scope, [by_key[key] for key in keys[pk]])
        if value is not None:
            yield pk, value, held[0].source


def _scope(entitlement: Entitlement, terms: Terms) -> dict[str, object]:
    """Under the names of the declarations above, and under those of the service's own form."""
    return {
        "id_number": entitlement.id_number,
        terms.id_number: entitlement.id_number,
        terms.name: entitlement.recipient,
        terms.born: entitlement.born,
    }


def _keys(expression: str, scope: Mapping[str, object]) -> list[str]:
    value = compile_expression(str(expression), tuple(scope)).evaluate(scope).value
    return [register_key(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]


def _value(expression: str, scope: Mapping[str, object], held: Sequence[Held]) -> object:
    full = {**scope, "records": [one.data for one in held]}
    return compile_expression(expression, tuple(full)).evaluate(full).value
