import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.db.models import DateTimeField, Max, Model, OuterRef, Q, QuerySet, Subquery
from django_tasks import task

from yimen.domains.cases.clocks import rules_of
from yimen.domains.cases.consultations import KIND
from yimen.domains.cases.models import Case, Consultation
from yimen.domains.cases.states import Status
from yimen.domains.cases.work import cases_of_rows
from yimen.domains.supervision.actions.examine import examine, unexamined
from yimen.domains.supervision.actions.find import Matter, find
from yimen.domains.supervision.facts.gather import known
from yimen.domains.supervision.facts.record import Fact, Facts, day, late_days
from yimen.domains.supervision.models import Rulebook
from yimen.domains.supervision.rulebooks import definition, rulebook_on
from yimen.engines import clock
from yimen.engines.service import rulebook as engine
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.processes.models import Task

_BATCH = 500
# An event finds its act within seconds: what is older than this was looked at, or happened before there were rules.
_LOOKED_BACK = timedelta(days=7)
log = logging.getLogger(__name__)
One = TypeVar("One")
Row = TypeVar("Row", bound=Model)


@task()
def supervise(now: str) -> int:
    """Once a day: acts that no event has brought here, tasks that lie, cases whose limit has run out, opinions that
    were not given by their day. ``now``: ISO."""
    moment = datetime.fromisoformat(now)
    book, done = rulebook_on(legal_day(moment)), 0
    for acts in _batches(unexamined().filter(at__gte=moment - _LOOKED_BACK)):
        done += _each(acts, lambda one: len(examine(entry=one, now=moment)))
    if book is None:
        return done
    for tasks in _batches(lying_tasks(moment)):
        done += _lying(tasks, book, moment)
    for cases in _batches(overdue_cases(moment)):
        done += _each(cases, lambda one: _undecided(one, book, moment))
    for requests in _batches(late_opinions(moment)):
        done += _each(requests, lambda one: _unanswered(one, book, moment))
    return done


def lying_tasks(now: datetime) -> QuerySet[Task]:
    """Open tasks of a post in a case, with the last moment at which somebody did something to the case; those that
    were opened today cannot lie yet, and those whose clock is stopped may."""
    touched = (
        Entry.objects.filter(object_kind="case", object_ref=OuterRef("instance__subject_ref"), actor_kind="staff")
        .exclude(action__startswith="read")
        .order_by()
        .values("object_ref")
        .annotate(last=Max("at"))
        .values("last")
    )
    return (
        Task.objects.filter(closed_at=None, post__isnull=False, instance__subject_kind="case")
        .filter(opened_at__lt=now - timedelta(days=1))
        .exclude(paused_until__gte=legal_day(now))
        .select_related("instance", "post__organisation", "claimed_by")
        .defer("reason", "outcomes")
        .annotate(touched=Subquery(touched, output_field=DateTimeField()))
    )


def overdue_cases(now: datetime) -> QuerySet[Case]:
    """Accepted cases without a decision whose limit of the law has passed."""
    return (
        Case.objects.filter(status=Status.ACCEPTED, decided_at=None, statutory_on__lt=legal_day(now))
        .select_related("version__item", "body")
        .defer("version__files", "version__terms")
    )


def late_opinions(now: datetime) -> QuerySet[Consultation]:
    """Requests for an opinion whose day has passed: not answered, or answered after it since the last rounds."""
    given = Q(answered_at=None) | Q(answered_at__gte=now - _LOOKED_BACK)
    return (
        Consultation.objects.filter(given, withdrawn_at=None, due_on__lt=legal_day(now))
        .select_related("case__version__item", "case__body", "post__organisation", "asking__organisation")
        .defer("case__version__files", "case__version__terms")
    )


def _lying(tasks: Sequence[Task], book: Rulebook, now: datetime) -> int:
    """Judge a batch of tasks; most do not lie, and for those nothing is asked one by one."""
    cases = cases_of_rows([one.instance.subject_ref for one in tasks])
    calendar, told = working_calendar(), definition(book)
    found = 0
    for one in tasks:
        case = cases[one.instance.subject_ref]
        facts = known("waiting", case) | {"idle_days": _idle(one, calendar, legal_day(now))}
        if engine.judge(told, {name: fact.value for name, fact in facts.items()}):
            found += _each([one], partial(_keep, case=case, facts=facts, book=book, now=now))
    return found


def _idle(one: Task, calendar: clock.WorkingCalendar, today: date) -> Fact:
    last = max(filter(None, (one.opened_at, one.claimed_at, one.touched)))  # type: ignore[attr-defined]
    since = max(legal_day(last), one.paused_until or legal_day(last))
    days = clock.working_days_between(since, today, calendar)
    return Fact(max(0, days), f"“{one.name}”从{day(since)}起没有动静")


@transaction.atomic
def _keep(one: Task, case: Case, facts: Facts, book: Rulebook, now: datetime) -> int:
    assert one.post is not None
    matter = Matter(f"task:{one.pk}", case, one.claimed_by, one.post, one.post.organisation, now)
    return len(find(matter=matter, facts=facts, book=book, now=now))


@transaction.atomic
def _undecided(case: Case, book: Rulebook, now: datetime) -> int:
    assert case.statutory_on is not None
    waiting = (
        Task.objects.filter(
            instance__subject_kind="case", instance__subject_ref=case.number, closed_at=None, post__isnull=False
        )
        .select_related("post__organisation", "claimed_by")
        .first()
    )
    limit = rules_of(case).statutory
    told = f"法定期限（{limit.text if limit else ''}）到{day(case.statutory_on)}为止，还没有决定"
    facts = known("undecided", case)
    facts["limit_late_days"] = Fact(late_days(case.statutory_on, legal_day(now)), told)
    post = waiting.post if waiting else None
    body = post.organisation if post else case.body
    matter = Matter(f"case:{case.pk}", case, waiting.claimed_by if waiting else None, post, body, now)
    return len(find(matter=matter, facts=facts, book=book, now=now))


@transaction.atomic
def _unanswered(one: Consultation, book: Rulebook, now: datetime) -> int:
    """It concerns the body that was asked: who has taken the request there, or else the post."""
    until = legal_day(one.answered_at or now)
    told = f"{one.asking.organisation.name}来征求意见（{one.number}），答复日是{day(one.due_on)}"
    facts = known("opinion-due", one.case) | {"opinion_late_days": Fact(late_days(one.due_on, until), told)}
    task = Task.objects.filter(instance__subject_kind=KIND, instance__subject_ref=one.number, kind=Task.WORK)
    holder = task.select_related("claimed_by").order_by("pk").last()
    officer = holder.claimed_by if holder is not None else None
    matter = Matter(f"opinion:{one.pk}", one.case, officer, one.post, one.post.organisation, now)
    return len(find(matter=matter, facts=facts, book=book, now=now))


def _batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """By a cursor: what is found or done meanwhile shifts nothing; no question stays open beside writing."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield batch
        last = batch[-1].pk


def _each(rows: Iterable[One], act: Callable[[One], int]) -> int:
    """Do it to each. One that fails is logged and comes round tomorrow: it must not keep the others waiting."""
    done = 0
    for one in rows:
        try:
            done += act(one)
        except Exception:
            log.exception("%s could not be examined", one)
    return done
