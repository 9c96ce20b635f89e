"""A small subject whose process can be told what to do: three steps by machine or by a post, and a timer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from unittest.mock import patch

from django.db import transaction

from tests.cast import NOW, REGULATOR
from yimen.config import worker
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit import SYSTEM
from yimen.ground.places.models import Post
from yimen.ground.places.queries import organisation
from yimen.ground.places.queries import post as post_of
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.start import start_process
from yimen.ground.processes.models import Instance
from yimen.ground.processes.store import load
from yimen.ground.processes.subjects import Called, Letter, Schedule, Subject

STRAIGHT = process(
    """<startEvent id="start"/>
    <serviceTask id="work" name="办" ym:capability="work"/>
    <userTask id="look" name="看一看" ym:post="registrar" ym:outcomes="yes no"/>
    <endEvent id="done"/>"""
    + chain("start", "work", "look", "done")
)
DECIDING = process(
    """<startEvent id="start"/>
    <businessRuleTask id="ask" name="问规则" ym:decision="which" ym:result="which"/>
    <serviceTask id="work" name="办" ym:capability="work"/>
    <endEvent id="done"/>"""
    + chain("start", "ask", "work", "done")
)
CATCHING = process(
    """<startEvent id="start"/>
    <serviceTask id="work" name="办" ym:capability="work"/>
    <boundaryEvent id="caught" attachedToRef="work"><errorEventDefinition errorRef="timeout"/></boundaryEvent>
    <endEvent id="done"/><endEvent id="late"/>"""
    + chain("start", "work", "done")
    + chain("caught", "late")
)


PARTS = ("fire", "food")


def calling(*names: str, begun_by: str = "split") -> bpmn.Process:
    """A process that calls another one by each of these names, side by side, and is looked at in the end.

    ``begun_by="work"`` lets the machine do something first.
    """
    body = """<startEvent id="start"/><parallelGateway id="split"/><parallelGateway id="join"/>
    <userTask id="look" name="看一看" ym:post="registrar" ym:outcomes="yes no"/><endEvent id="done"/>"""
    for name in names:
        body += f'<callActivity id="{name}" calledElement="{name}"/>' + chain("split", name, "join")
    if begun_by == "work":
        body += '<serviceTask id="work" ym:capability="work"/>' + chain("work", "split")
    return process(body + chain("start", begun_by) + chain("join", "look", "done"))


def waiting(expression: str, kind: str = "timeDuration") -> bpmn.Process:
    """A process that waits for a timer between start and end."""
    return process(
        f"""<startEvent id="start"/>
        <intermediateCatchEvent id="wait"><timerEventDefinition><{kind}>{expression}</{kind}></timerEventDefinition>
        </intermediateCatchEvent>
        <endEvent id="done"/>"""
        + chain("start", "wait", "done")
    )


@dataclass
class Probe:
    """What the process asked of its domain, and how the domain answers.

    ``processes`` are those of the definitions that are called; of all others ``process``.
    """

    process: bpmn.Process = STRAIGHT
    processes: dict[str, bpmn.Process] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    answer: Callable[[str], Mapping[str, object]] = lambda reference: {}
    refused: Exception | None = None
    called_off: list[str] = field(default_factory=list)
    keeps_going: bool = False
    locked: list[str] = field(default_factory=list)
    begins: Callable[[Letter], list[Called]] = lambda letter: []

    def subject(self) -> Subject:
        return Subject(
            kind="probe",
            definition=lambda key: self.processes.get(key, self.process),
            capabilities={"work": self.work, "undo-work": self.undo_work},
            decide=lambda reference, decision, variables, now: f"{decision}!",
            post=self.post,
            schedule=self.schedule,
            call=self.call,
            cancel_called=self.cancel_called,
            lock=self.locked.append,
            begun_by=lambda letter, now: self.begins(letter),
        )

    def call(self, reference: str, called: str, now: datetime) -> Called:
        if self.refused is not None:
            raise self.refused
        return Called("probe", f"{reference}/{called}", called, {"part": called})

    def cancel_called(self, reference: str, now: datetime) -> None:
        self.called_off.append(reference)
        if not self.keeps_going:
            cancel_process(actor=SYSTEM, kind="probe", reference=reference, ended_with="called off", now=now)

    def work(self, reference: str, *, now: datetime) -> Mapping[str, object]:
        self.asked.append(reference)
        return self.answer(reference)

    def undo_work(self, reference: str, *, now: datetime) -> Mapping[str, object]:
        self.undone.append(reference)
        return self.answer(reference)

    def post(self, reference: str, code: str) -> Post:
        return post_of(organisation(REGULATOR), code or "operator")

    def schedule(self, reference: str, now: datetime) -> Schedule:
        return Schedule()


def start(
    reference: str = "P1", now: datetime = NOW, variables: Mapping[str, object] = MappingProxyType({})
) -> Instance:
    with transaction.atomic():
        return start_process(
            actor=SYSTEM, definition="probe@1", kind="probe", reference=reference, variables=variables, now=now
        )


def one_round(now: datetime = NOW) -> int:
    """One round of the worker at this moment, without its daily jobs."""
    with (
        patch.object(worker, "now", lambda: now),
        patch.object(worker, "enqueue_due"),
        patch.object(worker, "_run_jobs", lambda: 0),
    ):
        return worker.one_round()


def at(instance: Instance) -> list[str]:
    """The nodes on which the process stands."""
    instance.refresh_from_db()
    return sorted(token.node for token in load(instance).tokens)
