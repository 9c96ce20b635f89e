from datetime import datetime

from django.db import transaction

from yimen.domains.catalogue.drafting import DraftRefused, locked_draft, named, require_second_person
from yimen.domains.catalogue.events import DraftReturned
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.states import DraftState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete
from yimen.ground.outbox.announce import announce

ROUNDS = 1


@transaction.atomic
def return_draft(*, actor: Actor, draft: Draft, revision: int, remarks: str, now: datetime) -> Draft:
    """Send a draft back to its editor, once, with everything that has to be mended.

    Raises:
        NotAllowed: the reviewer has written in it.
        DraftRefused: it was sent back before; now it is published or refused.
        Incomplete: no remarks.
        Overtaken, WrongState: it is not the draft that the page showed, or no longer waits for a review.
    """
    draft = locked_draft(draft, (DraftState.SUBMITTED,), revision)
    require_second_person(actor, draft)
    if not remarks.strip():
        raise Incomplete([Fault("remarks", "写清楚要改哪里、怎么改，一次说全")])
    if draft.returned >= ROUNDS:
        raise DraftRefused("已经退回过一次，不能再退", "能用的就发布；还不行的，不予发布并写明理由。")
    draft.state, draft.remarks, draft.reviewed_by = DraftState.RETURNED, remarks.strip(), named(actor)
    draft.returned, draft.changed_at = draft.returned + 1, now
    draft.save(update_fields=["state", "remarks", "reviewed_by", "returned", "changed_at"])
    record(actor, "return-service-draft", object_kind="service-draft", object_ref=str(draft.pk), at=now)
    announce(DraftReturned(draft.pk, draft.slug), now=now)
    return draft
