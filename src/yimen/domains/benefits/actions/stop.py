from datetime import datetime

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.actions.halting import locked, put_down, stand
from yimen.domains.benefits.actions.recover import recover
from yimen.domains.benefits.grounds import Ground
from yimen.domains.benefits.models import Entitlement, Stop
from yimen.domains.benefits.states import Halt
from yimen.ground.audit import Actor
from yimen.ground.calendar.moment import legal_day


@transaction.atomic
def stop(*, actor: Actor, entitlement: Entitlement, ground: Ground, now: datetime) -> Stop | None:
    """停发 from the month the rules name. A suspension ends with it: the months before are due and paid as arrears.

    A stop that is already known from the same or an earlier month stays as it is (None); one from an earlier month
    takes the place of the later one. What was paid beyond the last month is claimed back.
    """
    held = locked(entitlement)
    living = held.stops.filter(lifted_on=None, kind=Halt.STOP).first()
    if living is not None and living.from_month <= ground.from_month:
        return None
    # The new letter tells it all: the old halt is not resumed, it is replaced.
    because = [f"以从{months.text(ground.from_month)}起停发的告知为准。"]
    held.stops.filter(lifted_on=None).update(lifted_on=legal_day(now), lifted_because=because)
    made = put_down(actor, held, ground, now)
    stand(held)
    recover(actor=actor, entitlement=held, now=now)
    return made
