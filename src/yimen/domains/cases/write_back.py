"""What a granted case writes into the registers, as its service folder says (``write_back:`` in service.yaml)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yimen.domains.cases.decisions import facts_of, stored
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.domains.registers.actions.enter import enter
from yimen.domains.registers.keys import register_key
from yimen.domains.registers.queries import look_up
from yimen.engines.feel import compile_expression
from yimen.engines.service.meta.work import WriteBack
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import DomainError

# The name under which `write_back:` reads the number of the result.
NUMBER = "result_number"


def write_back(case: Case, now: datetime) -> None:
    """Enter what this case settles. Belongs inside the transaction of the grant; asked again it changes nothing.

    Raises:
        DomainError: the key is held by another case already; its code is the one that the service names.
    """
    for one in entries(case, now):
        held = look_up(
            actor=SYSTEM, register=one.register, keys=[register_key(one.key)], purpose=f"{case.number} 登记", now=now
        )[0]
        own = held.data is None or case.number in (held.reserved_for, held.data.get("case"))
        if "taken" in one.meta and not own:
            raise DomainError(f"“{one.key}”刚刚已被别人登记", "由登记审查员再看一遍。", one.meta["taken"])
        enter(actor=SYSTEM, register=one.register, key=one.key, data=one.data, as_of=now, now=now)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a case would have in a register: ``meta`` is how its service says so."""

    register: str
    key: object
    data: dict[str, object]
    meta: WriteBack


def entries(case: Case, now: datetime) -> Iterator[Entry]:
    """What the answers of this case lead to; without a name there is none to enter.

    The expressions read ``result_number`` too: the number of the result, null before the case is granted.
    """
    facts = {**facts_of(case, now), NUMBER: case.result_number or None}

    def value(text: str) -> object:
        return compile_expression(text, tuple(facts)).evaluate(facts).value

    for meta in service_of(case).meta.get("write_back", []):
        if "when" in meta and value(meta["when"]) is not True:
            continue
        data = value(meta["data"])
        if not isinstance(data, dict):
            raise ValueError(f"{case.version.key}: write_back data is {data!r}")
        kept = {name: stored(one) for name, one in data.items()}
        yield Entry(meta["register"], value(meta["key"]), {**kept, "case": case.number}, meta)
