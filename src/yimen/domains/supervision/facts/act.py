from dataclasses import dataclass
from datetime import date, datetime

from yimen.domains.cases.models import Case
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import legal_day
from yimen.ground.places.models import Organisation, Post
from yimen.ground.processes.models import Task

# The acts that end a task of the process; the task says which post had to do it.
_OF_TASK = {
    "accept": "accept",
    "decline": "accept",
    "request-correction": "accept",
    "give-opinion": "review",
    "confirm-inspection": "inspect",
    "decide": "decide",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One official act: the row of evidence, its case, the task that it ended or took, and who is answerable.

    ``officer`` is None where silence acted and nobody had taken the task; then it concerns ``post``.
    """

    entry: Entry
    case: Case
    task: Task | None
    officer: Account | None

    @property
    def kind(self) -> str:
        return self.entry.action

    @property
    def at(self) -> datetime:
        return self.entry.at

    @property
    def day(self) -> date:
        return legal_day(self.entry.at)

    @property
    def by_officer(self) -> bool:
        return self.entry.actor_kind == "staff"

    @property
    def post(self) -> Post | None:
        return self.task.post if self.task else None

    @property
    def body(self) -> Organisation:
        return self.task.post.organisation if self.task and self.task.post else self.case.body


def act_of(entry: Entry, case: Case) -> Act:
    """The act behind a row of evidence of this case."""
    task = _task(entry, case)
    if entry.actor_kind == "staff":
        return Act(entry, case, task, Account.objects.get(pk=int(entry.actor_id)))
    return Act(entry, case, task, task.claimed_by if task else None)


def _task(entry: Entry, case: Case) -> Task | None:
    tasks = Task.objects.filter(
        instance__subject_kind="case", instance__subject_ref=case.number, post__isnull=False
    ).select_related("post__organisation", "claimed_by")
    if entry.action == "claim-task":
        node = entry.details.get("task", "")
        return tasks.filter(node=node, opened_at__lte=entry.at).order_by("-opened_at", "-pk").first()
    if entry.action not in _OF_TASK:
        return None
    # The act and the end of its task are one transaction, with one moment.
    return tasks.filter(act=_OF_TASK[entry.action], closed_at=entry.at).order_by("-pk").first()
