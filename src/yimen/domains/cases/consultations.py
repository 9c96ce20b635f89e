"""征求意见 as everybody reads it: what is open, who may ask whom, what another body is shown, how a request runs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from yimen.domains.cases.errors import NotHeard
from yimen.domains.cases.events import OpinionLate
from yimen.domains.cases.models import Case, Consultation, Material
from yimen.domains.cases.posts import post_for, sees, sees_key
from yimen.domains.cases.queries import form_of, service_of
from yimen.engines import bpmn
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import NotFound
from yimen.ground.outbox.announce import announce
from yimen.ground.places.models import Post
from yimen.ground.places.queries import organisation_with, posts_that_answer
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_task_of, open_tasks_of
from yimen.ground.processes.subjects import Schedule, Subject, Variables

KIND = "consultation"
# The version of the drawing with which new requests begin; older ones stay beside it as long as one runs.
CURRENT = "cases.consultation@1"
ASKED, ANSWERED, TAKEN_BACK = "opinion-asked", "opinion-answered", "opinion-not-needed"
AGREE, OBJECT, ELSEWHERE = "agree", "object", "elsewhere"
ANSWERS = {AGREE: "同意", OBJECT: "有不同意见", ELSEWHERE: "不属于本单位职责"}
_DRAWINGS = Path(__file__).parent / "processes"
_UNKNOWN = ("没有找到这份征求意见", "核对编号，或者回到待办，从列表里打开。")
_WHOLE = ("case__version__item", "case__body", "asking__organisation", "post__organisation", "asked_by")
# The files of a version are read once per process; here they would be fetched and parsed with each row.
_LEFT = ("case__version__files", "case__version__terms")


def consultations_of(case: Case) -> list[Consultation]:
    """What was asked of other bodies for a case, oldest first. A case for which nothing was asked costs no question:
    each request is a line of its history, which is read already."""
    if not any(step.kind == ASKED for step in case.steps.all()):
        return []
    return list(case.consultations.select_related("post__organisation", "asking__organisation", "asked_by"))


def open_consultations(cases: Iterable[int]) -> QuerySet[Consultation]:
    """What is still out for these cases."""
    return Consultation.objects.filter(case__in=list(cases), answered_at=None, withdrawn_at=None)


def consultation_for(posts: Iterable[Post], number: str) -> Consultation:
    """A request that one of these posts was asked to answer. Unknown and somebody else's look alike.

    Raises:
        NotFound
    """
    mine = [post.pk for post in posts]
    found = Consultation.objects.filter(number=number, post__in=mine) if number.isprintable() else None
    row = found.select_related(*_WHOLE).defer(*_LEFT).first() if found is not None else None
    if row is None:
        raise NotFound(*_UNKNOWN)
    return row


def consultations_of_rows(numbers: Sequence[str]) -> dict[str, Consultation]:
    """The requests of a page of the work list, by number, in one question; none for a page without any."""
    if not numbers:
        return {}
    whole = ("case__version", "asking__organisation", "post__organisation")
    found = Consultation.objects.filter(number__in=numbers).select_related(*whole).defer(*_LEFT)
    return {one.number: one for one in found}


def task_of(row: Consultation, posts: Iterable[Post]) -> Task | None:
    """The open task of a request that waits for one of these posts."""
    return open_task_of(row.number, KIND, posts)


def check_heard(case: Case, task: Task) -> None:
    """Whether every body that the law makes the officer hear before this step has answered (``consults``).

    Raises:
        NotHeard: one has not; the sentence names it and the article.
    """
    wanted = [one for one in service_of(case).meta.get("consults", []) if one["step"] == task.node]
    for one in wanted:
        body = organisation_with(one["body"], service_of(case).meta["region"]["code"])
        answered = case.consultations.filter(post__organisation=body, post__code=one["post"], answered_at__isnull=False)
        if not answered.exists():
            raise NotHeard(
                f"这一步要先有{body.name}的意见（{one['basis']}）", "在办件页面征求它的意见，答复以后再办这一步。"
            )


def posts_to_ask(case: Case, asking: Post) -> list[Post]:
    """Who may be asked: the registered posts of other bodies of the place."""
    county = service_of(case).meta["region"]["code"]
    own = {case.body_id, asking.organisation_id}
    return [one for one in posts_that_answer(county) if one.organisation_id not in own]


def nameable(case: Case, posts: Iterable[Post]) -> frozenset[str]:
    """What of a case these posts may show to others: nothing that they do not see themselves."""
    allowed = sees(case, posts)
    fields = {f"field.{key}" for key in form_of(case).fields if sees_key(allowed, case, key)}
    materials = {one["id"] for one in service_of(case).meta["materials"]}
    return frozenset(fields | {f"material.{key}" for key in materials if sees_key(allowed, case, key)})


def shown(row: Consultation, kind: str) -> frozenset[str]:
    """The keys of fields (``field``) or materials (``material``) that the other body is shown."""
    return frozenset(name.partition(".")[2] for name in row.shows if name.startswith(f"{kind}."))


def shown_material(row: Consultation, pk: int) -> Material | None:
    """A file of a material that the request names; what was taken back or replaced is not shown."""
    found = Material.objects.filter(case=row.case_id, pk=pk, material__in=shown(row, "material"), removed_at=None)
    return found.select_related("file").first()


def answers_to(case: Case, post: Post) -> str:
    """The key of the message ``opinion-given``: the case, or the joint application it is a part of, and who answers.

    A process that waits for it writes ``joint + " fire-rescue/inspector"``.
    """
    whole = case.parent.number if case.parent is not None else case.number
    return f"{whole} {post.organisation.role}/{post.code}"


def soon_on(due_on: date) -> date:
    """The working day before the last one: from then on one working day at most is left."""
    calendar, day = working_calendar(), due_on - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def is_late(row: Consultation, today: date) -> bool:
    """Answered after its day, or not answered although its day is over."""
    return row.withdrawn_at is None and (legal_day(row.answered_at) if row.answered_at else today) > row.due_on


def remind(reference: str, *, now: datetime) -> Variables:
    """The last day is over: both sides are told, once."""
    with transaction.atomic():
        _lock(reference)
        row = Consultation.objects.select_related("case").get(number=reference)
        if row.is_open and row.reminded_at is None:
            row.reminded_at = now
            row.save(update_fields=["reminded_at"])
            record(SYSTEM, "remind-opinion", object_kind=KIND, object_ref=row.number, at=now)
            announce(OpinionLate(row.case_id, row.case.number, row.pk), now=now)
    return {}


@lru_cache(maxsize=8)
def definition(key: str) -> bpmn.Process:
    _, _, version = key.rpartition("@")
    return bpmn.read((_DRAWINGS / f"consultation-{int(version)}.bpmn").read_bytes())


def _lock(reference: str) -> None:
    """The case before the request: who waits for both takes them in this order, as the actions do."""
    asked = Consultation.objects.filter(number=reference)
    Case.objects.select_for_update().only("pk").filter(pk__in=asked.values("case")).first()
    asked.select_for_update().only("pk").first()


def _decide(reference: str, decision: str, variables: Variables, now: datetime) -> object:
    raise NotFound(f"征求意见没有规则“{decision}”", "核对流程定义。")


def _post(reference: str, code: str) -> Post | None:
    """The post that was asked; a failed step comes to those who look after the case."""
    row = Consultation.objects.select_related("post__organisation", "case__body", "case__version__item").get(
        number=reference
    )
    return row.post if code else post_for(row.case, "")


def _schedule(reference: str, now: datetime) -> Schedule:
    row = Consultation.objects.get(number=reference)
    return Schedule(due_on=row.due_on, soon_on=soon_on(row.due_on))


def holds(case: Case, account: int) -> Task | None:
    """The open task of the case that this officer has in hand."""
    held = open_tasks_of("case", case.number).filter(claimed_by=account, kind=Task.WORK, post__isnull=False)
    return held.select_related("instance", "post__organisation").first()


CONSULTATION = Subject(
    kind=KIND,
    definition=definition,
    capabilities={"remind": remind},
    decide=_decide,
    post=_post,
    schedule=_schedule,
    lock=_lock,
)
