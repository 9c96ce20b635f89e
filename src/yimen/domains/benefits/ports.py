"""Where the money goes out: a port that a city's 惠民惠农“一卡通” platform or bank implements. And who has applied for
something: whoever keeps applications tells it, because they know benefits and not the other way round."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from yimen.ground.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment. ``line`` is its own number inside the batch; ``note`` is what the bank prints beside it."""

    line: str
    name: str
    id_number: str
    way: str
    account_name: str
    account: str
    amount: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Result:
    """``pending``: not known yet, ask again under the same reference. ``reason`` says why it failed, in Chinese."""

    line: str
    state: Literal["paid", "failed", "pending"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """``batch`` is the number under which the other side keeps the list."""

    reference: str
    batch: str
    results: tuple[Result, ...]


class PaymentChannel(Protocol):
    def pay(self, reference: str, lines: Sequence[Transfer]) -> Receipt:
        """Pay these lines once, however often it is asked under one reference; later calls tell how far it is.

        Raises:
            Unavailable: the platform does not answer; nothing is known, ask again.
            DomainError: it has other lines under this reference, or refuses the list.
        """


_plugged: list[PaymentChannel] = []


def plug_payment_channel(port: PaymentChannel) -> None:
    _plugged[:] = [port]


Applied = Callable[[str, Collection[str]], set[str]]
_applied: list[Applied] = []


def plug_applied(ask: Applied) -> None:
    """``ask(service, id_numbers)``: those of these people for whom an application is under way."""
    _applied[:] = [ask]


def applied(service: str, id_numbers: Collection[str]) -> set[str]:
    """Those for whom an application is under way. Raises Unavailable when nobody keeps applications."""
    if not _applied:
        raise Unavailable("还不知道谁已经申请", "让系统管理员接上办件。")
    return _applied[0](service, id_numbers) if id_numbers else set()


def payment_channel() -> PaymentChannel:
    """The channel in use. Raises Unavailable when none is plugged in."""
    if not _plugged:
        raise Unavailable("发放渠道还没有接上，名单暂时送不出去", "让系统管理员接上一卡通平台或者代发银行。")
    return _plugged[0]
