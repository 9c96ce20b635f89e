"""Facts for the rules, gathered from registers as a service folder declares them (``facts:`` in service.yaml).

A declaration names the register, the keys to ask (FEEL over the answers) and an expression over what was found:
``records`` is the list of what the register holds, in the order of the keys, null where it holds nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.domains.registers.keys import register_key
from yimen.domains.registers.queries import Held, look_up
from yimen.engines.feel import compile_expression
from yimen.ground.audit import Actor


@dataclass(frozen=True, slots=True)
class Fact:
    """``value`` is None when it could not be known; ``doubt`` then says why."""

    name: str
    value: Any
    source: str
    as_of: datetime | None
    doubt: str = ""


def gather(
    declarations: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    purpose: str,
    now: datetime,
    own: str = "",
) -> list[Fact]:
    """One Fact per declaration, in order. A fact may use the facts before it by name.

    Args:
        answers: typed FEEL values of the form (``engines.forms.facts``).
        own: number of the application; what is kept for it speaks not against it, and counts as not held.
    """
    known: dict[str, Any] = dict(answers)
    gathered = []
    for declaration in declarations:
        fact = _one(declaration, known, actor, purpose, now, own)
        known[fact.name] = fact.value
        gathered.append(fact)
    return gathered


def _one(
    declaration: Mapping[str, Any], known: Mapping[str, Any], actor: Actor, purpose: str, now: datetime, own: str
) -> Fact:
    name = str(declaration["name"])
    if "when" in declaration and _evaluate(declaration["when"], known)[0] is not True:
        return Fact(name, declaration.get("otherwise"), "", None, "这种情形不用核")
    keys, doubt = _evaluate(declaration["keys"], known)
    asked = [register_key(key) for key in (keys if isinstance(keys, list) else [keys]) if key not in (None, "")]
    if not asked:
        return Fact(name, None, "", None, doubt or "没有可以核验的内容")
    held = look_up(actor=actor, register=str(declaration["register"]), keys=asked, purpose=purpose, now=now)
    records = [None if own and one.reserved_for == own else one.data for one in held]
    value, doubt = _evaluate(declaration["expression"], {**known, "records": records})
    remark = "" if value is not None else doubt or "登记库里没有查到，或者要由人来看"
    return Fact(name, value, held[0].source, _oldest(held), remark)


def _evaluate(text: str, scope: Mapping[str, Any]) -> tuple[Any, str]:
    found = compile_expression(str(text), tuple(scope)).evaluate(scope)
    return found.value, "；".join(doubt.sentence for doubt in found.doubts)


def _oldest(held: Sequence[Held]) -> datetime | None:
    return min((one.as_of for one in held if one.as_of is not None), default=None)
