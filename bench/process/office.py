"""The small subject on which our steps run, and our steps. Import it after Django is set up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from bench.process.workload import FORMS, LICENCE, ORDER, process
from yimen.engines import bpmn
from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.outbox.announce import announce
from yimen.ground.outbox.registry import listen
from yimen.ground.places.models import Organisation, Post, Region
from yimen.ground.processes import subjects
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.actions.start import start_process
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.store import load

KIND, DEFINITION = "bench", "permit@1"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
OFFICER = Actor(id="1", name="李敏", kind="staff", authority="云溪市市场监督管理局 登记审查员")


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What the action announces, for one listener."""

    reference: str
    node: str


def open_office() -> None:
    """Make an empty database ours, and tell the product what our subject may do."""
    call_command("migrate", verbosity=0, interactive=False)
    region = Region.objects.create(code="990000000000", name="云溪市", level=2)
    body = Organisation.objects.create(region=region, code="119901810000010118", name="云溪市市场监督管理局")
    Post.objects.create(organisation=body, code="registrar", name="登记审查员")
    come_in()


def come_in() -> None:
    """Tell the product what our subject may do; the database is ours already."""
    subject = subjects.Subject(
        kind=KIND,
        definition=lambda key: process(),
        capabilities={},
        decide=lambda reference, decision, variables, now: None,
        post=lambda reference, code: _post(),
        schedule=lambda reference, now: subjects.Schedule(),
    )
    subjects.register(subject)
    listen(StepTaken, lambda event, now: None, name="bench-step-taken")


@cache
def _post() -> Post:
    return Post.objects.get(code="registrar")


class Database:
    """Another SQLite file on which the product works inside ``with``; its connection stays open between."""

    def __init__(self, path: Path) -> None:
        self._usual = connections[DEFAULT_DB_ALIAS]
        self._own = type(self._usual)({**self._usual.settings_dict, "NAME": str(path)}, DEFAULT_DB_ALIAS)

    def __enter__(self) -> None:
        connections[DEFAULT_DB_ALIAS] = self._own
        # The first question makes SQLite read the schema, which is no step's cost.
        Instance.objects.filter(pk=0).exists()

    def __exit__(self, *told: object) -> None:
        connections[DEFAULT_DB_ALIAS] = self._usual

    def close(self) -> None:
        self._own.close()


def settle() -> None:
    """Bring everything into the database file itself, so that it can be copied."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def begin(reference: str) -> int:
    """Start an instance; it waits for its intake."""
    with transaction.atomic():
        return start_process(
            actor=SYSTEM, definition=DEFINITION, kind=KIND, reference=reference, variables={}, now=NOW
        ).pk


def step(number: int, token: int, node: str, forms: Mapping[str, dict[str, object]] = FORMS) -> None:
    """What is measured: one happening told to a process, in its own transaction, as the product does it."""
    with transaction.atomic():
        go_on(number, bpmn.TaskCompleted(token, "", forms[node]), NOW)


def act(task: Task, reference: str) -> None:
    """The whole action of an officer: the task is closed, evidence written, the process moved, the fact announced."""
    with transaction.atomic():
        complete_task(actor=OFFICER, task=task, outcome="", variables=FORMS[task.node], now=NOW)
        announce(StepTaken(reference, task.node), now=NOW)


def check_ended(numbers: Iterable[int]) -> None:
    """Raises RuntimeError when one of these instances did not come to its end with its licence."""
    for row in Instance.objects.filter(pk__in=numbers):
        licence = variables(row).get("licence")
        if row.ended_at is None or licence != LICENCE:
            raise RuntimeError(f"our instance {row.pk} ended at {row.ended_at} with {licence}")


def variables(row: Instance) -> Mapping[str, object]:
    """The variables of an instance."""
    return load(row).variables


def try_out() -> None:
    """Take one instance through its life."""
    number = begin(_TRIAL)
    for node in ORDER:
        step(number, Task.objects.get(instance=number, node=node).token, node)


_TRIAL = "trial"


@cache
def tokens() -> Mapping[str, int]:
    """The token that waits for each task, as it was in the trial: it is the same in every instance."""
    return dict(Task.objects.filter(instance__subject_ref=_TRIAL).values_list("node", "token"))
