from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.change import refuse_locked, written
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.models import Entry
from yimen.domains.directory.queries import record_at
from yimen.domains.directory.states import Change, State
from yimen.domains.directory.store import derive, revision
from yimen.engines.service import exchange
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

_PLACE = frozenset(("region_code", "region_name"))


def complete(*, actor: Actor, entry: Entry, told: Mapping[str, Any], now: datetime, note: str = "") -> Entry:
    """The city completes an item: what ``told`` (a record) says otherwise than what is in effect becomes its own.

    A field that ``told`` does not name stays as it is; an empty one is no longer ours.

    Raises:
        Locked: it says otherwise in a field that a level above has locked; nothing is changed.
        NotPossible: the entry is listed no more.
    """
    with transaction.atomic():
        found = Entry.objects.select_for_update(of=("self",)).select_related("source").get(pk=entry.pk)
        if found.state != State.LISTED:
            raise NotPossible(f"这个事项{found.state_word}，不能补充", "到它现在的事项上补充。")
        changed = _changed(record_at(found), told)
        refuse_locked(found, changed)
        if not changed:
            return found
        found.own = written(found, {name: exchange.cleaned({name: told[name]}).get(name, "") for name in changed})
        found.revision += 1
        found.changed_at = now
        # Whoever completes it has seen it.
        found.reviewed = found.revision if found.reviewed == found.revision - 1 else found.reviewed
        derive(found)
        found.save()
        revision(found, Change.COMPLETE, by=actor.name, now=now, note=note).save()
        let_be_found([found.pk], now=now)
        details = {"fields": changed}
        record(actor, "complete-entry", object_kind="entry", object_ref=str(found.pk), at=now, details=details)
    return found


def _changed(effective: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    now = {name: effective[name] for name in told if name in effective}
    return [name for name in exchange.difference(now, dict(told)) if name in told and name not in _PLACE]
