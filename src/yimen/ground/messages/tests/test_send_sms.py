import logging
from collections.abc import Callable

import pytest
from django.db import connection

from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Stale, Unavailable
from yimen.ground.messages.actions.queue_sms import queue_sms
from yimen.ground.messages.actions.send_again import send_again
from yimen.ground.messages.actions.send_sms import LEASE, send_sms
from yimen.ground.messages.events import SmsQueued
from yimen.ground.messages.models import Sms
from yimen.ground.messages.ports import Undeliverable, plug_sms_gateway, sms_gateway
from yimen.ground.messages.queries import failed_sms
from yimen.ground.messages.tests.make import MOBILE, NOW, TEXT, Gateway, later
from yimen.ground.outbox import deliver
from yimen.ground.outbox.models import Delivery

pytestmark = pytest.mark.django_db
Plug = Callable[[Gateway], Gateway]
BUSY = Unavailable("网关在忙")


class Killed(BaseException):
    """What the operating system does to a worker: no handler runs."""


def queued(mobile: str = MOBILE, text: str = TEXT, key: str = "case-accepted:1") -> Sms:
    return queue_sms(actor=SYSTEM, key=key, mobile=mobile, text=text, now=NOW)


def work(seconds: float = 0) -> int:
    """The worker at that time after the message was queued."""
    return deliver.deliver_due(lambda: later(seconds))


def fresh(sms: Sms) -> Sms:
    return Sms.objects.get(pk=sms.pk)


def test_a_queued_message_is_handed_over_once_and_marked(plug: Plug) -> None:
    gateway, sms = plug(Gateway()), queued()
    assert work(1) == 1
    assert gateway.sent == {sms.reference: (MOBILE, TEXT)}
    assert (fresh(sms).sent_at, fresh(sms).attempts, fresh(sms).failed) == (later(1), 1, "")
    assert work(5000) == 0
    assert gateway.calls == 1
    assert Entry.objects.filter(action="send-sms", object_ref=str(sms.pk)).count() == 1


def test_the_gateway_is_never_called_inside_a_transaction_of_ours(plug: Plug) -> None:
    depth: list[int] = []

    class Looking(Gateway):
        def send(self, mobile: str, text: str, reference: str) -> None:
            depth.append(len(connection.savepoint_ids))
            super().send(mobile, text, reference)

    plug(Looking())
    queued()
    before = len(connection.savepoint_ids)
    work()
    assert depth == [before]


def test_the_same_event_delivered_again_sends_nothing(plug: Plug) -> None:
    gateway, sms = plug(Gateway()), queued()
    work()
    send_sms(SmsQueued(sms=sms.pk), later(60))
    assert gateway.calls == 1
    assert fresh(sms).sent_at == NOW


def test_the_same_cause_queues_one_message() -> None:
    assert queued() == queued()
    assert Delivery.objects.count() == 1


def test_a_gateway_that_is_busy_is_asked_again_under_the_same_reference(plug: Plug) -> None:
    gateway, sms = plug(Gateway(BUSY, BUSY)), queued()
    for seconds in (0, 2, 10):
        work(seconds)
    assert gateway.sent == {sms.reference: (MOBILE, TEXT)}
    assert (fresh(sms).attempts, fresh(sms).sent_at) == (3, later(10))


def test_a_worker_killed_after_handing_over_does_not_make_the_phone_ring_twice(plug: Plug) -> None:
    gateway, sms = plug(Gateway(Killed(), after=True)), queued()
    with pytest.raises(Killed):
        work()
    assert fresh(sms).sent_at is None, "our books do not know"
    work(deliver.LEASE.total_seconds() + 1)
    assert gateway.calls == 2
    assert gateway.sent == {sms.reference: (MOBILE, TEXT)}, "the gateway knows, by the reference"
    assert fresh(sms).sent_at is not None


def test_a_message_that_another_worker_is_sending_is_left_to_it_for_a_while(plug: Plug) -> None:
    gateway, sms = plug(Gateway(Killed())), queued()
    with pytest.raises(Killed):
        send_sms(SmsQueued(sms=sms.pk), NOW)
    with pytest.raises(Unavailable, match="另一个进程"):
        send_sms(SmsQueued(sms=sms.pk), later(1))
    assert gateway.calls == 1
    send_sms(SmsQueued(sms=sms.pk), NOW + LEASE)
    assert fresh(sms).sent_at == NOW + LEASE
    assert LEASE < deliver.LEASE


def test_a_message_is_given_up_after_the_last_attempt_and_stays_visible(plug: Plug) -> None:
    gateway, sms = plug(Gateway(*[BUSY] * 50)), queued()
    for seconds in range(0, 6000, 300):
        work(seconds)
    assert gateway.calls == deliver.MAX_ATTEMPTS
    assert list(failed_sms()) == [sms]
    assert "网关在忙" in fresh(sms).failed
    assert fresh(sms).sent_at is None


def test_a_message_that_can_never_be_delivered_is_not_tried_again(plug: Plug) -> None:
    gateway, sms = plug(Gateway(Undeliverable("空号"))), queued()
    work()
    work(5000)
    assert gateway.calls == 1
    assert fresh(sms).failed == "空号"
    assert Delivery.objects.get().done_at is not None


@pytest.mark.parametrize("mobile", ["", "1540000000", "05710000000", "不知道", "12345678901", "1" * 40])
def test_a_number_that_cannot_be_one_stops_nothing_and_is_never_tried(plug: Plug, mobile: str) -> None:
    gateway, sms = plug(Gateway()), queued(mobile)
    assert fresh(sms).failed
    assert work(1) == 0
    assert gateway.calls == 0
    with pytest.raises(Stale, match="发不了"):
        send_again(actor=SYSTEM, sms=sms, now=NOW)


def test_a_number_is_read_kindly(plug: Plug) -> None:
    gateway = plug(Gateway())
    queued("１５４ 0000 0001")
    work()
    assert [mobile for mobile, _ in gateway.sent.values()] == [MOBILE]


def test_without_a_gateway_a_message_waits_and_then_says_why(plug: Plug) -> None:
    sms = queued()
    with pytest.raises(Unavailable):
        sms_gateway()
    for seconds in range(0, 6000, 300):
        work(seconds)
    assert "还没有接上" in fresh(sms).failed


def test_a_message_given_up_can_be_sent_again_under_its_reference(plug: Plug) -> None:
    sms = queued()
    for seconds in range(0, 6000, 300):
        work(seconds)
    gateway = Gateway()
    plug_sms_gateway(gateway)
    send_again(actor=SYSTEM, sms=sms, now=later(7000))
    work(7001)
    assert list(gateway.sent) == [sms.reference]
    assert (fresh(sms).failed, fresh(sms).sent_at) == ("", later(7001))
    with pytest.raises(Stale, match="已经发出"):
        send_again(actor=SYSTEM, sms=sms, now=later(8000))


def test_neither_number_nor_text_reaches_a_log_the_outbox_or_the_audit(
    plug: Plug, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    plug(Gateway(*[RuntimeError(f"cannot send {TEXT!r} to {MOBILE}, +86{MOBILE}") for _ in range(10)]))
    sms = queued()
    for seconds in range(0, 6000, 300):
        work(seconds)
    assert fresh(sms).failed
    said = caplog.text + str(list(Delivery.objects.values())) + str(list(Entry.objects.values())) + fresh(sms).failed
    assert "RuntimeError" in said
    for secret in (MOBILE, TEXT, TEXT[:12]):
        assert secret not in said
