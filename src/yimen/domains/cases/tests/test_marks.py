"""An officer marks a page before the notice; the applicant sees the marks with the notice's point, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.add_material import add_material
from yimen.domains.cases.actions.mark_material import LONGEST, MOST, mark_material
from yimen.domains.cases.actions.remove_mark import remove_mark
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.errors import AlreadyTold, NoteTooLong, NotOpenForChange, ReasonMissing
from yimen.domains.cases.marks import area_of, by_page, marks_of, told_marks
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case, Material, MaterialMark
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.fill import DRAWING, upload
from yimen.ground.audit.models import Entry
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.errors import Stale
from yimen.ground.files.queries import pages_of
from yimen.ground.files.tests import uploads

LATER = NOW + timedelta(hours=2)
OTHER = {"kind": "field", "key": "contact_mobile", "why": "打不通", "basis": ""}


@pytest.fixture(autouse=True)
def on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.config.middleware.now", lambda: LATER)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Received: a drawing, and a PDF of two pages."""
    draft = make_food.filled(cast.chen_jing)
    file = uploads.upload(uploads.pdf(), "流程.pdf")
    add_material(actor=cast.chen_jing.actor(NOW), case=draft, material="m3", upload=file, now=NOW)
    assert browser_of(cast.chen_jing).post(reverse("cases:check", args=[draft.number]), {"promise": "yes"})
    make.drain(LATER)
    return make.fresh(draft)


def mark(cast: Cast, case: Case, text: str = "画出冷食专间", **more: Any) -> MaterialMark:
    row = more.get("row", handed_in(case)[0].pk)
    file = Material.objects.filter(pk=row).first()
    pages = pages_of(file.file) if file else 1
    told = {"row": row, "pages": pages, "page": 1, "x": 80, "y": 10, "text": text, "now": NOW, **more}
    return mark_material(actor=cast.wang_fang.actor(NOW), case=case, task=make.task_of(case), **told)


def tell(cast: Cast, case: Case, *points: dict[str, str]) -> Case:
    told = points or (make_food.LAYOUT_LACKS,)
    request_correction(actor=cast.wang_fang.actor(NOW), case=case, task=make.task_of(case), points=list(told), now=NOW)
    make.drain(LATER)
    return make.fresh(case)


def page_of(browser: Client, case: Case) -> str:
    return browser.get(reverse("cases:correction", args=[case.number])).content.decode()


def test_marks_are_numbered_through_the_files_of_a_material_and_say_where_they_are(cast: Cast, case: Case) -> None:
    drawing, plan = handed_in(case)
    mark(cast, case)
    mark(cast, case, "写明出餐", row=plan.pk, page=2, x=50, y=99)
    found = marks_of(case)["m3"]
    assert [(one.number, one.words) for one in found] == [
        (1, "布局图.png 图的右上：画出冷食专间"),
        (2, "流程.pdf 第 2 页下方：写明出餐"),
    ]
    assert [(row, page, [one.number for one in marks]) for row, page, marks in by_page(found)] == [
        (drawing, 1, [1]),
        (plan, 2, [2]),
    ]
    assert Entry.objects.filter(action="mark-material", object_ref=case.number).count() == 2


@pytest.mark.parametrize(
    ("x", "y", "area"),
    [(0, 0, "左上"), (50, 0, "上方"), (100, 0, "右上"), (33, 34, "左侧"), (34, 50, "中间"), (67, 66, "右侧"),
     (0, 100, "左下"), (66, 67, "下方"), (100, 100, "右下")],
)  # fmt: skip
def test_a_point_lies_in_one_of_nine_parts_of_the_page(x: int, y: int, area: str) -> None:
    assert area_of(x, y) == area


