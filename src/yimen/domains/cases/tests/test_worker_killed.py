"""A worker killed at any point of a food licence: the next one brings the case to the same end, everything once.

``YIMEN_KILLS=1`` kills it after every single write, commit, stored file and message; else after every seventh.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Case, DecisionRecord
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.deaths import Fate, Killed, Phones, drain_again, drain_mortal
from yimen.domains.cases.tests.quick import quick_papers
from yimen.domains.certificates.models import Certificate
from yimen.ground.calendar.actions.correct_day import DayKind, correct_day
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import DomainError
from yimen.ground.messages.models import Notice, Sms
from yimen.ground.outbox import deliver
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance, Task, Timer

EVERY = int(os.environ.get("YIMEN_KILLS", "7"))


class People:
    """What people do to one application, act by act; after each the worker has something to die over."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.number, self.now = cast, case.number, NOW

    @property
    def case(self) -> Case:
        return make.numbered(self.number)

    def submits(self) -> None:
        submit(actor=self.cast.chen_jing.actor(self.now), case=self.case, now=self.now)

    def asks(self) -> None:
        actor, task = self.cast.wang_fang.actor(self.now), make.task_of(self.case)
        request_correction(actor=actor, case=self.case, task=task, points=[make_food.LAYOUT_LACKS], now=self.now)

    def supplies(self) -> None:
        make_food.hand_in(self.case, "m3", now=self.now + timedelta(seconds=1))
        task = make.task_of(self.case)
        supply_correction(actor=self.cast.chen_jing.actor(self.now), case=self.case, task=task, now=self.now)

    def supplies_nothing_in_time(self) -> None:
        self.now += timedelta(days=60)

    def accepts(self) -> None:
        accept(actor=self.cast.wang_fang.actor(self.now), case=self.case, task=make.task_of(self.case), now=self.now)

    def declines(self) -> None:
        told = {"ground": "produce-only", "facts": "只卖蔬菜水果", "now": self.now}
        decline(actor=self.cast.wang_fang.actor(self.now), case=self.case, task=make.task_of(self.case), **told)

    def agrees(self) -> None:
        told = {"outcome": "agree", "text": "材料齐全", "now": self.now}
        give_opinion(actor=self.cast.wu_lei.actor(self.now), case=self.case, task=make.task_of(self.case), **told)

    def visits(self) -> None:
        told = {"found": make_food.IN_ORDER, "note": "现场拍照", "visited_at": self.now, "now": self.now}
        case, task, second = self.case, make.task_of(self.case), self.cast.sun_jian
        row = record_inspection(officer=self.cast.wu_lei, case=case, task=task, second=second, **told)
        confirm_inspection(officer=second, case=case, task=task, seen_at=row.recorded_at, now=self.now)

    def urges(self) -> None:
        urge(actor=self.cast.chen_jing.actor(self.now), case=self.case, text="等着开业", now=self.now)

    def extends(self) -> None:
        extend(officer=self.cast.ma_jianguo, case=self.case, added=3, reason="还要再看一次现场", now=self.now)

    def grants(self) -> None:
        self._decides("grant", [], "逐项核实过")

    def refuses(self) -> None:
        self._decides("refuse", ["k2"], "生熟加工在同一操作台")

    def _decides(self, outcome: str, grounds: list[str], note: str) -> None:
        told = {"outcome": outcome, "grounds": grounds, "note": note, "now": self.now}
        decide(actor=self.cast.zheng_hong.actor(self.now), case=self.case, task=make.task_of(self.case), **told)

    def reads(self) -> None:
        for one in documents_of(Subject("case", self.number)):
            actor = self.cast.chen_jing.actor(self.now)
            read_document(actor=actor, case=self.case, document=one, now=self.now)

    def withdraws(self) -> None:
        withdraw(actor=self.cast.chen_jing.actor(self.now), case=self.case, reason="不开店了", now=self.now)

    def calendar_moves(self) -> None:
        day = NOW.date() + timedelta(days=4)
        actor = self.cast.li_min.actor(self.now)
        correct_day(actor=actor, day=day, kind=DayKind.OFF, name="防汛", reason="市政府通知", now=self.now)


# Only the acts after the bar are died over: those before it are, in another story.
STORIES = {
    "granted": (0, "submits asks supplies accepts agrees visits urges grants reads"),
    "refused-after-an-extension": (3, "submits accepts agrees extends visits refuses"),
    "declined": (1, "submits declines"),
    "withdrawn-while-it-waits": (2, "submits asks withdraws"),
    "the-time-to-supply-passes": (2, "submits asks supplies_nothing_in_time"),
    "the-calendar-moves": (2, "submits accepts calendar_moves"),
}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def standing(number: str, phones: Phones) -> dict[str, Any]:
    """Everything that must be the same whether a worker died or not, and each thing as often."""
    case = Case.objects.get(number=number)
    days = ("received_on", "answer_by", "accepted_on", "promised_on", "statutory_on", "deliver_by")
    return {
        "case": [case.status, case.decision, case.result_number, *(getattr(case, name) for name in days)],
        "closed": (case.closed_at is None, case.decided_at is None, case.accepted_at is None),
        "steps": sorted(case.steps.values_list("kind", "note")),
        "papers": sorted(documents_of(Subject("case", number)).values_list("kind", "number")),
        "certificates": list(Certificate.objects.values_list("number", flat=True)),
        "rules asked": DecisionRecord.objects.count(),
        "notices": sorted(Notice.objects.values_list("kind", "title", "text", "person", "account")),
        "asked for": Notice.objects.filter(kind=Notice.ACT, done_at=None).count(),
        "texts": sorted(Sms.objects.values_list("key", "text", "failed")),
        "on phones": sorted(phones.received[one] for one in Sms.objects.values_list("reference", flat=True)),
        "phones": len(phones.received),
        "tasks": sorted(Task.objects.filter(closed_at=None).values_list("node", "kind", "due_on")),
        "timers": Timer.objects.filter(closed_at=None).count(),
        "process": list(Instance.objects.values_list("ended_with", flat=True)),
        "outbox": Delivery.objects.filter(done_at=None).count(),
    }


