from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from yimen.domains.catalogue.drafting import locked_draft, require_writable, said_of, wrote
from yimen.domains.catalogue.events import DraftWritten
from yimen.domains.catalogue.files import from_json, to_json
from yimen.domains.catalogue.locks import broken
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.states import DraftState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete
from yimen.ground.outbox.announce import announce


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    draft: Draft,
    revision: int,
    files: Mapping[str, bytes],
    now: datetime,
    in_force_from: date | None = None,
    in_force_until: date | None = None,
) -> Draft:
    """Store what was written, complete or not; what lacks is told beside it and blocks handing in, not saving.

    Args:
        revision: the one that the page showed, so that two editors never overwrite each other in silence.

    Raises:
        Overtaken: another editor has saved since.
        WrongState: the draft has been handed in or is settled.
        Incomplete: a field that a level above has fixed was changed, another slug was written, or the days are in the
            wrong order.
    """
    draft = locked_draft(draft, tuple(DraftState), None)
    require_writable(draft)
    draft = locked_draft(draft, tuple(DraftState), revision)
    faults = [*broken(draft.locked, from_json(draft.files), files), *_other_slug(draft, files)]
    if in_force_from and in_force_until and in_force_until < in_force_from:
        faults.append(Fault("in_force_until", "停用的日子比起用的日子还早，改一个"))
    if faults:
        raise Incomplete(faults)
    draft.files, draft.name = to_json(files), (said_of(files, "name") or draft.name)[:200]
    draft.in_force_from, draft.in_force_until = in_force_from, in_force_until
    draft.revision, draft.changed_at = draft.revision + 1, now
    draft.lacks = None
    wrote(draft, actor)
    draft.save()
    details = {"revision": draft.revision}
    record(actor, "save-service-draft", object_kind="service-draft", object_ref=str(draft.pk), at=now, details=details)
    announce(DraftWritten(draft.pk, draft.slug), now=now)
    return draft


def _other_slug(draft: Draft, files: Mapping[str, bytes]) -> list[Fault]:
    told = said_of(files, "slug")
    return (
        [Fault("service.yaml", f"slug 要写 {draft.slug}，它是这个事项的短名，不能改")]
        if told not in ("", draft.slug)
        else []
    )
