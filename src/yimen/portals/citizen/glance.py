"""A case as it stands at one moment, read once for all parts of its page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects

from yimen.domains.cases.clocks import Phase, Running, clock_of, light_of, rules_of, running
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.engines import clock
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.calendar.warning import unannounced_warning
from yimen.ground.places.models import Organisation
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import instance_of, open_tasks_of

# How the pages call the engine's states (ui.templatetags.ym.LIGHTS).
LIGHTS = {clock.State.LATE: "late", clock.State.SOON: "soon", clock.State.STOPPED: "pause", clock.State.OK: "ok"}


@dataclass(frozen=True, slots=True)
class Glance:
    """What the page of a case is made from.

    Attributes:
        task: what waits for a person now; None while the machine is at work and when all is over.
        working: the machine itself has something to do.
        due, statutory: where the running clock stands against the promise, and against the statute; None when it does
            not run, or no statute sets a limit.
    """

    case: Case
    meta: Any
    now: datetime
    task: Task | None
    working: bool
    rules: Any
    running: Running
    due: clock.Due | None
    statutory: clock.Due | None
    light: clock.Light
    calendar: clock.WorkingCalendar

    @property
    def today(self) -> date:
        return legal_day(self.now)

    @property
    def phase(self) -> Phase:
        return self.running.phase

    @property
    def office(self) -> Organisation:
        """Who has it in hand: the body of the open task, else the body that decides."""
        if self.task is not None and self.task.post is not None:
            return self.task.post.organisation
        return self.case.body

    @property
    def holder(self) -> str:
        """The body, with the name of the officer who has taken the task."""
        claimed = self.task.claimed_by if self.task is not None and self.task.post is not None else None
        return f"{self.office.name} {claimed.name}" if claimed else self.office.name

    @property
    def warning(self) -> str:
        """The sentence beside days that a year without a holiday order may still move."""
        return unannounced_warning(self.due, self.statutory)


def glance(case: Case, now: datetime) -> Glance:
    """Read the case for its page. Its history and its special procedures stay with it."""
    prefetch_related_objects([case], "special_procedures", "steps")
    calendar, today, rules, found = working_calendar(), legal_day(now), rules_of(case), running(case)
    task = open_tasks_of("case", case.number).select_related("post__organisation", "claimed_by").first()
    instance = instance_of("case", case.number)
    decision = clock_of(case) if found.phase == Phase.DECIDE else None
    return Glance(
        case=case,
        meta=service_of(case).meta,
        now=now,
        task=task,
        working=task is None and instance is not None and instance.ended_at is None,
        rules=rules,
        running=found,
        due=clock.due(found.clock, found.limit, calendar, today) if found.clock and found.limit else None,
        statutory=clock.due(decision, rules.statutory, calendar, today) if decision and rules.statutory else None,
        light=light_of(case, now),
        calendar=calendar,
    )
