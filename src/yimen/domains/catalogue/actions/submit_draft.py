from datetime import datetime

from django.db import transaction

from yimen.domains.catalogue.drafting import DraftRefused, judged, locked_draft, require_newest_base
from yimen.domains.catalogue.events import DraftSubmitted
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.states import WRITABLE, DraftState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce


def submit_draft(*, actor: Actor, draft: Draft, revision: int, now: datetime) -> Draft:
    """Hand a draft in to the reviewer; nobody changes it from then on.

    Raises:
        DraftRefused: something is wrong with it that blocks publishing, or nothing was changed.
        Overtaken: another editor has saved since, or another version was published meanwhile.
        WrongState: it was handed in already, or is settled.
    """
    errors = judged(draft, revision, legal_day(now)).errors
    with transaction.atomic():
        draft = locked_draft(draft, WRITABLE, revision)
        require_newest_base(draft)
        if errors:
            raise DraftRefused(f"还有 {len(errors)} 处要改，不能提交", "；".join(str(one) for one in errors[:20]))
        if draft.base is not None and draft.base.files == draft.files and not _dated(draft):
            raise DraftRefused("和现在发布的一版一模一样，不用再审", "改好了再提交，不改就撤回。")
        draft.state, draft.changed_at = DraftState.SUBMITTED, now
        draft.save(update_fields=["state", "changed_at"])
        record(actor, "submit-service-draft", object_kind="service-draft", object_ref=str(draft.pk), at=now)
        announce(DraftSubmitted(draft.pk, draft.slug), now=now)
    return draft


def _dated(draft: Draft) -> bool:
    """The same text with other days is another version; so is bringing back what has ended."""
    base = draft.base
    return base is not None and (
        draft.in_force_from is not None or draft.in_force_until != base.in_force_until or base.item.ended_on is not None
    )
