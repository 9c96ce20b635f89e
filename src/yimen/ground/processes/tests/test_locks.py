"""A subject's row is locked before its process, and the process before its tasks and timers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import NOW, Cast
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import DomainError
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.models import Instance
from yimen.ground.processes.queries import open_tasks_of
from yimen.ground.processes.tests.make import PARTS, STRAIGHT, Probe, calling, one_round, start, waiting


@contextmanager
def writes(probe: Probe) -> Iterator[list[str]]:
    """The tables written to, with the word ``lock`` wherever the subject was locked."""
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen.extend(["lock"] * (len(probe.locked) - seen.count("lock")))
        if sql.startswith("UPDATE"):
            seen.append(sql.split('"')[1].removeprefix("processes_"))
        return execute(sql, *rest)

    probe.locked.clear()
    with connection.execute_wrapper(note):
        yield seen


def ours(seen: list[str]) -> list[str]:
    return [one for one in seen if one in ("lock", "instance", "task", "timer")]


def test_a_worker_locks_the_subject_before_it_moves_the_process(probe: Probe) -> None:
    start()
    with writes(probe) as seen:
        one_round()
    assert ours(seen) == ["lock", "instance"]
    assert probe.locked == ["P1"]


def test_a_timer_is_taken_only_when_its_subject_is_locked(probe: Probe) -> None:
    """Its lease and its count come first, each in a transaction of its own that waits for nobody and so can keep nobody
    waiting."""
    probe.process = waiting('duration("P1D")')
    due = start().timers.get().due_at
    with writes(probe) as seen:
        one_round(due)
    assert ours(seen)[:4] == ["timer", "timer", "lock", "timer"]
    assert Instance.objects.get().ended_at == due


def test_a_retry_closes_the_incident_only_when_its_subject_is_locked(cast: Cast, probe: Probe) -> None:
    def refuse(reference: str) -> dict[str, object]:
        raise DomainError("印不出来")

    probe.process, probe.answer = STRAIGHT, refuse
    start()
    one_round()
    with writes(probe) as seen:
        retry(actor=cast.li_min.actor(NOW), incident=open_tasks_of("probe", "P1").get(), now=NOW)
    assert ours(seen)[:2] == ["lock", "task"]


@pytest.mark.parametrize("called", [(), PARTS])
def test_what_is_cancelled_is_locked_from_the_caller_down(probe: Probe, called: tuple[str, ...]) -> None:
    probe.process = calling(*called) if called else STRAIGHT
    probe.processes = dict.fromkeys(called, STRAIGHT)
    start()
    with writes(probe) as seen, transaction.atomic():
        cancel_process(actor=SYSTEM, kind="probe", reference="P1", ended_with="withdrawn", now=NOW)
    assert ours(seen)[0] == "lock"
    assert list(dict.fromkeys(probe.locked)) == ["P1", *(f"P1/{name}" for name in called)]
