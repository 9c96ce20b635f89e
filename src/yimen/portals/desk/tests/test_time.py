"""What moves a clock over the pages, and the explanation day by day."""

from datetime import UTC, datetime

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.models import Extension, SpecialProcedure
from yimen.domains.cases.tests import make as cases
from yimen.ground.calendar.models import HolidayOrder
from yimen.ground.documents.models import Document
from yimen.portals.desk.tests import make
from yimen.portals.desk.tests.make import Window

HEARING = {
    "sp_kind": "听证",
    "sp_required_by": "",
    "sp_why": "邻居要求听证",
    "sp_done_by": "云溪市市场监督管理局法规科",
    "sp_start": "2026-11-23",
    "sp_end": "2026-12-01",
}


@pytest.fixture
def desk(cast: Cast, staff: make.Staff) -> Window:
    found = make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))
    found.claim()
    return found


def test_promise_and_statute_stand_side_by_side(desk: Window) -> None:
    words = make.words(desk.page())
    assert "承诺办结2026年11月27日（周五）" in words
    assert "法定期限2026年12月4日（周五）" in words


def test_the_explanation_lists_each_day_with_its_reason(desk: Window) -> None:
    words = make.words(desk.page("clock"))
    assert "5个工作日，到 2026年11月27日（周五）" in words
    assert "10个工作日，到 2026年12月4日（周五）" in words
    assert "2026年11月21日（周六）不计周末不计周末" in words
    assert "2026年11月23日（周一）第 1 日工作日第 1 日工作日" in words
    assert "2026年11月27日（周五）第 5 日 最后一天 工作日第 5 日工作日" in words
    # After the promise has run out only the statute counts on.
    assert "2026年11月30日（周一）期限已满第 6 日工作日" in words


def test_before_acceptance_the_time_to_answer_is_explained(cast: Cast, staff: make.Staff) -> None:
    words = make.words(make.window(staff.wang_fang, make.received(cast.chen_jing)).page("clock"))
    assert "告知是否受理" in words
    assert "收到申请材料，首日不计" in words
    assert "作出决定" not in words


def test_a_hearing_is_opened_told_again_and_closed(desk: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "听证（行政许可法第四十五条）" in desk.page()
    assert desk.post("special", **HEARING).status == 302
    row = SpecialProcedure.objects.get()
    assert (row.kind, row.article, row.done_by) == ("听证", "行政许可法第四十五条", "云溪市市场监督管理局法规科")
    assert Document.objects.filter(kind="special-procedure").count() == 1
    case = cases.fresh(desk.case)
    assert str(case.promised_on) == "2026-12-08"
    clock = make.words(desk.page("clock"))
    assert "2026年11月24日（周二）不计听证期间不计时（行政许可法第四十五条）" in clock
    later = datetime(2026, 11, 25, 2, tzinfo=UTC)
    make.at(monkeypatch, later)
    assert "不计时（听证）" in desk.page()
    more = {"procedure": row.pk, f"more_end.{row.pk}": "2026-12-03", f"more_why.{row.pk}": "听证改期"}
    assert desk.post("special-more", **more).status == 302
    assert Document.objects.filter(kind="special-procedure").count() == 2
    assert desk.post("special-close", procedure=row.pk, **{f"result.{row.pk}": "听证意见已形成"}).status == 302
    row.refresh_from_db()
    assert str(row.ended) == "2026-11-25"
    assert desk.post("special-close", procedure=row.pk, **{f"result.{row.pk}": "再来"}).status == 409


def test_what_no_article_names_stops_nothing(desk: Window) -> None:
    sent = desk.post("special", **{**HEARING, "sp_kind": "现场核查"})
    assert sent.status == 422
    assert 'href="#f-sp_kind"' in sent.html
    assert "邻居要求听证" in sent.html
    assert not SpecialProcedure.objects.exists()


def test_a_special_procedure_with_gaps_says_all_of_them(desk: Window) -> None:
    sent = desk.post("special", sp_start="明年", sp_end="", sp_why=" ")
    assert sent.status == 422
    for field in ("sp_kind", "sp_start", "sp_end", "sp_why", "sp_done_by"):
        assert f'href="#f-{field}"' in sent.html
        assert f'id="f-{field}"' in sent.html
    assert "明年" in sent.html


def test_only_whoever_has_the_case_in_hand_stops_its_clock(cast: Cast, staff: make.Staff, desk: Window) -> None:
    assert make.window(staff.sun_jian, desk.case).post("special", **HEARING).status == 409
    assert make.window(staff.ma_jianguo, desk.case).post("special", **HEARING).status == 409
    assert not SpecialProcedure.objects.exists()


@pytest.mark.parametrize("name", ["special-more", "special-close"])
@pytest.mark.parametrize("row", ["0", "x", "999999", "９"])
def test_a_special_procedure_that_is_not_there_is_not_moved(desk: Window, name: str, row: str) -> None:
    number = row if row.isascii() and row.isdecimal() else "9" if row == "９" else "0"
    typed = {f"more_end.{number}": "2026-12-03", f"more_why.{number}": "改期", f"result.{number}": "完"}
    assert desk.post(name, procedure=row, **typed).status == 409


def test_the_head_extends_once_and_the_promise_stays(staff: make.Staff, desk: Window) -> None:
    head = make.window(staff.ma_jianguo, desk.case)
    assert "最长 5个工作日" in head.page()
    assert head.post("extend", ex_added="5", ex_reason="现场要等设备安装好").status == 302
    case = cases.fresh(desk.case)
    assert (str(case.promised_on), str(case.statutory_on)) == ("2026-11-27", "2026-12-11")
    assert Document.objects.filter(kind="extension").count() == 1
    page = head.page()
    assert "延期 5 个工作日" in page
    assert head.path("extend") not in page
    assert head.post("extend", ex_added="5", ex_reason="还不够").status == 409
    assert "延长的期限" in make.words(head.page("clock"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ex_added": "6", "ex_reason": "设备没到"}, "ex_added"),
        ({"ex_added": "零", "ex_reason": "设备没到"}, "ex_added"),
        ({"ex_added": "3", "ex_reason": " "}, "ex_reason"),
    ],
)
def test_an_extension_that_the_law_does_not_allow_is_refused(
    staff: make.Staff, desk: Window, typed: dict[str, str], field: str
) -> None:
    sent = make.window(staff.ma_jianguo, desk.case).post("extend", **typed)
    assert sent.status == 422
    assert f'href="#f-{field}"' in sent.html
    assert typed["ex_reason"].strip() in sent.html
    assert not Extension.objects.exists()


def test_who_is_not_the_head_extends_nothing(staff: make.Staff, desk: Window) -> None:
    assert desk.path("extend") not in desk.page()
    assert desk.post("extend", ex_added="5", ex_reason="来不及").status == 403
    assert not Extension.objects.exists()


def test_a_year_that_is_not_announced_is_a_visible_warning(desk: Window) -> None:
    assert "放假安排尚未公布" not in desk.page()
    HolidayOrder.objects.filter(year=2026).delete()
    for name in ("review", "clock"):
        assert "2026 年放假安排尚未公布，按周末推算的日期可能变动" in desk.page(name)


def test_silence_that_accepted_is_said(cast: Cast, staff: make.Staff) -> None:
    from yimen.domains.cases.actions.deem_accepted import deem_accepted

    case = make.received(cast.chen_jing)
    late = datetime(2026, 11, 30, 2, tzinfo=UTC)
    assert deem_accepted(case=case, now=late)
    cases.drain(late)
    words = make.words(make.window(staff.wu_lei, case).page())
    assert "视为受理" in words
    assert late > NOW
