"""每日任务: an operator sees which job failed, when, why and what to do, and runs it again; nobody else does."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from django_tasks_db.models import DBTaskResult

from tests.cast import NOW, Cast, browser_of
from yimen.config import middleware, schedule
from yimen.domains.cases import jobs
from yimen.domains.cases.tests import make
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.daily import Incomplete, last_runs, run_of
from yimen.ground.calendar.models import DailyRun

NEXT = NOW + timedelta(days=1)
SECRET = "330106199001011234"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(middleware, "now", lambda: NOW)
    schedule._done.clear()
    yield
    schedule._done.clear()


@pytest.fixture
def broken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The worker has run once, and the job that clears drafts has met an error that nobody expected."""

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError(f"duplicate key {SECRET}")

    make.draft(cast.zhang_wei, now=NOW - timedelta(days=60))
    with monkeypatch.context() as during:
        during.setattr(jobs, "let_go", fails)
        during.setattr(jobs, "record", fails)
        make.drain(NOW)
    return


def page(browser: Client) -> str:
    answer = browser.get(reverse("calendar:daily"))
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def again(browser: Client, name: str = "clear-old-drafts") -> int:
    return int(browser.post(reverse("calendar:daily"), {"name": name}).status_code)


@pytest.mark.usefixtures("broken")
def test_a_failed_job_stands_first_with_place_and_advice_and_without_anybodys_data(cast: Cast) -> None:
    run = last_runs()[0]
    assert (run.name, run.state, run.day) == ("clear-old-drafts", "failed", NOW.date())
    told = page(browser_of(cast.li_min))
    assert "清理到期的草稿 没办成" in told
    assert "程序出错：RuntimeError（ground/calendar/tests/test_daily.py 第" in told
    assert "怎么办：点“再运行一次”" in told
    assert SECRET not in told
    assert SECRET in DBTaskResult.objects.get(exception_class_path__contains="RuntimeError").traceback


@pytest.mark.usefixtures("broken")
def test_run_again_it_is_done_on_record_and_no_failure_any_more(cast: Cast) -> None:
    operator = browser_of(cast.li_min)
    assert again(operator) == 302
    assert run_of("clear-old-drafts").state == "waiting"
    assert again(operator) == 409, "it is in the queue already"
    make.drain(NOW)
    assert run_of("clear-old-drafts").state == "done"
    entry = Entry.objects.get(action="run-again")
    assert (entry.object_ref, entry.actor_name) == ("clear-old-drafts", cast.li_min.name)
    assert "没办成" not in page(operator).replace("没办成的", "")


@pytest.mark.usefixtures("broken")
def test_only_an_operator_sees_it_and_runs_it_again(cast: Cast) -> None:
    for officer in (cast.wang_fang, cast.ma_jianguo):
        browser = browser_of(officer)
        assert browser.get(reverse("calendar:daily")).status_code == 403
        assert again(browser) == 403
        assert reverse("calendar:daily") not in browser.get(reverse("desk:worklist")).content.decode()
    assert browser_of(cast.zhang_wei).get(reverse("calendar:daily")).status_code in (302, 403, 404)
    assert run_of("clear-old-drafts").state == "failed"
    assert reverse("calendar:daily") in browser_of(cast.li_min).get(reverse("desk:worklist")).content.decode()


@pytest.mark.parametrize("name", ["", "no-such-job", "deem-accepted"])
@pytest.mark.usefixtures("broken")
def test_what_is_no_job_or_has_not_failed_is_not_run_again(cast: Cast, name: str) -> None:
    waiting = DBTaskResult.objects.ready().count()
    assert again(browser_of(cast.li_min), name) == 409
    assert DBTaskResult.objects.ready().count() == waiting


def test_what_was_left_undone_is_read_on_the_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def leaves(*args: object) -> int:
        raise Incomplete(3, [f"YX20261120-{n:05}" for n in range(12)])

    monkeypatch.setattr(jobs, "_complete", leaves)
    make.drain(NOW)
    told = page(browser_of(cast.li_min))
    assert "办成 3 项，没办成：YX20261120-00000、" in told
    assert "YX20261120-00009 等 12 项" in told
    assert "明天会再试" in told


def test_a_worker_that_stands_still_is_said_the_next_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "还没有运行过" in page(browser_of(cast.li_min))
    make.drain(NOW)
    assert "今天一项也没有开始" not in page(browser_of(cast.li_min))
    monkeypatch.setattr(middleware, "now", lambda: NEXT)
    assert "今天一项也没有开始" in page(browser_of(cast.li_min))


@pytest.mark.django_db
def test_runs_from_before_have_no_result_and_are_no_failure() -> None:
    DailyRun.objects.create(name="deem-accepted", day=NOW.date())
    assert run_of("deem-accepted").state == "done"


def test_every_job_says_what_it_does() -> None:
    assert set(schedule.DOES) == set(schedule.DAILY)


def test_the_page_asks_as_often_however_many_days_there_are(cast: Cast, django_assert_max_num_queries: object) -> None:
    operator = browser_of(cast.li_min)
    for ago in range(1, 30):
        DailyRun.objects.create(name="deem-accepted", day=NOW.date() - timedelta(days=ago))
    page(operator)
    with django_assert_max_num_queries(9):
        page(operator)
