from datetime import datetime

from django.db import transaction

from yimen.domains.catalogue.drafting import locked_draft
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.states import OPEN, DraftState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


@transaction.atomic
def withdraw_draft(*, actor: Actor, draft: Draft, revision: int, now: datetime) -> Draft:
    """Take a draft back: one that was handed in is edited again, one that is being edited is given up.

    Raises:
        Overtaken, WrongState: it is not the draft that the page showed, or it is settled.
    """
    draft = locked_draft(draft, OPEN, revision)
    handed_in = draft.state == DraftState.SUBMITTED
    draft.state = DraftState.EDITING if handed_in else DraftState.WITHDRAWN
    draft.changed_at = now
    draft.save(update_fields=["state", "changed_at"])
    verb = "take-back-service-draft" if handed_in else "withdraw-service-draft"
    record(actor, verb, object_kind="service-draft", object_ref=str(draft.pk), at=now)
    return draft
