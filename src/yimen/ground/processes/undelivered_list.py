"""What the outbox could not bring and nobody was told of, as operators see it: what for, never what it carried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.ground.calendar.moment import CITY
from yimen.ground.errors import NotFound
from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.undelivered import undelivered
from yimen.ground.processes.access import comes_to
from yimen.ground.processes.models import Instance, Message, Subscription

SHOWN = 50
_WHAT = {
    "SignalThrown": "信号“{name}”没能告诉在等它的流程",
    "SignalDue": "信号“{name}”没能告诉这个流程",
    "SignalBegins": "信号“{name}”没能开始该由它开始的流程",
    "MessageSent": "消息“{name}”没能送到等它的流程",
    "WaitBegan": "留着的消息“{name}”没能送到这个流程",
    "CapabilityAsked": "系统办的一步“{name}”没办成，也没能记到流程上",
    "ProcessEnded": "被调用的流程办完了，没能告诉调用它的流程",
    "CallRefused": "调用别的流程没成，没能记到流程上",
}
_OTHER = "办完一步以后该跟着做的一件事没做成"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One of them. ``listener`` and ``error`` are for whoever looks into the program."""

    number: int
    what: str
    instance: Instance | None
    since: datetime
    listener: str
    error: str


def undelivered_of(posts: frozenset[int]) -> list[Undelivered]:
    """What these posts may ask for again: what belongs to their processes, and what belongs to none."""
    found = (_told(one) for one in undelivered()[:SHOWN])
    return [one for one in found if one.instance is None or comes_to(one.instance, posts, unknown=True)]


def one_of(posts: frozenset[int], number: int) -> int:
    """The number of one that these posts may ask for again. Raises NotFound: unknown and somebody else's look alike."""
    row = undelivered().filter(pk=number).first() if posts else None
    instance = _told(row).instance if row is not None else None
    if row is None or (instance is not None and not comes_to(instance, posts, unknown=True)):
        raise NotFound("没有找到这一项", "可能刚刚已经重新安排。回到停住的流程看最新的情况。")
    return row.pk


def _told(row: Delivery) -> Undelivered:
    kind, told = row.event.rpartition(".")[2], row.payload
    given_up = row.given_up_at or row.announced_at
    what = _WHAT.get(kind, _OTHER).format(name=_name(told) or "没有名字")
    error = row.last_error.partition("\n")[0]
    return Undelivered(row.pk, what, _instance(told), given_up.astimezone(CITY), row.listener, error)


def _name(told: Mapping[str, Any]) -> str:
    if "message" in told:
        return Message.objects.filter(pk=told["message"]).values_list("name", flat=True).first() or ""
    if "subscription" in told:
        return Subscription.objects.filter(pk=told["subscription"]).values_list("name", flat=True).first() or ""
    return str(told.get("node", ""))


def _instance(told: Mapping[str, Any]) -> Instance | None:
    if "subscription" in told:
        return Instance.objects.filter(subscriptions=told["subscription"]).first()
    return Instance.objects.filter(pk=told.get("caller", told.get("instance", 0))).first()
