from datetime import datetime

from django.db import transaction

from yimen.domains.benefits.actions.halting import locked, put_down, stand
from yimen.domains.benefits.grounds import Ground
from yimen.domains.benefits.models import Entitlement, Stop
from yimen.ground.audit import Actor


@transaction.atomic
def suspend(*, actor: Actor, entitlement: Entitlement, ground: Ground, now: datetime) -> Stop | None:
    """暂停发放 from the month the rules name, until it is cleared up. None when it is halted already."""
    held = locked(entitlement)
    if held.stops.filter(lifted_on=None).exists():
        return None
    made = put_down(actor, held, ground, now)
    stand(held)
    return made
