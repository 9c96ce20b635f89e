from datetime import datetime

from django.db import transaction

from yimen.domains.cases.clocks import intake_of, rules_of, set_days
from yimen.domains.cases.errors import TimeRefused
from yimen.domains.cases.handling import check_task, locked, receive_by
from yimen.domains.cases.models import Case
from yimen.domains.cases.steps import add_step
from yimen.engines import clock
from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task

ACCEPT = "accept"


@transaction.atomic
def accept(*, actor: Actor, case: Case, task: Task, now: datetime) -> None:
    """受理 (行政许可法 32(1)(5)). From this day the limit of the decision runs; where silence has accepted before,
    from the day the papers were received. The notice (受理通知书) is the next step of the process.

    Where the correction that was asked for did not come, the officer may find the papers enough after all.

    Raises:
        Stale: the case has ended or the step is done.
    """
    case = locked(case)
    check_task(case, task, "accept", ACCEPT)
    start_clock(case, now)
    deemed = case.clock_event.startswith("视为受理")
    add_step(case, "deemed" if deemed and actor == SYSTEM else "accepted", by=actor, now=now)
    record(
        actor,
        "accept",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={"accepted_on": str(case.accepted_on), "deemed": deemed},
    )
    complete_task(actor=actor, task=task, outcome=ACCEPT, variables={}, now=now)


def start_clock(case: Case, now: datetime) -> None:
    """Begin the clock of the decision. Belongs inside the caller's transaction.

    Raises:
        TimeRefused: the days contradict each other.
    """
    receive_by(case, now)
    correction = getattr(case, "correction", None)
    if correction is not None and correction.supplied_on is None:
        # The papers were enough after all: the officer accepts what was asked to be mended, as of today.
        started = clock.LegalClock(legal_day(now))
        _set(case, started, now)
        return
    try:
        started = clock.accept(intake_of(case), legal_day(now), working_calendar(), rules_of(case).answer)
    except clock.ClockError as error:
        raise TimeRefused(str(error)) from error
    _set(case, started, now)


def _set(case: Case, started: clock.LegalClock, now: datetime) -> None:
    case.accepted_on, case.clock_event = started.started, started.event
    changed = set_days(case, now)
    case.save(update_fields=["received_on", "accepted_on", "clock_event", *changed])
