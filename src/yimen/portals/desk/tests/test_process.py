"""Where the process of a case is: told in a table, drawn from the version that it runs on; figures of each process."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.tests import make as cases
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition
from yimen.ground.audit.models import Entry
from yimen.ground.processes.models import Instance, Task
from yimen.portals.desk.tests import make

LATER = NOW + timedelta(days=3, hours=5)


@pytest.fixture
def desk(cast: Cast, staff: make.Staff) -> make.Window:
    """A food licence that waits for its reviewer."""
    return make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))


def test_it_tells_where_the_case_waits_for_whom_and_how_long(
    desk: make.Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.at(monkeypatch, LATER)
    words = make.words(desk.page("process"))
    assert (
        "书面审查 现在在这里 等审查岗，从 11月20日 10:00 起，已经 3 天 5 小时；期限到 2026年11月27日（周五）" in words
    )
    assert "受理审查人办 受理 谁办：受理岗" in words
    assert "“受理审查”受理（受理岗，用了不到 1 分钟）；经过“受理吗”；到“受理”，等系统。" in words
    assert "制作许可证" in words.partition("没有走到的步骤")[2]


def test_every_element_that_was_reached_has_a_row_for_the_drawing(desk: make.Window) -> None:
    page = desk.page("process")
    for node, state in (("start", "passed"), ("check-papers", "passed"), ("written-review", "here")):
        assert f'data-node="{node}" data-state="{state}"' in page
    assert 'data-node="grant"' not in page
    assert 'data-first="written-review"' in page


def test_a_withdrawn_case_shows_what_was_taken_back(cast: Cast, desk: make.Window) -> None:
    withdraw(actor=cast.chen_jing.actor(NOW), case=desk.case, reason="不开了", now=NOW)
    page = desk.page("process")
    assert "流程已经走完" in page
    assert "看最后一步" in page
    assert 'data-node="written-review" data-state="gone"' in page
    assert "“书面审查”不再办" in page


def test_a_step_that_failed_is_said_with_its_reason_to_those_who_work_on_it(
    desk: make.Window, staff: make.Staff
) -> None:
    task = make.task_of(desk.case)
    Task.objects.create(
        instance=task.instance,
        kind=Task.INCIDENT,
        token=task.token,
        node=task.node,
        name="系统没办成",
        post=task.post,
        reason="制证接口没有回音",
        opened_at=NOW,
    )
    assert 'data-node="written-review" data-state="failed"' in desk.page("process")
    assert "制证接口没有回音" in desk.page("process")


@pytest.mark.parametrize("who", ["wu_lei", "zheng_hong"])
def test_a_colleague_of_other_posts_sees_nothing_of_what_was_decided(cast: Cast, who: str) -> None:
    case = cases.refused(cast.chen_jing, cast.li_min)
    seen = make.words(make.window(cast.li_min, case).page("process"))
    assert "“形式审查”不予" in seen
    hidden = make.words(make.window(getattr(cast, who), case).page("process"))
    assert "不归您的岗位办" in hidden
    assert "“形式审查”不予" not in hidden and "每一步等了多久" not in hidden


def test_a_process_that_has_stopped_says_so_first(desk: make.Window, staff: make.Staff) -> None:
    running = Instance.objects.filter(subject_ref=desk.case.number)
    running.update(stopped_at=NOW, stopped_reason="“制作许可证”有了结果，往下办时程序出错，试了几次都没成")
    words = make.words(desk.page("process"))
    assert "流程停住了，等人看“制作许可证”有了结果，往下办时程序出错，试了几次都没成。11月20日 10:00 停住" in words


def test_who_may_not_open_the_case_does_not_see_its_process(cast: Cast, desk: make.Window) -> None:
    path = desk.path("process")
    assert browser_of(cast.zhou_tao).get(path).status_code == 404
    assert browser_of(cast.chen_jing).get(path).status_code == 403
    assert browser_of(cast.zhou_tao).get(reverse("desk:process", args=["YX1"])).status_code == 404


def test_looking_leaves_a_row_in_the_log(desk: make.Window) -> None:
    desk.page("process")
    assert Entry.objects.filter(object_ref=desk.case.number, action="read-process").count() == 1


def test_a_long_history_asks_no_more_than_a_short_one(
    cast: Cast, staff: make.Staff, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    short = make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))
    short.page("process")
    long = make.window(staff.wu_lei, make.inspected(cast.zhang_wei, staff))
    long.page("process")
    with django_assert_max_num_queries(30) as few:
        short.page("process")
        asked = len(few.captured_queries)
    with django_assert_num_queries(asked):
        long.page("process")


def test_the_case_links_to_its_process_and_the_frame_to_all(desk: make.Window) -> None:
    page = desk.page()
    assert desk.path("process") in page
    assert reverse("desk:processes") in page


def test_the_drawing_is_the_file_of_its_own_version(cast: Cast, staff: make.Staff) -> None:
    version = cast.version
    answer = browser_of(staff.wu_lei).get(reverse("desk:bpmn", args=[version.item.slug, version.number]))
    assert answer.content == definition(version).files["process.bpmn"]
    assert answer["Content-Type"].startswith("application/xml")
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["no-such-service/1", "food-business-license/99", f"food-business-license/{2**70}"])
def test_an_unknown_drawing_is_not_found(staff: make.Staff, address: str) -> None:
    assert browser_of(staff.wu_lei).get(f"/desk/processes/{address}/bpmn/").status_code == 404


def test_drawings_and_figures_are_for_officers(cast: Cast) -> None:
    for path in ("", "food-business-license/", "food-business-license/1/bpmn/"):
        assert browser_of(cast.chen_jing).get(f"/desk/processes/{path}").status_code == 403


def test_all_processes_stand_with_how_many_are_in_them(
    cast: Cast, desk: make.Window, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    Task.objects.filter(instance__subject_ref=desk.case.number, closed_at=None).update(due_on=date(2026, 11, 18))
    with django_assert_max_num_queries(15):
        words = make.words(desk.browser.get("/desk/processes/").content.decode())
    assert "食品经营许可（新办）在办 1 件 超期 1 件没办成 0 处" in words
    make.received(cast.zhang_wei)
    with django_assert_num_queries(7):
        words = make.words(desk.browser.get("/desk/processes/").content.decode())
    assert "食品经营许可（新办）在办 2 件" in words


def test_the_figures_of_a_process_tell_who_waits_where_and_where_it_is_late(
    desk: make.Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.at(monkeypatch, LATER)
    Task.objects.filter(instance__subject_ref=desk.case.number, closed_at=None).update(due_on=date(2026, 11, 20))
    page = desk.browser.get("/desk/processes/food-business-license/").content.decode()
    words = make.words(page)
    assert "书面审查 现在超期 现在有 1 件过了期限还没办" in words
    assert "书面审查人办现在等着 1 件 超期 1 件" in words
    assert "最久的等了 3 天 5 小时还没有办完的" in words
    assert 'data-node="written-review" data-state="late"' in page
    assert 'data-first="written-review"' in page


def test_figures_of_one_version_and_of_all_together(desk: make.Window) -> None:
    case = desk.case
    slug, number = case.version.item.slug, case.version.number
    old = case.version
    newer = Version.objects.create(
        item=old.item, number=number + 1, fingerprint="x", files=old.files, name=old.name, published_at=NOW
    )
    path = f"/desk/processes/{slug}/"
    assert "各版合在一起，图是第 2 版" in make.words(desk.browser.get(path).content.decode())
    assert "现在在办 1 件" in make.words(desk.browser.get(f"{path}?version={number}").content.decode())
    assert "现在在办 0 件" in make.words(desk.browser.get(f"{path}?version={newer.number}").content.decode())
    # A version that is none is all of them: an address with a mistake still leads to the figures.
    assert "各版合在一起" in desk.browser.get(f"{path}?version=x").content.decode()


def test_figures_cost_the_same_however_many_cases_there_are(
    cast: Cast, desk: make.Window, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    path = "/desk/processes/food-business-license/"
    desk.browser.get(path)
    with django_assert_max_num_queries(16) as few:
        desk.browser.get(path)
        asked = len(few.captured_queries)
    make.received(cast.zhang_wei)
    assert Instance.objects.filter(definition__startswith="food-business-license@").count() == 2
    with django_assert_num_queries(asked):
        desk.browser.get(path)


def test_an_unknown_process_has_no_figures(staff: make.Staff) -> None:
    assert browser_of(staff.wu_lei).get("/desk/processes/no-such-service/").status_code == 404
