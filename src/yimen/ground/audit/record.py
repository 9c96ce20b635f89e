from collections.abc import Mapping
from datetime import datetime

from yimen.ground.audit.actor import Actor
from yimen.ground.audit.models import Entry


def record(
    actor: Actor,
    action: str,
    *,
    object_kind: str,
    object_ref: str,
    at: datetime,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add one row of evidence, in the caller's transaction.

    Args:
        action: the verb, as in the file of the action: ``submit``, ``decide``.
        details: plain JSON values; field names and outcomes, no personal data.
    """
    Entry.objects.create(
        at=at,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_kind=actor.kind,
        authority=actor.authority,
        action=action,
        object_kind=object_kind,
        object_ref=object_ref,
        details=dict(details or {}),
    )
