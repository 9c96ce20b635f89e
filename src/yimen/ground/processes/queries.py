from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, DateField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from yimen.engines import bpmn
from yimen.ground.accounts.models import Account
from yimen.ground.places.models import Post
from yimen.ground.processes.models import Instance, Task

# The lights in the order in which work is urgent (late, soon, not counted, in time), as they stand in ``light``.
LIGHTS = ("late", "soon", "pause", "ok")
HOLDERS = ("free", "mine", "others")
_KEYS = ("unurged", "light", "due", "id")
_FAR = date(9999, 12, 31)

Cursor = tuple[int, int, date, int]


def open_tasks(posts: Iterable[Post]) -> QuerySet[Task]:
    """Tasks that wait for these posts, the most urgent first; those without a due date come last."""
    return (
        Task.objects.filter(post__in=list(posts), closed_at=None)
        .select_related("instance", "post__organisation")
        .order_by(F("due_on").asc(nulls_last=True), "opened_at", "id")
    )


def open_task_of(reference: str, kind: str, posts: Iterable[Post]) -> Task | None:
    """The open task of a subject that one of these posts may do."""
    return open_tasks(posts).filter(instance__subject_kind=kind, instance__subject_ref=reference).first()


def open_tasks_of(kind: str, reference: str) -> QuerySet[Task]:
    """What waits for a person in a subject's process."""
    return Task.objects.filter(instance__subject_kind=kind, instance__subject_ref=reference, closed_at=None).order_by(
        "opened_at", "id"
    )


def instance_of(kind: str, reference: str) -> Instance | None:
    return Instance.objects.filter(subject_kind=kind, subject_ref=reference).order_by("-id").first()


def is_running(kind: str, reference: str) -> bool:
    """True while the subject's latest process has not ended; read without the engine's state, which is large."""
    ended = Instance.objects.filter(subject_kind=kind, subject_ref=reference).order_by("-id").values_list("ended_at")
    return ended.first() == (None,)


def is_working(kind: str, reference: str) -> bool:
    """True while the machine itself has something to do for the subject: no task waits for a person, none of the
    processes it has called is still running."""
    instance = instance_of(kind, reference)
    if instance is None or instance.ended_at is not None:
        return False
    return not (
        instance.tasks.filter(closed_at=None).exists()
        or Instance.objects.filter(caller=instance, ended_at=None).exists()
    )


def variables_of(kind: str, reference: str) -> Mapping[str, object]:
    """The variables of a subject's process; empty before it has started."""
    instance = instance_of(kind, reference)
    return bpmn.State.from_json(instance.state).variables if instance is not None else {}


def had_task(kind: str, reference: str, posts: Iterable[Post]) -> bool:
    """Whether one of these posts has, or has had, something to do for the subject."""
    return Task.objects.filter(
        instance__subject_kind=kind, instance__subject_ref=reference, post__in=list(posts)
    ).exists()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the work list. ``earlier`` and ``later`` are where the pages beside it begin, None at an end."""

    tasks: list[Task]
    earlier: Cursor | None
    later: Cursor | None


def work_list(posts: Iterable[Post], today: date, urged: Iterable[int] = ()) -> QuerySet[Task]:
    """What waits for these posts, the most urgent first: urged, late, soon, not counted, in time; then by last day.

    Args:
        urged: ids of the processes whose applicant urges; they stand on top.

    Each task carries ``light`` (a place in ``LIGHTS``), ``unurged`` (0 when urged) and ``due``, the keys of its place.
    """
    light = Case(
        When(due_on__lt=today, then=Value(0)),
        When(paused_until__gte=today, then=Value(2)),
        # A step that failed without a clock of its own holds a case up: it is not something that waits.
        When(due_on=None, kind=Task.INCIDENT, then=Value(1)),
        When(due_on=None, then=Value(2)),
        When(soon_on__lte=today, then=Value(1)),
        default=Value(3),
        output_field=IntegerField(),
    )
    unurged = Case(When(instance__in=list(urged), then=Value(0)), default=Value(1), output_field=IntegerField())
    due = Coalesce("due_on", Value(_FAR), output_field=DateField())
    return (
        Task.objects.filter(post__in=list(posts), closed_at=None)
        .select_related("instance", "claimed_by")
        # The engine's state is large, and no row of a list shows it.
        .defer("instance__state", "reason", "outcomes")
        .annotate(light=light, unurged=unurged, due=due)
        .order_by(*_KEYS)
    )


def held_by(holder: str, officer: Account) -> Q:
    """Tasks that nobody has taken (``free``), that the officer has (``mine``), that a colleague has (``others``)."""
    match holder:
        case "free":
            return Q(claimed_by=None)
        case "mine":
            return Q(claimed_by=officer)
        case "others":
            return Q(claimed_by__isnull=False) & ~Q(claimed_by=officer)
    return Q()


def with_light(name: str) -> Q:
    """Tasks of a ``work_list`` under one light; anything else is every light."""
    return Q(light=LIGHTS.index(name)) if name in LIGHTS else Q()


def counts(tasks: QuerySet[Task], officer: Account, *, light: str = "", holder: str = "") -> dict[str, int]:
    """How many tasks of a ``work_list`` each filter would show, in one question.

    Returns the four lights (within the chosen holder), ``all`` and the three holders (within the chosen light).
    """
    rows = tasks.order_by().values("light", "claimed_by")  # type: ignore[misc]  # ``light`` is annotated by ``work_list``
    found = rows.annotate(number=Count("pk"))
    groups = [(LIGHTS[one["light"]], _holder(one["claimed_by"], officer), one["number"]) for one in found]
    counted = {
        name: sum(number for lit, held, number in groups if lit == name and holder in ("", held)) for name in LIGHTS
    }
    counted |= {
        name: sum(number for lit, held, number in groups if held == name and light in ("", lit)) for name in HOLDERS
    }
    return {**counted, "all": sum(number for lit, _, number in groups if light in ("", lit))}


def _holder(claimed_by: int | None, officer: Account) -> str:
    return "free" if claimed_by is None else "mine" if claimed_by == officer.pk else "others"


def page_of(tasks: QuerySet[Task], size: int, *, after: Cursor | None = None, before: Cursor | None = None) -> Page:
    """One page of a ``work_list``, found by the keys of its place, so that what others do meanwhile skips nothing."""
    backwards = before is not None and after is None
    start = before if backwards else after
    found = tasks.reverse() if backwards else tasks
    wanted = found.filter(_beyond(start, backwards=backwards)) if start else found
    # Found by their keys first: sorting ten thousand whole rows takes four times as long as sorting their keys.
    keys = list(wanted.select_related(None).values_list("pk", flat=True)[: size + 1])
    rows = list(found.filter(pk__in=keys))
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_earlier, has_later = (more, True) if backwards else (start is not None, more)
    return Page(
        rows,
        earlier=_place(rows[0]) if rows and has_earlier else None,
        later=_place(rows[-1]) if rows and has_later else None,
    )


def _place(task: Task) -> Cursor:
    unurged, light, due, number = (getattr(task, key) for key in _KEYS)
    return unurged, light, due, number


def _beyond(place: Cursor, *, backwards: bool) -> Q:
    found, side = Q(), "lt" if backwards else "gt"
    for at, key in enumerate(_KEYS):
        same = dict(zip(_KEYS[:at], place[:at], strict=True))
        found |= Q(**same, **{f"{key}__{side}": place[at]})
    return found
