"""A city in a database of its own, with real commits: ``python -m tests.architecture.city COMMAND``.

``prepare`` makes the tables, loads the demo city and files 陈静's application for a food licence; ``show`` prints what
stands as JSON; ``race`` lets two people do each act of the licence at the same moment, and prints what they were told.
"""

import json
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from tests import cast as the_cast  # noqa: E402
from yimen.config import demo  # noqa: E402
from yimen.domains.cases.actions.accept import accept  # noqa: E402
from yimen.domains.cases.actions.answer_urge import answer_urge  # noqa: E402
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection  # noqa: E402
from yimen.domains.cases.actions.decide import decide  # noqa: E402
from yimen.domains.cases.actions.extend import extend  # noqa: E402
from yimen.domains.cases.actions.give_opinion import give_opinion  # noqa: E402
from yimen.domains.cases.actions.hand_over import hand_over  # noqa: E402
from yimen.domains.cases.actions.open_special_procedure import open_special_procedure  # noqa: E402
from yimen.domains.cases.actions.record_inspection import record_inspection  # noqa: E402
from yimen.domains.cases.actions.submit import submit  # noqa: E402
from yimen.domains.cases.actions.urge import urge  # noqa: E402
from yimen.domains.cases.models import Case  # noqa: E402
from yimen.domains.cases.tests import make, make_food  # noqa: E402
from yimen.ground.calendar.moment import legal_day, now  # noqa: E402
from yimen.ground.documents.queries import documents_of  # noqa: E402
from yimen.ground.documents.subject import Subject  # noqa: E402
from yimen.ground.errors import DomainError  # noqa: E402
from yimen.ground.messages.models import Notice, Sms  # noqa: E402
from yimen.ground.outbox.models import Delivery  # noqa: E402
from yimen.ground.outbox.registry import listener  # noqa: E402
from yimen.ground.processes.actions.claim import claim  # noqa: E402
from yimen.ground.processes.actions.release import release  # noqa: E402
from yimen.ground.processes.models import Task  # noqa: E402


def prepare() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    for _ in demo.load():
        pass
    moment = now()
    chen_jing = the_cast.read().chen_jing
    submit(actor=chen_jing.actor(moment), case=make_food.filled(chen_jing, now=moment), now=moment)


def show() -> None:
    case = Case.objects.get()
    print(
        json.dumps(
            {
                "status": case.status,
                "papers": sorted(documents_of(Subject("case", case.number)).values_list("kind", flat=True)),
                "notices": list(Notice.objects.values_list("key", flat=True)),
                "texts": list(Sms.objects.exclude(sent_at=None).values_list("key", flat=True)),
                "waiting": Delivery.objects.filter(done_at=None).count(),
                "attempts": max(Delivery.objects.values_list("attempts", flat=True)),
                "tasks": list(Task.objects.filter(closed_at=None).values_list("node", "kind")),
            }
        )
    )


def at_once(act: Callable[[], object]) -> list[Exception]:
    """Two threads do it at the same moment, each with a connection of its own. Returns what was raised."""
    raised: list[Exception] = []
    gate = threading.Barrier(2)

    def one() -> None:
        Case.objects.count()
        gate.wait()
        try:
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    pair = [threading.Thread(target=one) for _ in range(2)]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()
    return raised


