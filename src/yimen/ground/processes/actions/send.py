from collections.abc import Mapping
from datetime import datetime

from yimen.engines.bpmn.values import WORD, storable
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.processes.errors import ValueRefused, refusing_values
from yimen.ground.processes.letters import put
from yimen.ground.processes.models.letters import MESSAGE, SIGNAL

# So much of a reference the evidence has room for.
_IN_EVIDENCE = 100


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

    Raises:
        ValueRefused: a variable, or the name or the key, cannot be kept.
    """
    _expect_short(name, key, sender)
    with refusing_values():
        is_new = put(MESSAGE, name, key, variables, sender, now, expires_at=expires_at)
    if is_new:
        told = {"name": name}
        record(actor, "send-message", object_kind="message", object_ref=key[:_IN_EVIDENCE], at=now, details=told)


def throw_signal(*, actor: Actor, name: str, variables: Mapping[str, object], sender: str, now: datetime) -> None:
    """Tell every process that waits for a signal at this moment. Belongs inside the caller's transaction.

    Args:
        sender: who throws it and which of his signals it is; the same once more changes nothing.

    Raises:
        ValueRefused: a variable or the name cannot be kept.
    """
    _expect_short(name, sender)
    with refusing_values():
        is_new = put(SIGNAL, name, "", variables, sender, now)
    if is_new:
        record(actor, "throw-signal", object_kind="signal", object_ref=name[:_IN_EVIDENCE], at=now)


def _expect_short(*words: str) -> None:
    for word in words:
        if len(word) > WORD or not storable(word):
            raise ValueRefused(
                f"消息的名称、键或发送方超过 {WORD} 个字，或含有不能保存的字符", "改短或去掉这些字符后再发。"
            )
