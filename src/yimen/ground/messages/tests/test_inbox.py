import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from yimen.ground.accounts.models import Account
from yimen.ground.audit import SYSTEM
from yimen.ground.messages.actions.settle import settle
from yimen.ground.messages.links import Link
from yimen.ground.messages.models import Notice
from yimen.ground.messages.queries import SIZE, page_of_acts
from yimen.ground.messages.tests import make
from yimen.ground.messages.tests.make import CASE, NOW, browser_of, told

pytestmark = pytest.mark.django_db
INBOX = "/me/inbox/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOW)


def text_of(answer: Any) -> str:
    """The words of the page's middle, as they are read."""
    main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    assert main
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[0]))


def titles(answer: Any) -> list[str]:
    return re.findall(r"<b>(第[^<]*)</b>", answer.content.decode())


def turn(answer: Any, rel: str) -> str:
    """The address of the page before or after, or an empty text."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def test_the_two_tabs_say_how_much_is_in_them() -> None:
    reader = make.citizen()
    told(reader), told(reader), told(reader, kind="know", verb="看通知书")
    page = text_of(browser_of(reader).get(INBOX))
    assert "要您处理的&nbsp; 2 件" in page
    assert "知道就行&nbsp; 1 条未读" in page


def test_a_notice_shows_what_to_do_by_when_and_that_it_is_new() -> None:
    reader = make.citizen()
    told(reader)
    page = text_of(browser_of(reader).get(INBOX))
    for words in (
        "您的申请要补正",
        "未读",
        "缺一份房屋租赁合同。",
        "11月25日前（还剩 5 天）",
        "11月20日 10:00 收到",
        "去补正",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 11, 20), "11月20日前（就是今天）"),
        (date(2026, 11, 19), "11月19日到期，已经过了"),
        (date(2027, 1, 4), "2027年1月4日前（还剩 45 天）"),
    ],
)
def test_a_date_is_said_in_full_and_how_far_off_it_is(due_on: date, words: str) -> None:
    reader = make.citizen()
    told(reader, due_on=due_on)
    assert words in text_of(browser_of(reader).get(INBOX))


def test_opening_marks_it_read_and_leads_to_its_page() -> None:
    reader = make.citizen()
    notice, browser = told(reader), browser_of(reader)
    answer = browser.post(f"/me/inbox/{notice.pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, "/cases/YX20261120-00001/")
    assert Notice.objects.get().read_at == NOW
    assert "未读" not in text_of(browser.get(INBOX))


def test_a_notice_without_a_page_leads_back_to_its_tab() -> None:
    reader = make.citizen()
    notice = told(reader, kind="know", link=None, verb="知道了")
    assert browser_of(reader).post(f"/me/inbox/{notice.pk}/open/")["Location"] == f"{INBOX}?tab=know"


def test_looking_at_the_list_or_fetching_the_address_marks_nothing_read() -> None:
    reader = make.citizen()
    notice, browser = told(reader), browser_of(reader)
    browser.get(INBOX)
    assert browser.get(f"/me/inbox/{notice.pk}/open/").status_code == 405
    assert Notice.objects.get().read_at is None


def test_what_is_done_moves_to_the_other_tab_and_says_so() -> None:
    reader = make.citizen()
    told(reader)
    settle(actor=SYSTEM, link=CASE, now=NOW)
    browser = browser_of(reader)
    assert "现在没有要您处理的事" in text_of(browser.get(INBOX))
    page = text_of(browser.get(f"{INBOX}?tab=know"))
    assert "已办好" in page
    assert "前（还剩" not in page


def test_somebody_elses_notice_does_not_exist() -> None:
    notice = told(make.citizen())
    other = browser_of(make.citizen("陈静"))
    assert other.post(f"/me/inbox/{notice.pk}/open/").status_code == 404
    assert other.post(f"/me/inbox/{notice.pk + 999}/open/").status_code == 404
    assert "补正" not in text_of(other.get(INBOX))
    assert Notice.objects.get().read_at is None


def test_who_is_not_known_by_name_is_asked_first_and_who_is_not_signed_in_signs_in() -> None:
    assert browser_of(make.stranger()).get(INBOX)["Location"].startswith("/me/identity/")
    assert Client().get(INBOX)["Location"].startswith("/sign-in/")


def test_officers_have_their_own_inbox_and_not_that_of_citizens() -> None:
    officer, citizen = make.officer(), make.citizen()
    notice = told(officer, title="有一件新的待办", verb="去办理")
    browser = browser_of(officer)
    assert "有一件新的待办" in text_of(browser.get("/desk/inbox/"))
    assert browser.get(INBOX).status_code == 403
    assert browser_of(citizen).get("/desk/inbox/").status_code == 403
    assert browser_of(citizen).post(f"/desk/inbox/{notice.pk}/open/").status_code == 403
    assert browser_of(make.officer()).post(f"/desk/inbox/{notice.pk}/open/").status_code == 404
    assert browser.post(f"/desk/inbox/{notice.pk}/open/")["Location"] == CASE_PAGE


CASE_PAGE = "/cases/YX20261120-00001/"


def test_what_is_written_in_a_notice_is_text_and_no_page() -> None:
    reader = make.citizen()
    told(reader, title="<script>alert(1)</script>", text="<b>x</b>", verb="<i>")
    page = browser_of(reader).get(INBOX).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_most_urgent_stands_first_and_what_has_no_date_last() -> None:
    reader = make.citizen()
    for title, due_on in (("第三", None), ("第二", date(2026, 12, 1)), ("第一", date(2026, 11, 23))):
        told(reader, title=title, due_on=due_on)
    assert titles(browser_of(reader).get(INBOX)) == ["第一", "第二", "第三"]


def many(reader: Account, count: int, **more: Any) -> None:
    for n in range(count):
        told(reader, title=f"第 {n:02} 条", due_on=date(2026, 11, 20) + timedelta(days=n // 3), **more)


@pytest.mark.parametrize("kind", ["act", "know"])
def test_turning_pages_forth_and_back_shows_each_notice_once_in_its_order(kind: str) -> None:
    reader = make.citizen()
    many(reader, 2 * SIZE + 3, kind=kind)
    browser, address = browser_of(reader), f"{INBOX}?tab={kind}"
    pages = []
    while address:
        answer = browser.get(address)
        pages.append(titles(answer))
        last, address = answer, turn(answer, "next")
    assert [len(page) for page in pages] == [SIZE, SIZE, 3]
    assert len({title for page in pages for title in page}) == 2 * SIZE + 3
    middle = browser.get(turn(last, "prev"))
    assert titles(middle) == pages[1]
    first = browser.get(turn(middle, "prev"))
    assert titles(first) == pages[0]
    assert turn(first, "prev") == ""
    assert titles(browser.get(turn(first, "next"))) == pages[1]


def test_a_notice_that_arrives_while_one_turns_pages_shifts_nothing() -> None:
    reader = make.citizen()
    many(reader, SIZE + 1, kind="know")
    browser = browser_of(reader)
    second = turn(browser.get(f"{INBOX}?tab=know"), "next")
    told(reader, title="第新条", kind="know")
    assert titles(browser.get(second)) == ["第 00 条"]


@pytest.mark.parametrize(
    "cursor", ["x", "20261131-1", "-1", "99999999-1", "20261120-" + "9" * 40, "２０２６1120-1", "20261120-1'--"]
)
def test_a_forged_cursor_counts_as_none(cursor: str) -> None:
    reader = make.citizen()
    told(reader, title="第一")
    assert titles(browser_of(reader).get(INBOX, {"after": cursor})) == ["第一"]


def test_a_page_that_has_become_empty_leads_to_the_first_one() -> None:
    reader = make.citizen()
    told(reader, title="第一")
    answer = browser_of(reader).get(INBOX, {"after": "99991231-1"})
    assert (answer.status_code, urlsplit(answer["Location"]).path) == (302, INBOX)


def test_a_large_count_is_not_counted_to_the_end(django_assert_num_queries: Callable[..., Any]) -> None:
    reader = make.citizen()
    Notice.objects.bulk_create(
        Notice(
            person=reader.person,
            key=f"k{n}",
            kind="act",
            title="第",
            text="",
            verb="看",
            link_kind="case",
            created_at=NOW,
        )
        for n in range(130)
    )
    assert "要您处理的&nbsp; 99+ 件" in text_of(browser_of(reader).get(INBOX))
    with django_assert_num_queries(1):
        assert len(page_of_acts(reader).rows) == SIZE


def test_the_list_asks_the_database_the_same_few_questions_for_one_notice_and_for_many(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    reader = make.citizen()
    browser = browser_of(reader)
    told(reader)
    browser.get(INBOX)
    with django_assert_num_queries(7):
        browser.get(INBOX)
    many(reader, SIZE - 1)
    with django_assert_num_queries(7):
        answer = browser.get(INBOX)
    assert len(answer.content) < 100_000


def test_a_link_of_an_unknown_kind_leads_back_and_breaks_nothing() -> None:
    reader = make.citizen()
    notice = told(reader, link=Link("something-new", "1"))
    assert browser_of(reader).post(f"/me/inbox/{notice.pk}/open/")["Location"] == INBOX