def test_a_mark_taken_back_moves_the_others_up_and_stays_on_record(cast: Cast, case: Case) -> None:
    first, _ = mark(cast, case), mark(cast, case, "写明面积")
    told = {"actor": cast.wang_fang.actor(NOW), "case": case, "task": make.task_of(case), "now": NOW}
    assert [remove_mark(mark=first.pk, **told) for _ in range(2)] == [True, False]
    assert [(one.number, one.text) for one in marks_of(case)["m3"]] == [(1, "写明面积")]
    assert MaterialMark.objects.get(pk=first.pk).removed_at == NOW
    assert Entry.objects.filter(action="remove-mark").count() == 1


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"text": " "}, ReasonMissing),
        ({"text": "长" * (LONGEST + 1)}, NoteTooLong),
        ({"text": "画出\U0001f600"}, MissingGlyphs),
        ({"page": 0}, NotOpenForChange),
        ({"page": 2}, NotOpenForChange),
        ({"x": 101}, NotOpenForChange),
        ({"y": -1}, NotOpenForChange),
        ({"row": 99999}, NotOpenForChange),
    ],
)
def test_what_is_no_place_or_says_nothing_is_refused(
    cast: Cast, case: Case, told: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        mark(cast, case, **told)
    assert not MaterialMark.objects.exists()


def test_a_pdf_has_the_pages_that_it_has(cast: Cast, case: Case) -> None:
    plan = handed_in(case)[1].pk
    assert mark(cast, case, row=plan, page=2).page == 2
    with pytest.raises(NotOpenForChange, match="没有这一页"):
        mark(cast, case, row=plan, page=3)


def test_a_file_of_another_case_cannot_be_marked_here(cast: Cast, case: Case) -> None:
    his = make_food.filled(cast.zhang_wei)
    with pytest.raises(NotOpenForChange):
        mark(cast, case, row=handed_in(his)[0].pk)


def test_there_is_an_end_to_marks_on_one_file(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.domains.cases.actions.mark_material.MOST", 1)
    mark(cast, case)
    with pytest.raises(NotOpenForChange, match="最多标"):
        mark(cast, case)
    assert MOST > 1


def test_once_the_notice_is_told_nothing_is_added_and_nothing_taken_back(cast: Cast, case: Case) -> None:
    made, task = mark(cast, case), make.task_of(case)
    case = tell(cast, case)
    for act in (
        lambda: mark_material(
            actor=cast.wang_fang.actor(NOW),
            case=case,
            task=task,
            row=made.row_id,
            pages=1,
            page=1,
            x=1,
            y=1,
            text="再加一处",
            now=NOW,
        ),
        lambda: remove_mark(actor=cast.wang_fang.actor(NOW), case=case, task=task, mark=made.pk, now=NOW),
    ):
        with pytest.raises((AlreadyTold, Stale)):
            act()
    assert [one.text for one in marks_of(case)["m3"]] == ["画出冷食专间"]


def test_the_applicant_sees_the_marks_beside_the_point_as_picture_and_as_words(cast: Cast, case: Case) -> None:
    plan = handed_in(case)[1]
    mark(cast, case)
    mark(cast, case, "写明<b>出餐</b>", row=plan.pk, page=2, x=50, y=50)
    case = tell(cast, case)
    her = browser_of(cast.chen_jing)
    page = page_of(her, case)
    assert "工作人员在 布局图.png 上标出 1 处" in page
    assert '<circle cx="80%" cy="10%"' in page
    assert "图的右上</b>：画出冷食专间" in page
    assert "第 2 页中间</b>：写明&lt;b&gt;出餐&lt;/b&gt;" in page
    picture = her.get(reverse("cases:page", args=[case.number, plan.pk, 2]))
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/png", "private, no-store")
    assert picture.content.startswith(b"\x89PNG")
    assert picture["X-Content-Type-Options"] == "nosniff"


def test_marks_stay_to_be_seen_when_the_file_is_replaced(cast: Cast, case: Case) -> None:
    made = mark(cast, case)
    case = tell(cast, case)
    her, path = browser_of(cast.chen_jing), reverse("cases:correction", args=[case.number])
    assert her.post(path, {"remove_file": made.row_id}).status_code == 302
    upload(her, path, "m3", DRAWING)
    assert "画出冷食专间" in page_of(her, case)
    assert her.get(reverse("cases:page", args=[case.number, made.row_id, 1])).status_code == 200
    assert her.get(reverse("cases:file", args=[case.number, made.row_id])).status_code == 404


def test_a_page_without_a_mark_is_not_given_as_a_picture(cast: Cast, case: Case) -> None:
    made = mark(cast, case)
    case = tell(cast, case)
    her = browser_of(cast.chen_jing)
    for row, page in ((made.row_id, 2), (handed_in(case)[1].pk, 1), (99999, 1)):
        assert her.get(reverse("cases:page", args=[case.number, row, page])).status_code == 404


def test_marks_on_what_the_notice_does_not_name_and_before_it_are_not_shown(cast: Cast, case: Case) -> None:
    made = mark(cast, case)
    assert told_marks(case) == {}
    case = tell(cast, case, OTHER)
    her = browser_of(cast.chen_jing)
    assert told_marks(case) == {}
    assert "画出冷食专间" not in page_of(her, case)
    assert her.get(reverse("cases:page", args=[case.number, made.row_id, 1])).status_code == 404


def test_nobody_else_sees_a_marked_page(cast: Cast, case: Case) -> None:
    made = mark(cast, case)
    case = tell(cast, case)
    for other in (cast.zhang_wei, cast.wang_fang, cast.zhou_tao):
        path = reverse("cases:page", args=[case.number, made.row_id, 1])
        assert browser_of(other).get(path).status_code == 404
