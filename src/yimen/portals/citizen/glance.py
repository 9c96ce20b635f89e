"""A case as it stands at one moment, read once for all parts of its page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from yimen.domains.cases.clocks import Phase, Running, light_at, rules_of, running, statutory_clock_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import attach_history, service_of
from yimen.engines import clock
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.calendar.warning import unannounced_warning
from yimen.ground.places.models import Organisation
from yimen.ground.prepared import prepared
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import is_running, open_tasks_of

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


# Of a task its page tells these; rows of three tables in full would be three times as wide.
_TOLD = (
    *("kind", "node", "name", "act", "opened_at", "post__name", "claimed_by__staff_name"),
    *("post__organisation__name", "post__organisation__phone_consult", "post__organisation__phone_complain"),
    "post__organisation__address",
)


@prepared
def _open_tasks(kind: str, reference: str) -> QuerySet[Task]:
    return open_tasks_of(kind, reference).select_related("post__organisation", "claimed_by").only(*_TOLD)


def glance(case: Case, now: datetime, calendar: clock.WorkingCalendar | None = None) -> Glance:
    """Read the case for its page. Its history and its special procedures stay with it.

    Args:
        calendar: the one that holds now, for whoever has read it already.
    """
    attach_history(case)
    calendar, today, rules, found = calendar or working_calendar(), legal_day(now), rules_of(case), running(case)
    task = next(iter(_open_tasks("case", case.number)), None)
    by_law = statutory_clock_of(case, rules) if found.phase == Phase.DECIDE else None
    due = clock.due(found.clock, found.limit, calendar, today) if found.clock and found.limit else None
    return Glance(
        case=case,
        meta=service_of(case).meta,
        now=now,
        task=task,
        working=task is None and is_running("case", case.number),
        rules=rules,
        running=found,
        due=due,
        statutory=clock.due(by_law, rules.statutory, calendar, today) if by_law and rules.statutory else None,
        light=light_at(case, due, lambda: calendar, now),
        calendar=calendar,
    )
