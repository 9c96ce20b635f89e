from datetime import datetime

from django.db import transaction

from yimen.domains.catalogue.drafting import locked_draft, newest_of, wrote
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.states import WRITABLE
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


@transaction.atomic
def take_new_base(*, actor: Actor, draft: Draft, revision: int, now: datetime) -> Draft:
    """Compare a draft with the version that was published meanwhile; its text stays, the difference is shown anew.

    Raises:
        Overtaken, WrongState: another editor has saved since, or it is not being edited.
    """
    draft = locked_draft(draft, WRITABLE, revision)
    draft.base = newest_of(draft.slug)
    draft.revision, draft.changed_at = draft.revision + 1, now
    wrote(draft, actor)
    draft.save(update_fields=["base", "revision", "changed_at", "written_by"])
    record(actor, "rebase-service-draft", object_kind="service-draft", object_ref=str(draft.pk), at=now)
    return draft
