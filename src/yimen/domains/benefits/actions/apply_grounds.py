from collections.abc import Sequence
from datetime import datetime

from yimen.domains.benefits.actions.stop import stop
from yimen.domains.benefits.actions.suspend import suspend
from yimen.domains.benefits.grounds import Ground
from yimen.domains.benefits.models import Entitlement, Stop
from yimen.domains.benefits.states import Halt
from yimen.ground.audit import Actor


def apply_grounds(*, actor: Actor, entitlement: Entitlement, grounds: Sequence[Ground], now: datetime) -> Stop | None:
    """Carry out the weightiest of these grounds: a stop before a suspension, the earliest month first."""
    if not grounds:
        return None
    act = stop if grounds[0].kind == Halt.STOP else suspend
    return act(actor=actor, entitlement=entitlement, ground=grounds[0], now=now)
