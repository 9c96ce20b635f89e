from datetime import datetime

from django.db import transaction

from yimen.domains.catalogue.actions.publish import Validity, add_version
from yimen.domains.catalogue.drafting import (
    DraftRefused,
    judged,
    locked_draft,
    named,
    require_newest_base,
    require_second_person,
)
from yimen.domains.catalogue.models import Draft, Version
from yimen.domains.catalogue.states import DraftState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day


def approve_draft(*, actor: Actor, draft: Draft, revision: int, now: datetime) -> Version:
    """Publish a draft that a second person has reviewed, with its days.

    Raises:
        NotAllowed: the reviewer has written in it.
        DraftRefused: something is wrong with it by now, or its first day has passed.
        Overtaken: another version was published meanwhile, or it is not the draft that the page showed.
        WrongState: it no longer waits for a review.
    """
    # Rules, lists and parts may have changed since it was handed in.
    found = judged(draft, revision, legal_day(now))
    with transaction.atomic():
        draft = locked_draft(draft, (DraftState.SUBMITTED,), revision)
        require_second_person(actor, draft)
        require_newest_base(draft)
        if found.errors or found.service is None:
            told = "；".join(str(one) for one in found.errors[:20])
            raise DraftRefused(f"还有 {len(found.errors)} 处不对，不能发布", told)
        version = add_version(actor=actor, service=found.service, validity=_validity(draft, now), now=now)
        draft.state, draft.published, draft.reviewed_by = DraftState.PUBLISHED, version, named(actor)
        draft.changed_at = now
        draft.save(update_fields=["state", "published", "reviewed_by", "changed_at"])
        details = {"version": version.key}
        ref = str(draft.pk)
        record(actor, "approve-service-draft", object_kind="service-draft", object_ref=ref, at=now, details=details)
    return version


def _validity(draft: Draft, now: datetime) -> Validity:
    today = legal_day(now)
    if draft.in_force_from is not None and draft.in_force_from < today:
        raise DraftRefused("起用的日子已经过了", "退回去改成今天或者以后的日子。")
    if draft.in_force_until is not None and draft.in_force_until < today:
        raise DraftRefused("停用的日子已经过了", "退回去改成今天或者以后的日子。")
    return Validity(draft.in_force_from, draft.in_force_until)
