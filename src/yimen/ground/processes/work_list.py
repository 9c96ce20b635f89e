"""What waits for an officer's posts, the most urgent first: urged, late, soon, not counted, in time; then by last day.

Thousands may wait at a post, and a page shows fifty. So the list is read from its index alone (`work_list`): how many
tasks there are of each kind of place (`Group`: same days, same holder). From that follow the counts of every filter and
on which days a page lies (`work_page`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from yimen.ground.accounts.models import Account
from yimen.ground.places.models import Post
from yimen.ground.prepared import prepared
from yimen.ground.processes.models import Task

# The lights in the order in which work is urgent (late, soon, not counted, in time), as they stand in ``light``.
LIGHTS = ("late", "soon", "pause", "ok")
HOLDERS = ("free", "mine", "others")
FAR = date(9999, 12, 31)


class Place(NamedTuple):
    """What the place of an open task depends on, in the order of the index."""

    post: int
    due_on: date | None
    soon_on: date | None
    paused_until: date | None
    kind: str
    claimed_by: int | None

    def light(self, today: date) -> int:
        """The light as a place in ``LIGHTS`` (docs/decisions/0006)."""
        if self.due_on is not None and self.due_on < today:
            return 0
        if self.paused_until is not None and self.paused_until >= today:
            return 2
        if self.due_on is None:
            # A step that failed without a clock of its own holds a case up: it is not something that waits.
            return 1 if self.kind == Task.INCIDENT else 2
        return 1 if self.soon_on is not None and self.soon_on <= today else 3

    def holder(self, officer: int) -> str:
        """``free`` nobody has taken it, ``mine`` the officer has, ``others`` a colleague has."""
        return "free" if self.claimed_by is None else "mine" if self.claimed_by == officer else "others"


@dataclass(frozen=True, slots=True)
class Group:
    """So many tasks are alike in their place."""

    place: Place
    light: int
    number: int

    @property
    def tier(self) -> tuple[int, date]:
        return self.light, self.place.due_on or FAR


@dataclass(frozen=True, slots=True)
class WorkList:
    """``urged`` are the tasks whose applicant urges, by id; they stand on top and are counted in their groups too."""

    today: date
    groups: tuple[Group, ...]
    urged: Mapping[int, Place]


def work_list(posts: Iterable[Post], today: date, urged: Mapping[int, Place] | None = None) -> WorkList:
    """The list of these posts on a day, in one question.

    Args:
        urged: the tasks among them whose applicant urges, by id.
    """
    ids = tuple(sorted(post.pk for post in posts))
    groups = (Group(place := Place(*row[:-1]), place.light(today), row[-1]) for row in _groups(ids)) if ids else ()
    return WorkList(today, tuple(groups), urged or {})


def counts(work: WorkList, officer: Account, *, light: str = "", holder: str = "") -> dict[str, int]:
    """How many tasks each filter would show: the four lights (within the chosen holder), ``all`` and the three holders
    (within the chosen light)."""
    found = [(LIGHTS[one.light], one.place.holder(officer.pk), one.number) for one in work.groups]
    counted = {
        name: sum(number for lit, held, number in found if lit == name and holder in ("", held)) for name in LIGHTS
    }
    counted |= {
        name: sum(number for lit, held, number in found if held == name and light in ("", lit)) for name in HOLDERS
    }
    return {**counted, "all": sum(number for lit, _, number in found if light in ("", lit))}


@prepared
def _groups(posts: tuple[int, ...]) -> "QuerySet[Task, tuple[Any, ...]]":
    alike = Task.objects.filter(post__in=posts, closed_at=None).order_by().values_list(*Place._fields)
    return alike.annotate(number=Count("*"))
