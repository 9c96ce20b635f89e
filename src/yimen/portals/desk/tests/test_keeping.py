"""The page 材料保存: periods for those who may see the files, holds by who decides, the record of what is gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.jobs import destroy_due_materials
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case, Hold
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.portals.desk.tests import make
from yimen.portals.desk.tests.make import words

AFTER = NOW.replace(year=2036) + timedelta(days=1)
HOLD = {"ground": "review", "until": "2026-12-31", "reason": "申请人申请行政复议，案号一二三"}


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    settings.YIMEN_VAR = tmp_path


@pytest.fixture
def case(cast: Cast, staff: make.Staff) -> Case:
    return make.received(cast.chen_jing)


def end(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status="withdrawn", closed_at=NOW)


def page(officer: Account, case: Case) -> str:
    answer = browser_of(officer).get(reverse("desk:keeping", args=[case.number]))
    assert answer.status_code == 200
    return words(answer.content.decode())


def post(officer: Account, case: Case, **typed: str) -> tuple[int, str]:
    answer = browser_of(officer).post(reverse("desk:keeping", args=[case.number]), typed)
    return answer.status_code, words(answer.content.decode())


def test_the_review_page_leads_there_and_says_the_day_once_the_case_has_ended(case: Case, staff: make.Staff) -> None:
    review = make.window(staff.wang_fang, case).page()
    assert reverse("desk:keeping", args=[case.number]) in review
    assert "保存到" not in words(review).replace("保存到哪一天", "")
    assert "办完以后再保存 10 年" in page(staff.wang_fang, case)
    end(case)
    assert "保存到2036年11月20日" in words(make.window(staff.wang_fang, case).page())
    assert "保存到2036年11月20日" in page(staff.wang_fang, case)


def test_who_decides_holds_and_lifts_and_both_stay_on_the_page(case: Case, staff: make.Staff) -> None:
    end(case)
    assert post(staff.zheng_hong, case, **HOLD)[0] == 302
    told = page(staff.zheng_hong, case)
    assert [one in told for one in ("暂缓中", HOLD["reason"], "到 2026年12月31日为止，郑红")] == [True] * 3
    hold = Hold.objects.get()
    assert post(staff.zheng_hong, case, lift=str(hold.pk), **{f"why.{hold.pk}": "复议维持"})[0] == 302
    assert "提前结束：复议维持" in page(staff.zheng_hong, case)
    assert {"hold-materials", "lift-hold"} <= set(Entry.objects.values_list("action", flat=True))


@pytest.mark.parametrize("name", ["wang_fang", "zhou_tao"])
def test_who_does_not_decide_can_neither_hold_nor_lift(case: Case, staff: make.Staff, name: str) -> None:
    officer = getattr(staff, name)
    status, _ = post(officer, case, **HOLD)
    assert status in (403, 404)
    assert not Hold.objects.exists()
    post(staff.zheng_hong, case, **HOLD)
    hold = Hold.objects.get()
    post(officer, case, lift=str(hold.pk), **{f"why.{hold.pk}": "复议维持"})
    assert Hold.objects.get().lifted_at is None


def test_an_officer_of_another_body_finds_nothing(case: Case, staff: make.Staff) -> None:
    assert browser_of(staff.zhou_tao).get(reverse("desk:keeping", args=[case.number])).status_code == 404
    assert "办一次暂缓" not in page(staff.wang_fang, case)
    assert "办一次暂缓" in page(staff.ma_jianguo, case)


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ({"until": ""}, "暂缓到哪一天：还没有填"),
        ({"until": "2026-11-20"}, "日期要在今天以后，最长五年"),
        ({"ground": "because"}, "选因为什么暂缓销毁"),
        ({"reason": " "}, "写清理由"),
    ],
)
def test_a_form_that_says_too_little_comes_back_with_what_was_typed(
    case: Case, staff: make.Staff, instead: dict[str, str], says: str
) -> None:
    status, told = post(staff.zheng_hong, case, **(HOLD | instead))
    assert (status, says in told) == (422, True)
    if "reason" not in instead:
        answer = browser_of(staff.zheng_hong).post(reverse("desk:keeping", args=[case.number]), HOLD | instead)
        assert HOLD["reason"] in answer.content.decode()
    assert not Hold.objects.exists()


def test_lifting_without_a_word_or_what_is_not_there_is_refused(case: Case, staff: make.Staff) -> None:
    post(staff.zheng_hong, case, **HOLD)
    hold = Hold.objects.get()
    status, told = post(staff.zheng_hong, case, lift=str(hold.pk))
    assert (status, "没有写为什么提前结束" in told) == (422, True)
    for wrong in ("0", "x", "9" * 30):
        status, told = post(staff.zheng_hong, case, lift=wrong)
        assert (status, "已经结束" in told) == (422, True)


def test_a_destroyed_file_is_a_record_and_no_error(case: Case, staff: make.Staff) -> None:
    row = handed_in(case)[0]
    end(case)
    assert destroy_due_materials.func(AFTER.isoformat()) == 1
    for name in ("material", "marks"):
        answer = browser_of(staff.wang_fang).get(reverse(f"desk:{name}", args=[case.number, row.pk]))
        told = words(answer.content.decode())
        assert answer.status_code == 410
        assert "这份材料已经销毁" in told
        assert "2036年11月21日销毁，一门系统" in told
        assert "保管期限 10 年已满" in told
        assert row.file.sha256 in told
    assert "布局图.pdf（已经销毁）" in words(make.window(staff.wang_fang, case).page())
    assert row.file.sha256 in page(staff.wang_fang, case)
