"""The pages of a work list beside the plain way: read every task, sort them, cut."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.calendar.moment import legal_day
from yimen.ground.places.models import Post
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.work_list import FAR, HOLDERS, LIGHTS, Place, WorkList, counts, work_list
from yimen.ground.processes.work_page import Cursor, page_of

TODAY = legal_day(NOW)
MANY, SIZE = 160, 7


def a_day(chance: random.Random) -> date | None:
    return None if chance.random() < 0.25 else TODAY + timedelta(days=chance.randint(-2, 3))


@pytest.fixture
def posts(cast: Cast) -> list[Post]:
    """Two posts with tasks of every kind of place, some urged; the second has what is closed or another's too."""
    chance, mine = random.Random(7), Post.objects.order_by("pk")[:2]
    holders = [None, None, cast.li_min, cast.zhou_tao]
    for at in range(MANY):
        instance = Instance.objects.create(definition="x@1", subject_kind="case", subject_ref=f"N{at}", started_at=NOW)
        Task.objects.create(
            instance=instance,
            token=1,
            node="look",
            name="看",
            kind=chance.choice([Task.WORK, Task.WORK, Task.INCIDENT]),
            post=Post.objects.order_by("pk")[2] if at % 20 == 0 else mine[at % 2],
            opened_at=NOW,
            closed_at=NOW if at % 19 == 0 else None,
            due_on=a_day(chance),
            soon_on=a_day(chance),
            paused_until=a_day(chance) if at % 3 == 0 else None,
            claimed_by=chance.choice(holders),
        )
    return list(mine)


def listed(posts: list[Post], urged: int = 0) -> WorkList:
    """The list, where every so-manieth task is urged."""
    rows = Task.objects.filter(post__in=posts, closed_at=None).values_list("pk", *Place._fields)
    return work_list(posts, TODAY, {row[0]: Place(*row[1:]) for row in rows if urged and row[0] % urged == 0})


def sorted_plainly(
    work: WorkList, posts: list[Post], officer: Account, light: str, holders: tuple[str, ...]
) -> list[Cursor]:
    rows = Task.objects.filter(post__in=posts, closed_at=None).values_list("pk", *Place._fields)
    places = ((row[0], Place(*row[1:])) for row in rows)
    return sorted(
        (int(pk not in work.urged), place.light(TODAY), place.due_on or FAR, pk)
        for pk, place in places
        if light in ("", LIGHTS[place.light(TODAY)]) and (not holders or place.holder(officer.pk) in holders)
    )


@pytest.mark.parametrize("urged", [0, 6, 2])
@pytest.mark.parametrize("light", ["", *LIGHTS])
@pytest.mark.parametrize("holders", [(), ("free",), ("mine",), ("free", "mine")])
def test_pages_are_what_sorting_all_would_give(
    cast: Cast, posts: list[Post], urged: int, light: str, holders: tuple[str, ...]
) -> None:
    work, officer = listed(posts, urged), cast.li_min
    wanted = [pk for *_, pk in sorted_plainly(work, posts, officer, light, holders)]
    there, after = [], None
    while True:
        page = page_of(work, officer, SIZE, light=light, holders=holders, after=after)
        there.append(page)
        if page.later is None:
            break
        after = page.later
    assert [one.pk for page in there for one in page.tasks] == wanted
    assert all(len(page.tasks) == SIZE for page in there[:-1])
    for page, beyond in zip(there, there[1:], strict=False):
        back = page_of(work, officer, SIZE, light=light, holders=holders, before=beyond.earlier)
        assert [one.pk for one in back.tasks] == [one.pk for one in page.tasks]
        assert (back.earlier is None) == (page is there[0])


def test_counts_are_how_many_each_filter_shows(cast: Cast, posts: list[Post]) -> None:
    work, officer = listed(posts, 6), cast.li_min
    for light in ("", *LIGHTS):
        for holder in ("", *HOLDERS):
            shown = page_of(work, officer, MANY, light=light, holders=(holder,) if holder else ())
            counted = counts(work, officer, light=light, holder=holder)
            if light:
                assert counted[light] == len(shown.tasks)
            assert counted[holder or "all"] == len(shown.tasks)


def test_a_row_tells_the_task_and_whether_it_is_urged(cast: Cast, posts: list[Post]) -> None:
    work = listed(posts, 6)
    for one in page_of(work, cast.li_min, MANY).tasks:
        task = Task.objects.select_related("instance", "claimed_by").get(pk=one.pk)
        assert (one.reference, one.name, one.act, one.token) == (
            task.instance.subject_ref,
            task.name,
            task.act,
            task.token,
        )
        assert one.holder == (task.claimed_by.name if task.claimed_by else "")
        assert one.is_urged == (one.pk % 6 == 0)


def test_what_is_done_meanwhile_is_gone_from_its_page(cast: Cast, posts: list[Post]) -> None:
    work = listed(posts)
    first = page_of(work, cast.li_min, SIZE)
    Task.objects.filter(pk=first.tasks[0].pk).update(closed_at=NOW)
    assert [one.pk for one in page_of(work, cast.li_min, SIZE).tasks][: SIZE - 1] == [one.pk for one in first.tasks[1:]]


def test_nobody_without_a_post_asks_anything(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        work = work_list([], TODAY)
        assert page_of(work, cast.li_min, SIZE).tasks == []
    assert (work.groups, len(asked.captured_queries)) == ((), 0)


def test_the_list_is_read_from_its_index(cast: Cast, posts: list[Post]) -> None:
    held = posts_of(cast.li_min, NOW) or posts
    with CaptureQueriesContext(connection) as asked:
        page_of(work_list([*held, *posts], TODAY), cast.li_min, SIZE)
    groups, keys, rows = (one["sql"] for one in asked.captured_queries)
    assert "GROUP BY" in groups
    assert f"LIMIT {SIZE + 1}" in keys
    assert "GROUP BY" not in rows
    if connection.vendor == "sqlite":
        for sql in (groups, keys):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = " ".join(row[3] for row in cursor.fetchall())
            assert "processes_work_list" in plan, plan
            assert "SCAN processes_task" not in plan, plan
