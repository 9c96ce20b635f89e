"""What a granted case writes into the registers, as its service folder says (``write_back:`` in service.yaml)."""

from datetime import datetime

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.domains.registers.actions.enter import enter
from yimen.domains.registers.keys import register_key
from yimen.domains.registers.queries import look_up
from yimen.engines.feel import compile_expression
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import DomainError


def write_back(case: Case, now: datetime) -> None:
    """Enter what this case settles. Belongs inside the transaction of the grant; asked again it changes nothing.

    Raises:
        DomainError: the key is held by another case already; its code is the one that the service names.
    """
    facts = facts_of(case, now)
    for entry in service_of(case).meta.get("write_back", []):
        if "when" in entry and compile_expression(entry["when"], tuple(facts)).evaluate(facts).value is not True:
            continue
        key = compile_expression(entry["key"], tuple(facts)).evaluate(facts).value
        data = compile_expression(entry["data"], tuple(facts)).evaluate(facts).value
        if not isinstance(data, dict):
            raise ValueError(f"{case.version.key}: write_back data is {data!r}")
        held = look_up(
            actor=SYSTEM, register=entry["register"], keys=[register_key(key)], purpose=f"{case.number} 登记", now=now
        )[0]
        if held.data is not None and held.data.get("case") != case.number:
            raise DomainError(f"“{key}”刚刚已被别人登记", "由登记审查员再看一遍。", entry["taken"])
        enter(actor=SYSTEM, register=entry["register"], key=key, data={**data, "case": case.number}, as_of=now, now=now)
