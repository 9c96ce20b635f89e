"""The cases behind a list of tasks, in a constant number of questions: what officers see of them at a glance."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from yimen.domains.cases.models import Case, Inspection, Urge
from yimen.ground.processes.models import Task


def urged_among(tasks: QuerySet[Task]) -> list[int]:
    """The processes among these tasks whose applicant urges and has no answer yet, by their ids."""
    # Few urge at a time: each is looked up among the tasks, instead of every task among those who urge.
    urged = Urge.objects.filter(answered_at=None).order_by().values("case__number")
    waiting = tasks.order_by().filter(instance__subject_kind="case", instance__subject_ref__in=urged)
    return list(waiting.values_list("instance", flat=True).distinct())


def cases_of_tasks(tasks: Iterable[Task]) -> dict[str, Case]:
    """The cases of a page of the work list with what a row tells, in two questions."""
    found = (
        Case.objects.filter(number__in={task.instance.subject_ref for task in tasks})
        .select_related("version", "applicant", "body", "correction", "extension")
        .defer("version__files", "version__terms", "sources", "disputed", "saved_by", "declined", "reasons")
        .prefetch_related("special_procedures")
    )
    return {case.number: case for case in found}


def records_to_confirm(tasks: QuerySet[Task]) -> dict[tuple[str, int], Inspection]:
    """Records of site visits among these tasks that wait for their second officer, by case number and token."""
    waiting = tasks.order_by().filter(
        act="inspect", instance__subject_kind="case", instance__subject_ref=OuterRef("case__number")
    )
    found = Inspection.objects.filter(Exists(waiting), confirmed_at=None, second__isnull=False)
    return {(one.case.number, one.token): one for one in found.select_related("case", "second", "recorded_by")}


def record_of(case: Case, task: Task) -> Inspection | None:
    """The record of this visit, if somebody has written it."""
    return case.inspections.filter(token=task.token).select_related("recorded_by", "second").first()
