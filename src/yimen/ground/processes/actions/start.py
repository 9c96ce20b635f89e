from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.processes.carry_out import begin
from yimen.ground.processes.errors import refusing_values
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import Called


@transaction.atomic
def start_process(
    *, actor: Actor, definition: str, kind: str, reference: str, variables: Mapping[str, object], now: datetime
) -> Instance:
    """Start the process of a subject. It keeps this version of the definition until it ends.

    Raises:
        ValueRefused: a variable cannot be kept.
    """
    with refusing_values():
        return begin(actor, Called(kind, reference, definition, variables), now)