class Race:
    """Two people before the same page at the same moment, and two workers over the same step."""

    def __init__(self) -> None:
        self.cast, self.number = the_cast.read(), Case.objects.get().number
        self.told: dict[str, list[str]] = {}
        self.workers_told: list[str] = []

    @property
    def case(self) -> Case:
        return make.numbered(self.number)

    def both(self, name: str, act: Callable[[Case, Any, datetime], object]) -> None:
        """Each has opened the page before either has sent it."""
        moment = now()
        pages = [(self.case, Task.objects.select_related("instance").filter(closed_at=None).first()) for _ in range(2)]
        hands = iter(pages)
        refused = at_once(lambda: act(*next(hands), moment))
        self.told[name] = ["done"] * (2 - len(refused)) + [_said(one) for one in refused]
        self.work()

    def work(self) -> None:
        """Two workers have the same delivery in hand: the first was slower than its lease. None minds the other."""
        while due := Delivery.objects.filter(done_at=None, given_up_at=None).order_by("next_at", "id").first():
            target = listener(due.listener)
            event = target.event(**due.payload)
            for error in at_once(lambda found=target, told=event: found.react(told, now())):
                # Another try comes; a task for a person would be wrong.
                self.workers_told.append(f"{due.listener} {due.payload.get('capability', '')}: {error!r}")
            Delivery.objects.filter(pk=due.pk).update(done_at=now(), attempts=1)

    def run(self) -> None:
        cast, day = self.cast, timedelta(days=1)
        self.both("accept", lambda case, task, at: accept(actor=cast.wang_fang.actor(at), case=case, task=task, now=at))
        self.both("urge", lambda case, task, at: urge(actor=cast.chen_jing.actor(at), case=case, text="", now=at))
        self.both(
            "answer",
            lambda case, task, at: answer_urge(actor=cast.wu_lei.actor(at), case=case, answer="周五办完", now=at),
        )
        officers = iter([cast.wu_lei, cast.sun_jian])
        self.both("claim", lambda case, task, at: claim(officer=next(officers), task=task, now=at))
        task = make.task_of(self.case)
        assert task.claimed_by is not None
        release(officer=task.claimed_by, task=task, now=now())
        self.both(
            "opinion",
            lambda case, task, at: give_opinion(
                actor=cast.wu_lei.actor(at), case=case, task=task, outcome="agree", text="材料齐全", now=at
            ),
        )
        self.both(
            "extend", lambda case, task, at: extend(officer=cast.ma_jianguo, case=case, added=2, reason="再看", now=at)
        )
        self.both(
            "hearing",
            lambda case, task, at: open_special_procedure(
                actor=cast.wu_lei.actor(at),
                case=case,
                kind="听证",
                required_by="",
                why="利害关系人要求听证",
                done_by="云溪市市场监督管理局",
                start=legal_day(at) + day,
                planned_end=legal_day(at) + 9 * day,
                now=at,
            ),
        )
        pairs = iter([(cast.wu_lei, cast.sun_jian), (cast.sun_jian, cast.wu_lei)])
        self.both("record", lambda case, task, at: self._record(case, task, next(pairs), at))
        row = self.case.inspections.get()
        assert row.second is not None
        second = row.second
        self.both(
            "confirm",
            lambda case, task, at: confirm_inspection(
                officer=second, case=case, task=task, seen_at=row.recorded_at, now=at
            ),
        )
        outcomes = iter(["grant", "refuse"])
        self.both(
            "decide",
            lambda case, task, at: decide(
                actor=cast.zheng_hong.actor(at),
                case=case,
                task=task,
                outcome=next(outcomes),
                grounds=["k2"],
                note="逐项核实过",
                now=at,
            ),
        )
        paper = documents_of(Subject("case", self.number)).get(kind="acceptance")
        self.both(
            "hand-over",
            lambda case, task, at: hand_over(
                actor=cast.wang_fang.actor(at), case=case, document=paper, received_by="陈静", place="3 号窗口", now=at
            ),
        )
        incidents = [one.reason for one in Task.objects.filter(kind=Task.INCIDENT)]
        told = {"people": self.told, "workers": self.workers_told, "incidents": incidents}
        print(json.dumps(told, ensure_ascii=False))

    def _record(self, case: Case, task: Task, pair: tuple[Any, Any], at: datetime) -> None:
        told = {"found": make_food.IN_ORDER, "note": "", "visited_at": at, "now": at}
        record_inspection(officer=pair[0], second=pair[1], case=case, task=task, **told)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error.sentence}" if isinstance(error, DomainError) else f"FAULT {error!r}"


def race() -> None:
    found = Race()
    found.work()
    found.run()


if __name__ == "__main__":
    {"prepare": prepare, "show": show, "race": race}[sys.argv[1]]()
    connections.close_all()
