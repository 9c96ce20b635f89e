from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.change import also_known_as, changed, held, refuse_locked, write, written
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.models import Entry
from yimen.domains.directory.states import Change
from yimen.engines.service import exchange
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

CODES = ("catalog_code", "local_catalog_code", "task_code", "local_task_code", "task_handle_item")


def recode(
    *,
    actor: Actor,
    entry: int,
    codes: Mapping[str, str],
    note: str,
    now: datetime,
    seen: Mapping[int, int] | None = None,
    dry_run: bool = False,
) -> Entry:
    """Give an entry other codes. It is still found by those it had, so that an older file changes nothing.

    Args:
        codes: field → code; an empty one takes away a code that was given here.
        seen: id → the revision that was looked at.
        dry_run: what would come of it; nothing is changed.
    Raises:
        NotPossible: a field is no code, a code is wrong, another entry has it, or it cannot be taken away.
        Locked: a level above has locked the code.
        Stale: it has changed since it was looked at.
    """
    if strange := sorted(set(codes) - set(CODES)):
        raise NotPossible(f"{'、'.join(strange)} 不是编码", f"能换的编码：{'、'.join(CODES)}。")
    with transaction.atomic():
        (found,) = held([entry], seen)
        told = {name: code.strip().upper() for name, code in codes.items()}
        told = {name: code for name, code in told.items() if exchange.text_of(found.record, name) != code}
        if not told:
            return found
        refuse_locked(found, told)
        check_codes({**found.record, **told}, told)
        if said := [name for name, code in told.items() if not code and found.values.get(name)]:
            words = "、".join(map(exchange.label_of, said))
            raise NotPossible(f"{found.source.label}写着{words}，不能去掉", "填上新的编码，或者照原来的留着。")
        found.own = written(found, told)
        row = changed(found, Change.RECODE, actor, now, note)
        write([found], [row])
        also_known_as(found)
        let_be_found([found.pk], now=now)
        record(actor, "recode-entry", object_kind="entry", object_ref=str(found.pk), at=now, details={"codes": told})
        if dry_run:
            transaction.set_rollback(True)
    return found


def check_codes(item: Mapping[str, Any], names: Collection[str]) -> None:
    """Raises NotPossible when one of these codes of a record is wrong."""
    for problem in exchange.faults_of_codes(item, exchange.tables_of(exchange.text_of(item, "region_code")[:2])):
        if problem.element in names:
            raise NotPossible(f"{exchange.label_of(problem.element)}：{problem.sentence}", problem.advice)
