from datetime import datetime

from yimen.ground.audit import Actor
from yimen.ground.processes.repairs import moving, repair_instance


def move_token(*, actor: Actor, instance_id: int, token: int, node: str, seen: int, now: datetime) -> None:
    """A token leaves what it waits for and goes to another element beside it.

    Args:
        seen: the instance's ``version`` when the operator looked; pressed twice, it is done once.

    Raises:
        Stale: something has happened since. DomainError: no token can come there.
    """
    repair_instance(actor=actor, instance_id=instance_id, repair=moving(token, node), seen=seen, now=now)
