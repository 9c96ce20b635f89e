"""A small subject whose process can be told what to do: three steps by machine or by a post, and a timer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
from yimen.ground.processes.actions.start import start_process
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import Schedule, Subject

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
    """What the process asked of its domain, and how the domain answers."""

    process: bpmn.Process = STRAIGHT
    asked: list[str] = field(default_factory=list)
    answer: Callable[[str], Mapping[str, object]] = lambda reference: {}

    def subject(self) -> Subject:
        return Subject(
            kind="probe",
            definition=lambda key: self.process,
            capabilities={"work": self.work},
            decide=lambda reference, decision, variables, now: f"{decision}!",
            post=self.post,
            schedule=self.schedule,
        )

    def work(self, reference: str, *, now: datetime) -> Mapping[str, object]:
        self.asked.append(reference)
        return self.answer(reference)

    def post(self, reference: str, code: str) -> Post:
        return post_of(organisation(REGULATOR), code or "operator")

    def schedule(self, reference: str, now: datetime) -> Schedule:
        return Schedule()


def start(reference: str = "P1", now: datetime = NOW) -> Instance:
    with transaction.atomic():
        return start_process(
            actor=SYSTEM, definition="probe@1", kind="probe", reference=reference, variables={}, now=now
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
    return sorted(token.node for token in bpmn.State.from_json(instance.state).tokens)
