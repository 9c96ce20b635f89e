"""The page of a file: marks by part of the page or by a click, in the officer's hands until the notice is told."""

import pytest
from django.urls import reverse

from tests.cast import Cast, browser_of
from yimen.domains.cases.marks import marks_of
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make as cases
from yimen.ground.audit.models import Entry
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.portals.desk.tests import make
from yimen.portals.desk.tests.make import Window


@pytest.fixture
def case(cast: Cast) -> Case:
    """With a PDF of two pages for m3."""
    return make.received(cast.chen_jing)


@pytest.fixture
def desk(case: Case, staff: make.Staff) -> Window:
    found = make.window(staff.wang_fang, case)
    found.claim()
    return found


def path_of(case: Case, name: str = "marks", **more: int) -> str:
    return reverse(f"desk:{name}", args=[case.number, handed_in(case)[0].pk, *more.values()])


def send(desk: Window, **values: object) -> object:
    return desk.browser.post(path_of(desk.case), {"seen": desk.mark(), "page": "1", **values})


def page(desk: Window, at: int = 1) -> str:
    return desk.browser.get(path_of(desk.case), {"page": at}).content.decode()


def test_the_page_shows_one_page_of_the_file_and_leads_to_the_others(desk: Window) -> None:
    assert path_of(desk.case) in desk.page()
    shown = page(desk, 2)
    assert "第 2 页，共 2 页" in make.words(shown)
    assert '<a href="?page=1">' in shown
    assert 'aria-current="page">第 2 页' in shown
    assert path_of(desk.case, "page", page=2) in shown
    picture = desk.browser.get(path_of(desk.case, "page", page=2))
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert desk.browser.get(path_of(desk.case, "page", page=3)).status_code == 404
    assert Entry.objects.filter(action="read-material", object_ref=desk.case.number).exists()


@pytest.mark.parametrize("at", ["0", "-1", "x", "99", "9" * 40])
def test_a_page_that_is_none_shows_one_that_is(desk: Window, at: str) -> None:
    shown = make.words(desk.browser.get(path_of(desk.case), {"page": at}).content.decode())
    assert ("第 2 页，共 2 页" if at == "99" else "第 1 页，共 2 页") in shown


def test_a_mark_without_script_goes_to_the_middle_of_the_chosen_part(desk: Window) -> None:
    answer = send(desk, page="2", area="2", text="写明冷食专间")
    assert answer["Location"] == f"{path_of(desk.case)}?page=2"
    (found,) = marks_of(desk.case)["m3"]
    assert (found.page, found.x, found.y, found.place, found.by[:2]) == (2, 83, 17, "第 2 页右上", "王芳")
    shown = page(desk, 2)
    assert '<circle cx="83%" cy="17%"' in shown
    assert "写明冷食专间" in shown
    assert "<circle" not in page(desk, 1)
    assert "第 2 页（1 处）" in page(desk, 1)
    assert "标了 1 处" in desk.page()


def test_a_click_says_it_more_exactly(desk: Window) -> None:
    send(desk, area="0", x="41", y="7", text="写明冷食专间")
    assert [(one.x, one.y) for one in marks_of(desk.case)["m3"]] == [(41, 7)]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"text": "写明冷食专间"}, "还没有选在哪里"),
        ({"area": "9", "text": "写明冷食专间"}, "还没有选在哪里"),
        ({"area": "x", "text": "写明冷食专间"}, "还没有选在哪里"),
        ({"area": "0", "text": " "}, "没有写这里要改什么"),
        ({"area": "0", "text": "写明冷食专间", "page": "7"}, "没有这一页"),
        ({"x": "101", "y": "3", "text": "写明冷食专间"}, "没有这一页"),
    ],
)
def test_what_lacks_is_said_and_what_was_typed_stays(desk: Window, told: dict[str, str], sentence: str) -> None:
    answer = send(desk, **told)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert "<title>错误：" in shown
    assert told["text"].strip() in shown
    assert marks_of(desk.case) == {}


def test_a_mark_is_taken_back_and_twice_is_no_fault(desk: Window) -> None:
    send(desk, area="0", text="写明冷食专间")
    mark = marks_of(desk.case)["m3"][0].id
    for told in (mark, mark, "x"):
        assert send(desk, remove_mark=told).status_code == 302
    assert marks_of(desk.case) == {}


def test_the_notice_begins_with_the_marks_and_tells_them(desk: Window) -> None:
    send(desk, area="2", text="画出冷食专间的位置")
    correct = desk.page("correct")
    assert 'value="material.m3" checked' in correct
    words = "1. 布局图.pdf 第 1 页右上：画出冷食专间的位置"
    assert words in correct
    sent = desk.post("correct", point="material.m3", **{"why.material.m3": words, "basis.material.m3": ""})
    assert sent.status == 302
    cases.drain()
    notice = document_of(Subject("case", desk.case.number), "correction")
    assert notice is not None
    assert words in str(notice.data)
    shown = page(desk)
    assert "补正已经一次告知，标记不再改" in shown
    assert "加一个标记" not in shown
    assert send(desk, area="0", text="再加一处").status_code == 409
    assert len(marks_of(desk.case)["m3"]) == 1


def test_only_who_has_it_in_hand_before_acceptance_marks(desk: Window, staff: make.Staff) -> None:
    assert desk.post("release").status == 302
    shown = page(desk)
    assert "领取这件以后可以做标记" in shown
    assert "加一个标记" not in shown
    desk.claim()
    assert desk.post(outcome="accept").status == 302
    cases.drain()
    reviewer = make.window(staff.wu_lei, cases.fresh(desk.case))
    assert "加一个标记" not in page(reviewer)
    assert send(reviewer, area="0", text="写明").status_code == 409
    assert marks_of(desk.case) == {}


def test_who_does_not_see_the_material_sees_neither_page_nor_marks(
    desk: Window, staff: make.Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    for account in (staff.li_min, staff.zhou_tao):
        browser = browser_of(account)
        for path in (path_of(desk.case), path_of(desk.case, "page", page=1)):
            assert browser.get(path).status_code == 404
        assert browser.post(path_of(desk.case), {"area": "0", "text": "写明"}).status_code == 404
    assert marks_of(desk.case) == {}


def test_more_marks_cost_no_more_questions(desk: Window, django_assert_max_num_queries: object) -> None:
    for n in range(5):
        send(desk, area="1", text=f"写明第 {n} 处")
    page(desk)
    with django_assert_max_num_queries(30):
        page(desk)