def lived_through(people: People, act: str, phones: Phones, dies_at: int = 0) -> tuple[dict[str, Any], int]:
    """What stands after an act and a worker that dies at this point, and another one; and how many points there were.

    Everything is undone again, and the phones forget.
    """
    seen, then, fate = dict(phones.received), people.now, Fate(dies_at)
    try:
        with undone():
            getattr(people, act)()
            lived = drain_mortal(fate, phones, people.now)
            assert lived == (dies_at == 0)
            drain_again(phones, people.now)
            return standing(people.number, phones), fate.passed
    finally:
        phones.received, people.now = seen, then


@pytest.mark.parametrize("story", STORIES)
def test_whoever_dies_over_a_step_the_next_worker_brings_it_to_the_same_end(cast: Cast, story: str) -> None:
    bar, acts = STORIES[story]
    phones, killed = Phones(), 0
    with quick_papers():
        people = People(cast, make_food.filled(cast.chen_jing))
        make.drain()
        for at, act in enumerate(acts.split()):
            if at >= bar:
                expected, points = lived_through(people, act, phones)
                assert not expected["outbox"]
                for dies_at in range(1 + at % EVERY, points + 1, EVERY):
                    found, _ = lived_through(people, act, phones, dies_at)
                    assert found == expected, f"{act}, killed at point {dies_at} of {points}"
                    killed += 1
            getattr(people, act)()
            drain_mortal(Fate(), phones, people.now)
    assert killed


@pytest.mark.parametrize("then", ["withdraws", "supplies"])
def test_what_a_dead_worker_left_asks_nobody_for_what_is_no_longer_wanted(cast: Cast, then: str) -> None:
    """The accident: the notice 去补正 came after the withdrawal that should have settled it, and stayed for ever."""
    phones = Phones()
    with quick_papers():
        people = People(cast, make_food.filled(cast.chen_jing))
        people.submits()
        drain_mortal(Fate(), phones, NOW)
        people.asks()
        with undone():
            drain_mortal(fate := Fate(), phones, NOW)
        for dies_at in range(1, fate.passed + 1, 3 if EVERY > 1 else 1):
            with undone():
                drain_mortal(Fate(dies_at), phones, NOW)
                people.now = NOW + timedelta(seconds=30)
                with suppress(DomainError, Task.DoesNotExist):
                    getattr(people, then)()
                drain_mortal(Fate(), phones, people.now)
                drain_again(phones, people.now)
                asked = Notice.objects.filter(kind=Notice.ACT, done_at=None).exists()
                assert asked == (people.case.status == "correcting"), f"killed at point {dies_at} of {fate.passed}"


def test_a_step_that_kills_every_worker_ends_with_a_person(cast: Cast) -> None:
    case = make_food.filled(cast.chen_jing)
    submit(actor=cast.chen_jing.actor(NOW), case=case, now=NOW)
    phones, now = Phones(), NOW
    with pytest.MonkeyPatch.context() as deadly:
        deadly.setattr("yimen.domains.cases.papers.intake.once", _deadly)
        for _ in range(deliver.MAX_ATTEMPTS + 1):
            drain_mortal(Fate(), phones, now)
            now += deliver.LEASE + timedelta(seconds=1)
    incident = make.task_of(case)
    assert (incident.kind, incident.node) == (Task.INCIDENT, "receipt")
    assert not Delivery.objects.filter(done_at=None, given_up_at=None).exists()


def test_who_dies_while_giving_up_has_not_kept_it_from_the_next_one(cast: Cast) -> None:
    """The accident: the outbox had given up, the process was never told, and no officer ever saw it."""
    case = make_food.filled(cast.chen_jing)
    submit(actor=cast.chen_jing.actor(NOW), case=case, now=NOW)
    Delivery.objects.filter(listener="processes.perform").update(attempts=deliver.MAX_ATTEMPTS)
    with undone():
        fate = Fate()
        drain_mortal(fate, Phones(), NOW)
        points = fate.passed
    for dies_at in range(1, points + 1):
        with undone():
            phones = Phones()
            drain_mortal(Fate(dies_at), phones, NOW)
            drain_again(phones, NOW)
            assert make.task_of(case).kind == Task.INCIDENT, f"killed at point {dies_at}"


def _deadly(*_: Any, **__: Any) -> None:
    raise Killed
