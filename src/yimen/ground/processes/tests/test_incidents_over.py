"""What is over asks nobody for anything: no incident stays open on a process that has ended."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from tests.cast import NOW, browser_of, read
from yimen.config import middleware
from yimen.engines.bpmn.tests.make import chain, flow, process
from yimen.ground.audit import SYSTEM
from yimen.ground.processes.actions.skip_step import skip_step
from yimen.ground.processes.actions.stop import stop
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.queries import open_tasks_of
from yimen.ground.processes.store import load
from yimen.ground.processes.tests.make import Probe, at, start

LOST = """<exclusiveGateway id="which"/><userTask id="look" ym:post="registrar" ym:outcomes="yes no"/>
<endEvent id="left"/><endEvent id="right"/>"""
NO_WAY = flow("which", "left", "nothing = 1") + flow("which", "right", "nothing = 2")
# Beside a gateway that finds no way the rules are asked, and what they say ends everything in the same step.
ENDED = process(
    LOST
    + """<startEvent id="start"/><parallelGateway id="split"/><businessRuleTask id="ask" ym:decision="d" ym:result="r"/>
    <endEvent id="all"><terminateEventDefinition/></endEvent>"""
    + chain("start", "split", "which")
    + chain("split", "ask", "all")
    + chain("look", "left")
    + NO_WAY
)
WAITING = process(
    '<startEvent id="start"/><userTask id="look" ym:post="registrar" ym:act="supplement"/><endEvent id="done"/>'
    + chain("start", "look", "done")
)


def incidents() -> list[tuple[str, bool]]:
    return [
        (node, closed is None) for node, closed in Task.objects.filter(kind="incident").values_list("node", "closed_at")
    ]


def test_a_step_that_failed_and_is_taken_back_at_once_asks_nobody(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "now", lambda: NOW)
    probe.process = ENDED
    instance = start("P1")
    instance.refresh_from_db()
    assert instance.ended_with == "all"
    assert incidents() == []
    assert "P1" not in browser_of(read().li_min).get("/desk/processes/stopped/").content.decode()


def test_a_step_that_fails_and_stays_asks_somebody(probe: Probe) -> None:
    probe.process = process(
        LOST + '<startEvent id="start"/>' + chain("start", "which") + chain("look", "left") + NO_WAY
    )
    instance = start("P1")
    assert incidents() == [("which", True)]
    assert at(instance) == ["which"]


def test_one_that_had_stopped_and_is_brought_to_its_end_leaves_no_incident(probe: Probe) -> None:
    probe.process = WAITING
    instance = start("P1")
    stop(actor=SYSTEM, instance_id=instance.pk, what="timer", token=1, error=ValueError("x"), now=NOW)
    assert open_tasks_of("probe", "P1").filter(kind="incident").exists()
    token = load(instance).tokens[0].id
    skip_step(actor=read().li_min.actor(NOW), instance_id=instance.pk, token=token, seen=instance.version, now=NOW)
    instance.refresh_from_db()
    assert instance.ended_with == "done"
    assert not open_tasks_of("probe", "P1").exists()


def test_those_that_were_left_open_are_closed_and_no_others(probe: Probe) -> None:
    probe.process = WAITING
    over, runs = start("P1"), start("P2")
    for instance in (over, runs):
        stop(actor=SYSTEM, instance_id=instance.pk, what="timer", token=1, error=ValueError("x"), now=NOW)
    Instance.objects.filter(pk=over.pk).update(ended_at=NOW + timedelta(days=1))
    migration = import_module("yimen.ground.processes.migrations.0014_incidents_of_what_is_over")
    migration.close_them(apps, SimpleNamespace(connection=connection))
    left = dict(Task.objects.filter(kind="incident").values_list("instance__subject_ref", "closed_at"))
    assert left == {"P1": NOW + timedelta(days=1), "P2": None}
