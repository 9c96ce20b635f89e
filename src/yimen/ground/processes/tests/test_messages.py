"""A message goes to one, once; a signal to all who wait; what comes too early is kept."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from tests.cast import NOW
from yimen.engines.bpmn.tests.make import chain
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.deliver import message_sent, signal_due, signal_thrown
from yimen.ground.processes.actions.send import send_message
from yimen.ground.processes.actions.tell_facts import tell_facts
from yimen.ground.processes.events import MessageSent, SignalDue, SignalThrown
from yimen.ground.processes.jobs import empty_old_messages
from yimen.ground.processes.letters import KEPT_FOR
from yimen.ground.processes.models import Event, Instance, Message, Subscription
from yimen.ground.processes.queries import variables_of
from yimen.ground.processes.subjects import Called, Letter
from yimen.ground.processes.tests.letters import (
    BOTH,
    LISTENER,
    MESSAGE,
    RECEIVER,
    SENDER,
    SIGNAL,
    begin,
    catching,
    drawn,
    found,
    send,
    takers,
    throw,
    throwing,
)
from yimen.ground.processes.tests.make import Probe, at, one_round


def drain(now: datetime = NOW) -> None:
    while one_round(now):
        pass


def test_one_process_waits_for_a_message_of_another(probe: Probe) -> None:
    waits = begin(probe, "R1", RECEIVER, joint="J1")
    other = begin(probe, "R2", RECEIVER, joint="J2")
    begin(probe, "S1", SENDER, joint="J1", rooms=3, phone="139")
    assert at(waits) == ["wait"]
    drain()
    assert (at(waits), at(other)) == (["look"], ["wait"])
    assert variables_of("probe", "R1") == {"joint": "J1", "rooms": 3}
    assert list(takers().values()) == ["R1"]
    assert list(Subscription.objects.values_list("instance", flat=True)) == [other.pk]


def test_nothing_is_sent_but_what_the_sender_names(probe: Probe) -> None:
    begin(probe, "S1", SENDER, joint="J1", rooms=3, phone="139")
    assert Message.objects.get().payload == {"rooms": 3}
    assert "139" not in str(list(Delivery.objects.values_list("payload", flat=True)))


def test_without_a_key_in_the_drawing_the_reference_of_the_subject_counts(probe: Probe) -> None:
    plain = MESSAGE.replace(' ym:correlation="joint"', "")
    mine = begin(probe, "R1", catching(plain))
    other = begin(probe, "R2", catching(plain))
    send("R1", "x-1")
    drain()
    assert (at(mine), at(other)) == (["look"], ["wait"])


def test_a_message_that_comes_before_anybody_waits_is_kept_and_taken_once(probe: Probe) -> None:
    send("J1", "x-1", rooms=2)
    drain()
    assert takers() == {"x-1": None}
    first = begin(probe, "R1", RECEIVER, joint="J1")
    second = begin(probe, "R2", RECEIVER, joint="J1")
    drain()
    assert (at(first), at(second)) == (["look"], ["wait"])
    assert takers() == {"x-1": "R1"}


def test_what_nobody_has_taken_until_it_expires_is_over(probe: Probe) -> None:
    send("J1", "x-1")
    drain()
    late = begin(probe, "R1", RECEIVER, joint="J1")
    drain(NOW + KEPT_FOR)
    assert at(late) == ["wait"]
    assert takers() == {"x-1": None}


def test_who_has_waited_longest_gets_it(probe: Probe) -> None:
    first, second, third = (begin(probe, f"R{n}", RECEIVER, joint="J1") for n in (1, 2, 3))
    send("J1", "x-1")
    send("J1", "x-2")
    drain()
    assert takers() == {"x-1": "R1", "x-2": "R2"}
    assert at(third) == ["wait"]


def test_the_same_message_twice_changes_nothing(probe: Probe) -> None:
    begin(probe, "R1", RECEIVER, joint="J1")
    begin(probe, "R2", RECEIVER, joint="J1")
    for _ in range(2):
        send("J1", "x-1")
        drain()
    assert takers() == {"x-1": "R1"}
    assert at(found("R2")) == ["wait"]


def test_a_delivery_that_comes_again_changes_nothing(probe: Probe) -> None:
    waits = begin(probe, "R1", LISTENER, joint="J1")
    send("J1", "x-1")
    number = Message.objects.get().pk
    for _ in range(3):
        message_sent(MessageSent(number), NOW)
    assert at(waits) == ["heard", "look", "note"]
    assert Event.objects.filter(instance=waits, kind="MessageArrived").count() == 1


def test_who_does_not_interrupt_hears_every_message_kept_or_new(probe: Probe) -> None:
    send("J1", "x-1")
    send("J1", "x-2")
    waits = begin(probe, "R1", LISTENER, joint="J1")
    drain()
    send("J1", "x-3")
    drain()
    assert at(waits) == ["heard", "look", "note", "note", "note"]


def test_what_waits_for_two_messages_takes_one_of_each(probe: Probe) -> None:
    waits = begin(probe, "R1", BOTH, joint="J1")
    send("J1", "x-1")
    send("J1", "x-2")
    drain()
    assert at(waits) == ["wait"]
    assert takers() == {"x-1": "R1", "x-2": None}
    send("J1", "x-3", name="paid")
    drain()
    assert at(waits) == ["look"]
    assert not Subscription.objects.exists()


def test_who_has_gone_gets_nothing_and_the_next_one_does(probe: Probe) -> None:
    begin(probe, "R1", RECEIVER, joint="J1")
    second = begin(probe, "R2", RECEIVER, joint="J1")
    with transaction.atomic():
        cancel_process(actor=SYSTEM, kind="probe", reference="R1", ended_with="withdrawn", now=NOW)
    send("J1", "x-1")
    drain()
    assert at(second) == ["look"]


def test_a_wait_that_is_on_record_but_over_is_passed_by(probe: Probe) -> None:
    first = begin(probe, "R1", RECEIVER, joint="J1")
    second = begin(probe, "R2", RECEIVER, joint="J1")
    first.tokens.update(gone_at=NOW)
    send("J1", "x-1")
    drain()
    assert takers() == {"x-1": "R2"}
    assert at(second) == ["look"]


def test_a_message_from_outside_is_on_record_with_who_sent_it(probe: Probe) -> None:
    send("J1", "x-1")
    entry = Entry.objects.filter(action="send-message").get()
    assert (entry.object_kind, entry.object_ref, entry.details) == ("message", "J1", {"name": "decided"})


def test_what_changes_nothing_is_not_on_record_again(probe: Probe) -> None:
    for _ in range(2):
        send("J1", "x-1")
        throw("s-1")
    sent = Entry.objects.filter(action__in=["send-message", "throw-signal"])
    assert sorted(sent.values_list("action", flat=True)) == ["send-message", "throw-signal"]


def test_it_is_sent_only_if_the_rest_of_the_transaction_is(probe: Probe) -> None:
    with transaction.atomic():
        send_message(actor=SYSTEM, name="decided", key="J1", variables={}, sender="x", now=NOW)
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_a_message_begins_a_process_where_a_domain_says_for_which_subject(probe: Probe) -> None:
    probe.processes["new"] = drawn(
        f'<startEvent id="told">{MESSAGE}</startEvent>' + chain("start", "look", "done") + chain("told", "look")
    )
    probe.begins = lambda letter: [Called("probe", "N1", "new", letter.variables, at="told")]
    send("J1", "x-1", rooms=2)
    drain()
    assert at(found("N1")) == ["look"]
    assert variables_of("probe", "N1") == {"rooms": 2}
    message_sent(MessageSent(Message.objects.get().pk), NOW)
    assert Instance.objects.filter(subject_ref="N1").count() == 1


def test_without_such_a_domain_it_is_kept(probe: Probe) -> None:
    asked: list[Letter] = []
    probe.begins = lambda letter: asked.append(letter) or []  # type: ignore[func-returns-value]
    send("J1", "x-1")
    drain()
    assert asked == [Letter("message", "decided", "J1", {})]
    assert takers() == {"x-1": None}


def test_a_signal_reaches_everybody_who_waits_and_its_thrower_once(probe: Probe) -> None:
    waiting = [begin(probe, f"R{n}", catching(SIGNAL)) for n in range(3)]
    begin(probe, "T", throwing(SIGNAL), why="flood", phone="139")
    drain()
    assert [at(one) for one in waiting] == [["look"]] * 3
    assert variables_of("probe", "R2") == {"why": "flood"}
    assert at(found("T")) == ["look"]


def test_many_who_wait_are_found_in_batches(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.ground.processes.actions.deliver.BATCH", 2)
    waiting = [begin(probe, f"R{n}", catching(SIGNAL)) for n in range(5)]
    throw("x-1", why="flood")
    assert one_round() == 1
    assert Delivery.objects.filter(event__endswith="SignalDue", done_at=None).count() == 2
    drain()
    assert all(at(one) == ["look"] for one in waiting)
    assert Message.objects.get().consumed_at == NOW


def test_a_signal_told_twice_is_heard_once(probe: Probe) -> None:
    flow = LISTENER_OF_SIGNAL
    waits = begin(probe, "R1", flow)
    throw("x-1")
    number = Message.objects.get().pk
    for _ in range(2):
        signal_thrown(SignalThrown(number), NOW)
        drain()
        signal_due(SignalDue(number, waits.pk), NOW)
    assert at(waits) == ["heard", "look", "note"]


def test_who_waited_is_looked_for_once_though_the_worker_was_killed_after_it(probe: Probe) -> None:
    begin(probe, "R1", catching(SIGNAL))
    throw("x-1")
    for _ in range(2):
        signal_thrown(SignalThrown(Message.objects.get().pk), NOW)
    assert Delivery.objects.filter(event__endswith="SignalDue").count() == 1


LISTENER_OF_SIGNAL = drawn(
    f"""<boundaryEvent id="heard" attachedToRef="look" cancelActivity="false">{SIGNAL}</boundaryEvent>
    <userTask id="note" ym:post="registrar"/><endEvent id="noted"/>"""
    + chain("start", "look", "done")
    + chain("heard", "note", "noted")
)


def test_who_no_longer_waits_is_told_nothing(probe: Probe) -> None:
    waits = begin(probe, "R1", catching(SIGNAL))
    throw("x-1", why="flood")
    Subscription.objects.all().delete()
    signal_due(SignalDue(Message.objects.get().pk, waits.pk), NOW)
    assert at(waits) == ["wait"]
    assert variables_of("probe", "R1") == {}


def test_a_signal_begins_a_process_once_for_each_subject(probe: Probe) -> None:
    start = f'<startEvent id="told">{SIGNAL}</startEvent>'
    probe.processes["new"] = drawn(start + chain("start", "look", "done") + chain("told", "look"))
    probe.begins = lambda letter: [Called("probe", ref, "new", letter.variables, at="told") for ref in ("N1", "N2")]
    throw("x-1", why="flood")
    drain()
    number = Message.objects.get().pk
    signal_thrown(SignalThrown(number), NOW)
    drain()
    assert sorted(Instance.objects.values_list("subject_ref", flat=True)) == ["N1", "N2"]


def test_what_old_messages_carried_is_forgotten_and_they_are_still_known(probe: Probe) -> None:
    begin(probe, "R1", RECEIVER, joint="J1")
    send("J1", "taken", rooms=1)
    send("J2", "waiting", rooms=2)
    drain()
    for day, left in ((29, [1, 2]), (31, [2]), (181, [])):
        empty_old_messages.call((NOW + timedelta(days=day)).isoformat())
        assert [one["rooms"] for one in Message.objects.order_by("pk").values_list("payload", flat=True) if one] == left
    send("J1", "taken", rooms=9)
    assert Message.objects.count() == 2


CONDITION = "<conditionalEventDefinition><condition>rooms &gt; 3</condition></conditionalEventDefinition>"


def tell(reference: str, key: str = "", **variables: object) -> bool:
    with transaction.atomic():
        return tell_facts(actor=SYSTEM, kind="probe", reference=reference, variables=variables, now=NOW, key=key)


def test_a_condition_is_looked_at_again_when_facts_change_outside(probe: Probe) -> None:
    waits = begin(probe, "R1", catching(CONDITION), rooms=1)
    assert tell("R1", rooms=3)
    assert at(waits) == ["wait"]
    assert tell("R1", rooms=4)
    assert at(waits) == ["look"]
    assert Entry.objects.filter(action="tell-facts", object_ref="R1").count() == 2


def test_the_same_news_twice_counts_once_and_nobody_is_told_after_the_end(probe: Probe) -> None:
    waits = begin(probe, "R1", catching(CONDITION), rooms=1)
    tell("R1", key="n-1", rooms=4)
    tell("R1", key="n-1", rooms=1)
    assert variables_of("probe", "R1") == {"rooms": 4}
    with transaction.atomic():
        cancel_process(actor=SYSTEM, kind="probe", reference="R1", ended_with="withdrawn", now=NOW)
    assert not tell("R1", rooms=5)
    assert not tell("nobody", rooms=5)
    assert at(waits) == []


@pytest.mark.parametrize("others", [1, 30])
def test_a_message_costs_the_same_however_many_wait_for_others(
    probe: Probe, django_assert_max_num_queries: DjangoAssertNumQueries, others: int
) -> None:
    for number in range(others):
        begin(probe, f"O{number}", RECEIVER, joint=f"other-{number}")
        begin(probe, f"W{number}", RECEIVER, joint="J1")
    drain()
    send("J1", "x-1")
    # Two more where the store prepares its questions for the connection.
    with django_assert_max_num_queries(24):
        message_sent(MessageSent(Message.objects.get().pk), NOW)


def test_only_processes_that_wait_for_letters_are_held_against_their_waits() -> None:
    assert RECEIVER.awaits_letters and LISTENER.awaits_letters
    assert not SENDER.awaits_letters and not drawn(chain("start", "look", "done")).awaits_letters
