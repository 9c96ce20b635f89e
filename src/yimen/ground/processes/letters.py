"""Messages and signals of a step, written down in its transaction; the worker brings them on their way after it.

Whoever sends and whoever begins to wait looks for the other only after its own commit (``MessageSent``, ``WaitBegan``):
of the two the later one sees both rows, so that nothing is missed and nobody has to lock what he does not own.
Whom a signal reaches is written down with it, in the transaction that throws it: who waits at that moment, by numbers
and not by clocks, which differ between two machines and stand still from the beginning of a request to its commit.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Max

from yimen.engines import bpmn
from yimen.engines.bpmn.values import from_json, keep_all, to_json
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.events import MessageSent, SignalDue, SignalThrown, WaitBegan
from yimen.ground.processes.models import Instance, Message, Subscription
from yimen.ground.processes.models.letters import MESSAGE, SIGNAL

# A message that nobody waits for yet is kept as long as a case may reasonably take to come to where it waits.
KEPT_FOR = timedelta(days=180)


def exchange(
    instance: Instance, process: bpmn.Process, effects: Iterable[bpmn.Effect], after: bpmn.State, now: datetime
) -> None:
    """Write down who waits for what and what is sent, for the effects of one step. Inside its transaction."""
    for number, effect in enumerate(effects):
        match effect:
            case bpmn.Subscribe():
                _wait(instance, effect, now)
            case bpmn.Unsubscribe():
                Subscription.objects.filter(instance=instance, token=effect.token).delete()
            case bpmn.SendMessage() | bpmn.ThrowSignal():
                kind = SIGNAL if isinstance(effect, bpmn.ThrowSignal) else MESSAGE
                key = effect.key or instance.subject_ref if isinstance(effect, bpmn.SendMessage) else ""
                # The number of the command and of the effect in it: a step that is carried out once sends once.
                sender = f"{instance.pk}.{instance.version}.{number}"
                put(kind, effect.name, key, effect.variables, sender, now, sent_by=instance)
    if process.awaits_letters:
        _settle(instance, process, after)


def put(
    kind: str,
    name: str,
    key: str,
    variables: Mapping[str, object],
    sender: str,
    now: datetime,
    *,
    sent_by: Instance | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Keep a message and let the worker bring it. The same sender key again changes nothing, and is False."""
    payload = {name: to_json(value) for name, value in keep_all(variables).items()}
    reaches = _last_who_waits(name) if kind == SIGNAL else 0
    told = {"kind": kind, "name": name, "key": key, "payload": payload, "sent_by": sent_by, "reaches": reaches}
    message, is_new = Message.objects.get_or_create(
        sender=sender, defaults={**told, "sent_at": now, "expires_at": expires_at or now + KEPT_FOR}
    )
    if is_new:
        announce(SignalThrown(message.pk) if kind == SIGNAL else MessageSent(message.pk), now=now)
    return is_new


def ask_again_for(instance: Instance, now: datetime) -> None:
    """Let the worker bring what an instance that had stopped waits for; what it has heard already changes nothing."""
    for row in Subscription.objects.filter(instance=instance, heard=False):
        if row.kind == MESSAGE:
            announce(WaitBegan(row.pk), now=now)
        else:
            missed = Message.objects.filter(kind=SIGNAL, name=row.name, reaches__gte=row.pk)
            for number in missed.exclude(sent_by_id=instance.pk).order_by("id").values_list("pk", flat=True):
                announce(SignalDue(number, instance.pk), now=now)


def variables_of(message: Message) -> Mapping[str, object]:
    """What a message carries, as the engine knows it."""
    return {name: from_json(value) for name, value in message.payload.items()}


def _last_who_waits(name: str) -> int:
    waiting = Subscription.objects.filter(kind=SIGNAL, name=name, key="", heard=False)
    return waiting.aggregate(last=Max("pk"))["last"] or 0


def _wait(instance: Instance, effect: bpmn.Subscribe, now: datetime) -> None:
    key = "" if effect.kind == SIGNAL else effect.key or instance.subject_ref
    row, is_new = Subscription.objects.get_or_create(
        instance=instance,
        token=effect.token,
        kind=effect.kind,
        name=effect.name,
        key=key,
        defaults={"node": effect.node, "since": now},
    )
    if is_new and effect.kind == MESSAGE:
        announce(WaitBegan(row.pk), now=now)


def _settle(instance: Instance, process: bpmn.Process, after: bpmn.State) -> None:
    """Hold what is written down against where the tokens are: some go, and some hear, without a word of the engine."""
    gone, changed = [], []
    for row in Subscription.objects.filter(instance=instance):
        token = after.token(row.token)
        heard = _heard(process, token, row) if token is not None and token.waiting and not token.incident else None
        if token is None or heard is None:
            gone.append(row.pk)
        elif (row.node, row.heard) != (token.node, heard):
            # The element has another id where the instance was brought to another version.
            row.node, row.heard = token.node, heard
            changed.append(row)
    if gone:
        Subscription.objects.filter(pk__in=gone).delete()
    if changed:
        Subscription.objects.bulk_update(changed, ["node", "heard"])


def _heard(process: bpmn.Process, token: bpmn.Token, row: Subscription) -> bool | None:
    """Of an event that waits for several: whether all of that name have come. None when it waits for none such."""
    triggers = enumerate(bpmn.triggers_of(process.nodes[token.node]))
    wanted = [number for number, one in triggers if (one.kind, one.name) == (row.kind, row.name)]
    return all(number in token.got for number in wanted) if wanted else None
