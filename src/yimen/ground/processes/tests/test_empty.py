"""What a process remembered of people is forgotten some time after its end; what it did, and how long, is not."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from tests.cast import NOW
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.processes import jobs
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.stop import stop
from yimen.ground.processes.models import Event, Instance, Message, Task, Token, Variable
from yimen.ground.processes.queries import variables_of
from yimen.ground.processes.store import empty, load, rebuilt
from yimen.ground.processes.tests.letters import RECEIVER, SENDER, begin, send
from yimen.ground.processes.tests.make import Probe, one_round, start
from yimen.ground.processes.watching.figures import figures
from yimen.ground.processes.watching.read import watched

DAY = timedelta(days=1)
PERSON = "张三 530102199001011234"
FORGOTTEN = NOW + 367 * DAY


def ended(reference: str = "P1") -> Instance:
    """A process that has been told of a person at each of its steps, and is over."""
    instance = start(reference, variables={"owner": PERSON, "rooms": [{"of": PERSON}]})
    one_round()
    task = Task.objects.get(instance=instance, closed_at=None)
    complete_task(actor=SYSTEM, task=task, outcome="yes", variables={"note": PERSON}, now=NOW + DAY)
    instance.refresh_from_db()
    assert instance.ended_at == NOW + DAY
    return instance


def forget(now: Any = FORGOTTEN) -> int:
    return jobs.empty_ended_processes.call(now.isoformat())


def kept() -> str:
    """Everything that the tables of processes hold, as one text."""
    models = apps.get_app_config("processes").get_models()
    return repr([list(model.objects.values_list()) for model in models])


def test_of_a_person_nothing_is_left(probe: Probe) -> None:
    probe.answer = lambda reference: {"register": PERSON}
    instance = ended()
    assert PERSON in kept()
    assert forget() == 1
    assert PERSON not in kept() and "张三" not in kept()
    assert not Variable.objects.exists() and dict(variables_of("probe", "P1")) == {}
    instance.refresh_from_db()
    assert instance.emptied_at == FORGOTTEN


def test_it_keeps_what_was_done_when_and_by_whom(probe: Probe) -> None:
    instance = ended()

    def remembered() -> list[object]:
        seen = watched(Instance.objects.get(), probe.process)
        rows = [list(model.objects.order_by("pk").values()) for model in (Token, Task)]
        events = list(Event.objects.order_by("pk").values_list("seq", "at", "kind", "key"))
        return [seen.elements, seen.stays, figures(["probe@1"], NOW.date()), rows, events, Entry.objects.count()]

    before, row = remembered(), Instance.objects.values().get()
    assert forget() == 1
    assert remembered() == before
    assert Instance.objects.values().get() == row | {"emptied_at": FORGOTTEN}
    assert rebuilt(instance) == load(instance) and load(instance).done


def test_before_its_time_and_while_it_runs_nothing_is_forgotten(probe: Probe, settings: LazySettings) -> None:
    ended()
    running = start("P2", variables={"owner": PERSON})
    settings.YIMEN_EMPTY_AFTER_DAYS = 30
    assert forget(NOW + 31 * DAY) == 0
    assert load(Instance.objects.get(subject_ref="P1")).variables["owner"] == PERSON
    assert forget(NOW + 31 * DAY + timedelta(seconds=1)) == 1
    assert forget(FORGOTTEN) == 0
    assert load(running).variables["owner"] == PERSON
    stop(actor=SYSTEM, instance_id=running.pk, what="timer", token=1, error=ValueError(), now=NOW)
    assert forget(FORGOTTEN) == 0


def test_an_entry_that_cannot_be_read_is_forgotten_whole_and_keeps_no_other(probe: Probe) -> None:
    instances = [ended(f"P{number}") for number in range(3)]
    for number, damaged in ((0, f"{{broken {PERSON}"), (1, f'["{PERSON}"]')):
        Event.objects.filter(instance=instances[number], seq=1).update(changes=damaged)
    assert forget() == 3
    assert PERSON not in kept()


def test_messages_that_it_sent_and_took_are_emptied_with_it(probe: Probe) -> None:
    begin(probe, "S", SENDER, joint="J", rooms=PERSON)
    taker = begin(probe, "R", RECEIVER, joint="J")
    for minute in range(3):
        one_round(NOW + timedelta(minutes=minute))
    assert Message.objects.get().consumed_by == taker
    for task in Task.objects.filter(closed_at=None):
        complete_task(actor=SYSTEM, task=task, outcome="", variables={}, now=NOW + DAY)
    assert forget() == 2
    assert PERSON not in kept()
    message = Message.objects.get()
    assert (message.payload, message.key, message.name, message.emptied_at) == ({}, "", "decided", FORGOTTEN)


def test_a_batch_is_so_much_work_however_many_there_are(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(empty, "BATCH", 2)
    monkeypatch.setattr(jobs, "BATCH", 2)
    for number in range(5):
        ended(f"P{number}")
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert empty.empty_ended(before=FORGOTTEN, now=FORGOTTEN) == 2
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 12
    assert list(Instance.objects.filter(emptied_at=None).values_list("subject_ref", flat=True)) == ["P4"]


def test_where_more_is_due_the_job_comes_round_again_and_lets_the_worker_do_other_things(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty, "BATCH", 1)
    monkeypatch.setattr(jobs, "BATCH", 1)
    monkeypatch.setattr(jobs, "BATCHES", 2)
    for number in range(3):
        ended(f"P{number}")
    assert (forget(), DBTaskResult.objects.count()) == (2, 1)
    (again,) = DBTaskResult.objects.all()
    assert again.args_kwargs["args"] == [FORGOTTEN.isoformat()]
    assert (forget(), DBTaskResult.objects.count()) == (1, 1)


def test_who_dies_in_the_midst_of_a_batch_has_forgotten_nothing_of_it(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        ended(f"P{number}")
    before, whole = kept(), empty._empty_events

    def dies(number: int) -> None:
        whole(number)
        if number == Instance.objects.last().pk:
            raise MemoryError

    with monkeypatch.context() as patched, pytest.raises(MemoryError), transaction.atomic():
        patched.setattr(empty, "_empty_events", dies)
        forget()
    assert kept() == before
    assert forget() == 2 and PERSON not in kept()


def test_a_message_sent_once_more_is_known_after_it_was_forgotten(db: None) -> None:
    send("J1", "same", rooms=1)
    assert jobs.empty_old_messages.call((NOW + 200 * DAY).isoformat()) == 1
    send("J1", "same", rooms=2)
    message = Message.objects.get()
    assert (message.payload, message.key) == ({}, "")
