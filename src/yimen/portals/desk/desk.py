"""An officer before one case: who, with which posts, what is to be done, and the marks that keep two pages apart."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import transaction
from django.http import HttpRequest

from yimen.domains.cases.access import case_for_officer, task_for_officer
from yimen.domains.cases.models import Case, CaseStep, Inspection
from yimen.domains.cases.posts import OPERATOR
from yimen.domains.cases.work import record_of
from yimen.ground.accounts.gate import SignedInVisit
from yimen.ground.accounts.models import organisations_of, posts_of
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import NotAllowed, Stale
from yimen.ground.places.models import Post
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.actions.release import REASONS
from yimen.ground.processes.models import Task
from yimen.portals.desk.visible import Sight, sight_of

CHANGED = ("您打开页面以后，这件事有了变化", "看清页面上新的情况，再决定怎么办；您填的内容还在。")


@dataclass
class Desk:
    """What every page and act of the desk about one case begins with."""

    request: SignedInVisit
    case: Case
    posts: list[Post]
    task: Task | None
    failures: dict[str, str] = field(default_factory=dict)

    @cached_property
    def sight(self) -> Sight:
        return sight_of(self.case, self.posts, self.request.now)

    @cached_property
    def steps(self) -> list[CaseStep]:
        return list(self.case.steps.all())

    @cached_property
    def record(self) -> Inspection | None:
        """Of a site visit: what has been written down about it so far."""
        is_visit = self.task is not None and self.task.act == "inspect" and self.task.kind == Task.WORK
        return record_of(self.case, self.task) if is_visit and self.task is not None else None

    @property
    def actor(self) -> Actor:
        return self.request.user.actor(self.request.now)

    @property
    def handover_reasons(self) -> tuple[str, ...]:
        """What may be said when giving the task back."""
        return REASONS

    @property
    def mine(self) -> bool:
        """Whether the open task is in the officer's own hands."""
        return self.task is not None and self.task.claimed_by_id == self.request.user.pk

    @property
    def works_here(self) -> bool:
        """Whether a post of the service, or the one that looks after failed steps, is among the own posts."""
        return bool(self.sight) or any(
            post.organisation_id == self.case.body_id and post.code == OPERATOR for post in self.posts
        )

    @property
    def mark(self) -> str:
        """What a page has shown: the task, and how much has happened."""
        return f"{self.task.pk if self.task else 0}.{len(self.steps)}"

    def typed(self, key: str) -> str:
        return str(self.request.POST.get(key, ""))


def desk_of(request: SignedInVisit, number: str) -> Desk:
    """The case for one of the own posts or bodies. Raises NotFound for anybody else."""
    posts = posts_of(request.user, request.now)
    case = case_for_officer(organisations_of(request.user, request.now), number, posts)
    return Desk(request, case, posts, task_for_officer(posts, case))


def newer_steps(desk: Desk) -> list[CaseStep]:
    """What has happened since the page was opened whose form is sent now."""
    _, _, seen = desk.typed("seen").partition(".")
    return desk.steps[int(seen) :] if seen.isdecimal() and int(seen) < 10**6 else []


def check_mark(desk: Desk) -> None:
    """Raises Stale when the page that is sent shows something else than the case as it is now."""
    seen = desk.typed("seen")
    if seen and seen != desk.mark:
        raise Stale(*CHANGED)


def take(desk: Desk) -> Task:
    """The open task, in the officer's own hands from now on.

    Whoever sends the form of a free task takes it: somebody may have given it back while the page was open.

    Raises:
        Stale: there is none, a colleague has it, or the page is older than the case.
    """
    if desk.task is None:
        raise Stale("这一步刚刚已经办完", "看页面上最新的进度。")
    check_mark(desk)
    refuse_if_waiting_for_second(desk)
    if not _named_as_second(desk):
        claim(officer=desk.request.user, task=desk.task, now=desk.request.now)
    return desk.task


def _named_as_second(desk: Desk) -> bool:
    """The second officer confirms by being named in the record, whoever has the task in hand."""
    row = desk.record
    return row is not None and row.confirmed_at is None and row.second_id == desk.request.user.pk


def refuse_if_waiting_for_second(desk: Desk) -> None:
    """A record that waits for its second officer is for that one, and for whoever wrote it."""
    row = desk.record
    if row is None or row.second is None or desk.request.user.pk in (row.second_id, row.recorded_by_id):
        return
    raise Stale(f"这份核查记录等{row.second.name}确认", "由一起到现场的人用自己的账号确认。")


def together(desk: Desk, act: Callable[[], None]) -> None:
    """Do it while nobody else can touch the case, if it still is what the page has shown."""
    with transaction.atomic():
        # The lock comes first: two officers who send at the same moment are told apart here.
        Case.objects.select_for_update().get(pk=desk.case.pk)
        desk.steps = list(desk.case.steps.all())
        check_mark(desk)
        act()


def must_work_here(desk: Desk) -> None:
    """Raises NotAllowed for a colleague of the body whose posts have nothing to do with this matter."""
    if not desk.works_here:
        raise NotAllowed("这件事不归您的岗位办", "需要您办的，会出现在您的待办里。")


def note_reading(request: HttpRequest, desk: Desk, act: str, **details: str) -> None:
    """An officer who looks at somebody's file leaves a row: the log says who touched what."""
    record(desk.actor, act, object_kind="case", object_ref=desk.case.number, at=desk.request.now, details=details)
