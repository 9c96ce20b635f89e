from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.change import also_known_as, changed, held, write
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.models import Entry
from yimen.domains.directory.states import Change
from yimen.engines.service import exchange
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

CODES = ("catalog_code", "local_catalog_code", "task_code", "local_task_code", "task_handle_item")


def recode(*, actor: Actor, entry: int, codes: Mapping[str, str], note: str, now: datetime) -> Entry:
    """Give an entry other codes. It is still found by those it had, so that an older file changes nothing.

    Raises:
        NotPossible: a field is no code, a code is wrong, or another entry has it.
    """
    if strange := sorted(set(codes) - set(CODES)):
        raise NotPossible(f"{'、'.join(strange)} 不是编码", f"能换的编码：{'、'.join(CODES)}。")
    with transaction.atomic():
        (found,) = held([entry])
        told = {name: code.strip().upper() for name, code in codes.items()}
        tables = exchange.tables_of(found.region_code[:2])
        for problem in exchange.faults_of_codes({**found.record, **told}, tables):
            if problem.element in told:
                raise NotPossible(f"{exchange.label_of(problem.element)}：{problem.sentence}", problem.advice)
        if all(exchange.text_of(found.record, name) == code for name, code in told.items()):
            return found
        found.own = {**found.own, **told}
        row = changed(found, Change.RECODE, actor, now, note)
        write([found], [row])
        also_known_as(found)
        let_be_found([found.pk], now=now)
        record(actor, "recode-entry", object_kind="entry", object_ref=str(found.pk), at=now, details={"codes": told})
    return found
