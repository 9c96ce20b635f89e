"""暂缓销毁: while somebody appeals nothing goes, whatever its period; by whom, how long, and on record."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.hold_materials import hold_materials, lift_hold, may_hold
from yimen.domains.cases.errors import HoldRefused, NotTheHead, ReasonMissing
from yimen.domains.cases.jobs import destroy_due_materials
from yimen.domains.cases.models import Case, Hold, Material
from yimen.domains.cases.tests import make_food, make_joint
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.ground.files.models import StoredFile

WHY = "申请人 2036 年 11 月申请行政复议，复议机关已经受理"
DURING = NOW.replace(year=2036, month=11, day=18)
UNTIL = date(2037, 3, 1)


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    settings.YIMEN_VAR = tmp_path


@pytest.fixture
def ended(cast: Cast) -> Case:
    case = make_food.submitted(cast.chen_jing)
    Case.objects.filter(pk=case.pk).update(status="withdrawn", closed_at=NOW)
    return case


def hold(officer: Account, case: Case, **instead: Any) -> Hold:
    told = {"ground": "review", "reason": WHY, "until": UNTIL, "now": DURING, **instead}
    return hold_materials(officer=officer, case=case, **told)


def run(now: datetime) -> int:
    return destroy_due_materials.func(now.isoformat())


def on(day: date) -> datetime:
    return NOW.replace(year=day.year, month=day.month, day=day.day)


def test_what_is_held_stays_up_to_and_with_its_last_day_and_then_goes_by_itself(cast: Cast, ended: Case) -> None:
    hold(cast.zheng_hong, ended)
    assert run(on(UNTIL)) == 0
    assert StoredFile.objects.get().read()
    assert run(on(UNTIL) + timedelta(days=1)) == 1


def test_it_is_on_record_and_the_applicant_reads_why_but_not_the_officers_words(cast: Cast, ended: Case) -> None:
    row = hold(cast.zheng_hong, ended)
    entry = Entry.objects.get(action="hold-materials")
    assert entry.details == {"hold": row.pk, "ground": "review", "until": "2037-03-01"}
    assert (entry.actor_name, entry.object_ref) == ("郑红", ended.number)
    assert ended.steps.get(kind="materials-held").note == "行政复议，到2037年3月1日"


def test_lifted_it_holds_no_more_and_who_lifted_it_is_on_record(cast: Cast, ended: Case) -> None:
    row, later = hold(cast.zheng_hong, ended), on(date(2036, 12, 1))
    lift_hold(officer=cast.ma_jianguo, case=ended, hold=row.pk, why="复议维持原决定", now=later)
    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_at, row.lifted_why) == ("马建国", later, "复议维持原决定")
    assert Entry.objects.get(action="lift-hold").details == {"hold": row.pk}
    assert run(later) == 1


def test_a_second_hold_goes_on_when_the_first_is_lifted(cast: Cast, ended: Case) -> None:
    first = hold(cast.zheng_hong, ended)
    hold(cast.zheng_hong, ended, ground="lawsuit", until=UNTIL + timedelta(days=30))
    lift_hold(officer=cast.zheng_hong, case=ended, hold=first.pk, why="复议结束", now=DURING)
    assert run(on(UNTIL)) == 0


def test_it_ends_once_and_only_for_its_own_case(cast: Cast, ended: Case) -> None:
    row = hold(cast.zheng_hong, ended)
    other = make_food.submitted(cast.zhang_wei)
    for case, now in ((other, DURING), (ended, on(UNTIL) + timedelta(days=1))):
        with pytest.raises(HoldRefused, match="已经结束"):
            lift_hold(officer=cast.zheng_hong, case=case, hold=row.pk, why="复议结束", now=now)
    with pytest.raises(ReasonMissing):
        lift_hold(officer=cast.zheng_hong, case=ended, hold=row.pk, why=" ", now=DURING)
    lift_hold(officer=cast.zheng_hong, case=ended, hold=row.pk, why="复议结束", now=DURING)
    with pytest.raises(HoldRefused):
        lift_hold(officer=cast.zheng_hong, case=ended, hold=row.pk, why="复议结束", now=DURING)


@pytest.mark.parametrize(
    ("name", "may"),
    [("zheng_hong", True), ("ma_jianguo", True), ("wang_fang", False), ("wu_lei", False), ("zhou_tao", False)],
)
def test_who_decides_or_heads_the_body_may_hold_and_lift_and_nobody_else(
    cast: Cast, ended: Case, name: str, may: bool
) -> None:
    officer = getattr(cast, name)
    assert may_hold(officer, ended, DURING) is may
    if may:
        hold(officer, ended)
        return
    row = hold(cast.zheng_hong, ended)
    with pytest.raises(NotTheHead):
        hold(officer, ended)
    with pytest.raises(NotTheHead):
        lift_hold(officer=officer, case=ended, hold=row.pk, why="复议结束", now=DURING)
    assert Hold.objects.get().lifted_at is None


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ({"ground": "because"}, "因为什么"),
        ({"until": DURING.date()}, "今天以后"),
        ({"until": date(2041, 12, 1)}, "最长五年"),
    ],
)
def test_it_refuses_a_hold_without_ground_or_with_an_impossible_end(
    cast: Cast, ended: Case, instead: Any, says: str
) -> None:
    with pytest.raises(HoldRefused, match=says):
        hold(cast.zheng_hong, ended, **instead)
    assert not Hold.objects.exists()


def test_it_refuses_a_hold_without_a_reason_and_for_a_draft(cast: Cast, ended: Case) -> None:
    with pytest.raises(ReasonMissing):
        hold(cast.zheng_hong, ended, reason=" ")
    with pytest.raises(HoldRefused, match="还没有提交"):
        hold(cast.zheng_hong, make_food.draft(cast.zhang_wei))


def test_a_hold_of_the_whole_keeps_the_files_of_its_parts(cast: Cast) -> None:
    whole = make_joint.submitted(cast)
    rows = Material.objects.filter(file__in=whole.materials.values("file"))
    Case.objects.filter(pk__in={row.case_id for row in rows}).update(status="withdrawn", closed_at=NOW)
    lane = make_joint.lane(whole, rows.exclude(case=whole).first().case.part)
    own = Material.objects.filter(case=lane)
    own.exclude(pk=own.first().pk).delete()
    Material.objects.filter(file=own.get().file).exclude(pk=own.get().pk).delete()
    hold(cast.ma_jianguo, whole)
    run(on(UNTIL))
    assert own.get().file.read()
    assert run(on(UNTIL) + timedelta(days=1)) > 0
