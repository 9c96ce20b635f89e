"""What a step writes to the disk: few pages, and nothing that no question needs."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW
from yimen.engines import bpmn
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.models import Instance, Scope, Task, Token, Variable, Work
from yimen.ground.processes.tests.make import Probe, start

sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite keeps its tables")


@pytest.fixture
def task(probe: Probe) -> Task:
    """The machine has done its step: a post has something to do."""
    instance = start()
    go_on(instance.pk, bpmn.CapabilityReturned(instance.tokens.get().number, {}), NOW)
    return instance.tasks.get()


def another(task: Task, **told: object) -> Task:
    as_it_is: dict[str, Any] = {
        name: getattr(task, name) for name in ("instance", "kind", "token", "node", "opened_at")
    }
    return Task.objects.create(**{**as_it_is, **told})


def plan(rows: QuerySet[Any]) -> str:
    with connection.cursor() as cursor:
        sql, params = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return " ".join(row[3] for row in cursor.fetchall())


@sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("model", [Token, Variable, Scope, Work])
def test_the_rows_of_an_instance_lie_together(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wr FROM pragma_table_list WHERE name = %s", [model._meta.db_table])
        # Altering such a table, Django makes it anew as any other: the migration must end with 0012's ``by_their_key``.
        assert cursor.fetchone() == (1,)


@sqlite
def test_the_database_finds_no_fault_in_them(task: Task) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]


def test_a_token_has_one_open_task_of_a_kind(task: Task) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        another(task)
    assert another(task, kind=Task.INCIDENT).pk


def test_a_token_may_have_had_several(task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(closed_at=NOW)
    another(task, closed_at=NOW)
    another(task)
    assert Task.objects.filter(instance=task.instance, token=task.token, closed_at=NOW).count() == 2


@sqlite
def test_what_is_asked_of_an_instance_or_an_officer_is_found_by_an_index(task: Task) -> None:
    tasks = Task.objects.filter(instance__subject_kind="probe", instance__subject_ref="P1").order_by("id")
    assert "processes_task USING INDEX processes_one_open_task" in plan(tasks)
    assert "USING INDEX processes_claimed" in plan(Task.objects.filter(claimed_by__in=[1, 2]))
    assert "USING INDEX processes_one_call_a_token" in plan(Instance.objects.filter(caller=task.instance))


def test_only_a_step_that_ends_the_process_touches_the_indexes_of_ends(probe: Probe) -> None:
    instance = start()
    assert "ended_at" not in _update(instance, bpmn.CapabilityReturned(instance.tokens.get().number, {}))
    assert "ended_at" in _update(instance, bpmn.TaskCompleted(instance.tasks.get().token, "yes", {}))
    instance.refresh_from_db()
    assert (instance.ended_at, instance.ended_with, instance.result) == (NOW, "done", "done")


def _update(instance: Instance, happening: bpmn.Happening) -> str:
    with CaptureQueriesContext(connection) as seen:
        go_on(instance.pk, happening, NOW)
    (found,) = (one["sql"] for one in seen.captured_queries if one["sql"].startswith('UPDATE "processes_instance"'))
    return found
