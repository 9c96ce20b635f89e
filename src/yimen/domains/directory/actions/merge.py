from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.change import changed, held, led_on, write
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.models import Entry
from yimen.domains.directory.states import Change, State
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


def merge(*, actor: Actor, entries: Sequence[int], into: int, note: str, now: datetime) -> Entry:
    """Several entries of one region become one of them, or another: the others lead on to it and keep their history.

    Raises:
        NotPossible: one is not listed, they lie in different regions, or there is nothing to merge.
    """
    with transaction.atomic():
        found = held([*entries, into])
        target = next(one for one in found if one.pk == into)
        others = [one for one in found if one.pk != into]
        if not others:
            raise NotPossible("没有要并进来的事项", "写明至少一个别的事项。")
        if any(one.region_code != target.region_code for one in others):
            raise NotPossible("这些事项不在同一个地区", "只合并同一个地区的事项。")
        rows = []
        for one in others:
            one.state = State.MERGED
            rows.append(changed(one, Change.MERGE, actor, now, note))
            led_on(one, [target], Change.MERGE, actor, now)
        rows.append(changed(target, Change.MERGE, actor, now, note))
        write(found, rows)
        let_be_found([one.pk for one in found], now=now)
        details = {"entries": [one.pk for one in others]}
        record(actor, "merge-entries", object_kind="entry", object_ref=str(into), at=now, details=details)
    return target
