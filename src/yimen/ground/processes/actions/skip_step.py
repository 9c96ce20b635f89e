from datetime import datetime

from yimen.ground.audit import Actor
from yimen.ground.processes.repairs import repair_instance, skipping


def skip_step(*, actor: Actor, instance_id: int, token: int, outcome: str = "", seen: int, now: datetime) -> None:
    """What a token waits for counts as done, perhaps with an outcome; the process goes on behind it.

    Args:
        seen: the instance's ``version`` when the operator looked; pressed twice, it is done once.

    Raises:
        Stale: something has happened since. DomainError: the step cannot be skipped.
    """
    repair_instance(actor=actor, instance_id=instance_id, repair=skipping(token, outcome), seen=seen, now=now)
