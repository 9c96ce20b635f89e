"""The cases behind a list of tasks, in a constant number of questions: what officers see of them at a glance."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform

from yimen.domains.cases.models import Case, Inspection, SpecialProcedure, Urge
from yimen.domains.cases.queries import attach, service_of
from yimen.domains.cases.states import Status
from yimen.domains.catalogue.models import Version
from yimen.ground.places.models import Organisation, Post
from yimen.ground.prepared import filled, prepared
from yimen.ground.processes.models import Task
from yimen.ground.processes.work_list import Place

# What a row tells of a case. The clock needs its days, with the correction and the extension that moved them.
_TOLD = (
    *("number", "status", "received_on", "accepted_on", "clock_event", "decided_at", "closed_at"),
    *("correction__told_on", "correction__supplied_on", "extension__added", "extension__unit", "extension__basis"),
    *("extension__approved_by", "extension__approved_on", "extension__notice_on", "extension__reason"),
)


def urged_among(posts: Iterable[Post]) -> dict[int, Place]:
    """The open tasks of these posts whose applicant urges and has no answer yet, by id."""
    ids = _ids(posts)
    return {row[0]: Place(*row[1:]) for row in _urged(ids)} if ids else {}


@prepared
def _urged(posts: tuple[int, ...]) -> "QuerySet[Task, tuple[Any, ...]]":
    # Few urge at a time: each is looked up among the tasks, instead of every task among those who urge.
    urged = Urge.objects.filter(answered_at=None).order_by().values("case__number")
    waiting = Task.objects.filter(post__in=posts, closed_at=None, instance__subject_kind="case")
    return waiting.filter(instance__subject_ref__in=urged).order_by().values_list("pk", *Place._fields)


def cases_of_rows(numbers: Sequence[str]) -> dict[str, Case]:
    """The cases of a page of the work list, by number, with what a row tells of them, in five questions.

    Each carries ``who`` applies: the enterprise where the form names one, else the person.
    """
    if not numbers:
        return {}
    found = _numbered(filled(numbers))
    # A page of fifty cases has a handful of versions and bodies: each is read and made once.
    versions = {one.pk: one for one in _versions(filled(sorted({case.version_id for case in found})))}
    bodies = {one.pk: one for one in _bodies(filled(sorted({case.body_id for case in found})))}
    for case in found:
        case.version, case.body = versions[case.version_id], bodies[case.body_id]
    _attach_stops(found)
    _attach_names(found)
    return {case.number: case for case in found}


def _attach_stops(cases: Sequence[Case]) -> None:
    """What stops the clocks of these cases; only an accepted case has a clock that stops."""
    stops: dict[int, list[SpecialProcedure]] = {}
    for one in _special_procedures(filled([case.pk for case in cases])):
        stops.setdefault(one.case_id, []).append(one)
    for case in cases:
        if case.pk in stops or case.status == Status.ACCEPTED:
            attach(case, "special_procedures", stops.get(case.pk, []))


def _attach_names(cases: Sequence[Case]) -> None:
    keys = {case.pk: service_of(case).meta.get("addressee") for case in cases}
    wanted = tuple(sorted({key for key in keys.values() if key}))
    found = _answers_to(wanted)(filled(list(keys))) if wanted else ()
    told = {pk: dict(zip(wanted, values, strict=True)) for pk, *values in found}
    for case in cases:
        key = keys[case.pk]
        name = told[case.pk][key] if key else ""
        case.who = str(name or case.applicant_name)  # type: ignore[attr-defined]


@lru_cache(maxsize=64)
def _answers_to(keys: tuple[str, ...]) -> "Callable[[tuple[int, ...]], list[tuple[Any, ...]]]":
    """The question for these answers of cases: taken out by the database, for a form has a hundred others."""

    @prepared
    def answers(cases: tuple[int, ...]) -> "QuerySet[Case, tuple[Any, ...]]":
        return Case.objects.filter(pk__in=cases).values_list("pk", *(KeyTextTransform(key, "answers") for key in keys))

    return answers


@prepared
def _numbered(numbers: tuple[str, ...]) -> QuerySet[Case]:
    found = Case.objects.filter(number__in=numbers).select_related("correction", "extension")
    return found.annotate(applicant_name=F("applicant__name")).only("version", "body", "applicant", *_TOLD)


@prepared
def _versions(ids: tuple[int, ...]) -> QuerySet[Version]:
    return Version.objects.filter(pk__in=ids).only("name", "fingerprint")


@prepared
def _bodies(ids: tuple[int, ...]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=ids).only("name", "office_hours")


@prepared
def _special_procedures(cases: tuple[int, ...]) -> QuerySet[SpecialProcedure]:
    return SpecialProcedure.objects.filter(case__in=cases)


def records_to_confirm(posts: Iterable[Post]) -> dict[tuple[str, int], Inspection]:
    """Records of site visits among the tasks of these posts that wait for their second officer, by case number and
    token."""
    ids = _ids(posts)
    return {(one.case.number, one.token): one for one in _to_confirm(ids)} if ids else {}


@prepared
def _to_confirm(posts: tuple[int, ...]) -> QuerySet[Inspection]:
    waiting = Task.objects.filter(
        post__in=posts,
        closed_at=None,
        act="inspect",
        instance__subject_kind="case",
        instance__subject_ref=OuterRef("case__number"),
    )
    found = Inspection.objects.filter(Exists(waiting), confirmed_at=None, second__isnull=False)
    told = ("token", "case__number", "second__staff_name", "recorded_by__staff_name")
    return found.select_related("case", "second", "recorded_by").only(*told)


def record_of(case: Case, task: Task) -> Inspection | None:
    """The record of this visit, if somebody has written it."""
    return case.inspections.filter(token=task.token).select_related("recorded_by", "second").first()


def _ids(posts: Iterable[Post]) -> tuple[int, ...]:
    return tuple(sorted(post.pk for post in posts))
