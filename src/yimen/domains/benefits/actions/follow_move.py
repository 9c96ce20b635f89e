from datetime import datetime

from django.db import transaction

from yimen.domains.benefits.actions.halting import locked
from yimen.domains.benefits.events import MovedInside
from yimen.domains.benefits.models import Entitlement, Move
from yimen.domains.benefits.terms import terms_of
from yimen.domains.catalogue.queries import definition_by_key
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce
from yimen.ground.places.models import Region


@transaction.atomic
def follow_move(*, actor: Actor, entitlement: Entitlement, village: str, source: str, now: datetime) -> Move | None:
    """The right goes along when the household register moved inside the region: nobody applies again, nothing stops,
    and the next check that the person is alive is the new village's.

    None when there is nothing to follow: the same village, one inside the street that is known, one outside of the
    region (that is for ``stops``), or one that the city does not know.

    Args:
        village: code of the village or community in the household register.
        source: the register and its keeper.
    """
    held = locked(entitlement)
    meta = definition_by_key(held.version).meta
    basis = terms_of(definition_by_key(held.version)).move_basis
    is_inside = village.startswith(meta["region"]["code"])
    if not basis or not is_inside or village.startswith(held.region_id):
        return None
    home = Region.objects.filter(code=village, level=Region.VILLAGE).first()
    if home is None:
        return None

    move = Move.objects.create(
        entitlement=held,
        from_region=held.region,
        to_region=home,
        found_on=legal_day(now),
        source=source[:200],
        basis=basis[:300],
    )
    held.region = home
    held.save(update_fields=["region"])

    details = {"from": move.from_region_id, "to": village}
    record(actor, "follow-move", object_kind="benefit", object_ref=held.case_number, at=now, details=details)
    announce(MovedInside(held.case_number, move.pk), now=now)
    return move
