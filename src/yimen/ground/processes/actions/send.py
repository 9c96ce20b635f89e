from collections.abc import Mapping
from datetime import datetime

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.processes.letters import put
from yimen.ground.processes.models.letters import MESSAGE, SIGNAL


def send_message(
    *,
    actor: Actor,
    name: str,
    key: str,
    variables: Mapping[str, object],
    sender: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Send a message from outside to the one process that waits for it by this key, now or before it expires.

    Belongs inside the caller's transaction.

    Args:
        sender: who sends it and which of his messages it is; the same once more changes nothing.
        variables: what the receiver is told; it needs nothing else of the sender.
    """
    put(MESSAGE, name, key, variables, sender, now, expires_at=expires_at)
    record(actor, "send-message", object_kind="message", object_ref=key, at=now, details={"name": name})


def throw_signal(*, actor: Actor, name: str, variables: Mapping[str, object], sender: str, now: datetime) -> None:
    """Tell every process that waits for a signal at this moment. Belongs inside the caller's transaction.

    Args:
        sender: who throws it and which of his signals it is; the same once more changes nothing.
    """
    put(SIGNAL, name, "", variables, sender, now)
    record(actor, "throw-signal", object_kind="signal", object_ref=name, at=now)
