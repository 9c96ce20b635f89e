from datetime import datetime

from yimen.ground.audit import Actor
from yimen.ground.processes.repairs import changing, repair_instance


def change_variable(*, actor: Actor, instance_id: int, name: str, value: object, seen: int, now: datetime) -> None:
    """A variable of the process gets another value; conditions are looked at again.

    The evidence names the variable and holds keyed hashes of both values, not the values.

    Args:
        seen: the instance's ``version`` when the operator looked; pressed twice, it is done once.

    Raises:
        Stale: something has happened since. DomainError: the name or the value cannot be taken.
    """
    repair_instance(actor=actor, instance_id=instance_id, repair=changing(name, value), seen=seen, now=now)
