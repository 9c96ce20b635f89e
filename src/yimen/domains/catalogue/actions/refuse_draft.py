from datetime import datetime

from django.db import transaction

from yimen.domains.catalogue.drafting import locked_draft, named, require_second_person
from yimen.domains.catalogue.events import DraftRefused
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.states import DraftState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete
from yimen.ground.outbox.announce import announce


@transaction.atomic
def refuse_draft(*, actor: Actor, draft: Draft, revision: int, remarks: str, now: datetime) -> Draft:
    """Do not publish a draft, with reasons; its text stays, and another draft may begin with it.

    Raises:
        NotAllowed: the reviewer has written in it.
        Incomplete: no reasons.
        Overtaken, WrongState: it is not the draft that the page showed, or no longer waits for a review.
    """
    draft = locked_draft(draft, (DraftState.SUBMITTED,), revision)
    require_second_person(actor, draft)
    if not remarks.strip():
        raise Incomplete([Fault("remarks", "写明为什么不发布")])
    draft.state, draft.remarks, draft.reviewed_by = DraftState.REFUSED, remarks.strip(), named(actor)
    draft.changed_at = now
    draft.save(update_fields=["state", "remarks", "reviewed_by", "changed_at"])
    record(actor, "refuse-service-draft", object_kind="service-draft", object_ref=str(draft.pk), at=now)
    announce(DraftRefused(draft.pk, draft.slug), now=now)
    return draft
