"""The yearly 健在 check: data first, a visit only where data cannot tell, suspension when it is missed."""

import logging
from datetime import date
from typing import Any

import pytest

from yimen.domains.benefits.actions.check_registers import Compared, check_registers
from yimen.domains.benefits.actions.record_alive_check import record_alive_check
from yimen.domains.benefits.actions.resume import resume
from yimen.domains.benefits.errors import BadAnswer
from yimen.domains.benefits.models import AliveCheck, Entitlement, Stop
from yimen.domains.benefits.states import Standing
from yimen.domains.benefits.tests import make
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Stale

pytestmark = pytest.mark.usefixtures("city")
# The check of who was decided on the 20th of November 2026 is due a year later.
DUE = date(2027, 11, 20)


def compare(now: Any) -> Compared:
    return check_registers(actor=SYSTEM, now=now)


def fresh(one: Entitlement) -> Entitlement:
    return Entitlement.objects.get(pk=one.pk)


def opened_check() -> AliveCheck:
    make.opened()
    compare(make.at(2027, 11, 1))
    return AliveCheck.objects.get()


def recorded(check: AliveCheck, result: str = "alive", **changes: Any) -> AliveCheck:
    told = {"way": "visit", "result": result, "done_on": date(2027, 11, 18), "now": make.at(2027, 11, 18), **changes}
    return record_alive_check(actor=make.HELPER, check=check, **told)


def test_nothing_is_asked_of_anybody_until_a_month_before_it_is_due() -> None:
    make.opened()
    assert compare(make.at(2027, 10, 20)) == Compared(asked=1)
    assert not AliveCheck.objects.exists()
    compare(make.at(2027, 10, 22))
    check = AliveCheck.objects.get()
    assert (check.due_on, check.visit, check.why) == (DUE, True, "医保、社保等数据里没有近期记录")


def test_a_visit_to_the_doctor_settles_it_and_nobody_is_bothered() -> None:
    one = make.opened()
    make.says("medical-visits", last_visit_on="2027-10-03")
    assert compare(make.at(2027, 10, 22)).alive == 1
    check = AliveCheck.objects.get()
    assert (check.way, check.result, check.done_on, check.visit) == ("data", "alive", date(2027, 10, 22), False)
    assert check.note == "medical-visits（样例单位）：2027年10月3日有记录"
    assert fresh(one).next_alive_check == date(2028, 10, 22)


def test_data_that_are_too_old_settle_nothing() -> None:
    make.opened()
    make.says("medical-visits", last_visit_on="2027-03-03")
    compare(make.at(2027, 11, 1))
    check = AliveCheck.objects.get()
    assert (check.done_on, check.visit, check.why) == (None, True, "最近一次记录是2027年3月3日，太久了")
    make.says("medical-visits", last_visit_on="2027-11-02", now=make.at(2027, 11, 3))
    compare(make.at(2027, 11, 4))
    check.refresh_from_db()
    assert (check.result, check.visit) == ("alive", False)


def test_whoever_is_missing_is_visited_and_data_alone_settle_nothing() -> None:
    make.opened()
    make.says("population", missing_since="2027-09-18", status="失踪")
    make.says("medical-visits", last_visit_on="2027-10-30")
    assert compare(make.at(2027, 10, 1)).halted == 1
    compare(make.at(2027, 11, 1))
    check = AliveCheck.objects.get()
    assert (check.done_on, check.visit) == (None, True)
    assert check.why == "人口库（样例单位）显示，王桂英从2027年9月18日起下落不明"


def test_a_missed_check_suspends_from_the_next_month_and_says_so_once() -> None:
    one = make.opened()
    compare(make.at(2027, 11, 1))
    assert compare(make.at(2027, 11, 20)).halted == 0
    assert compare(make.at(2027, 11, 21)).halted == 1
    assert compare(make.at(2027, 11, 21)).halted == 0
    halt = Stop.objects.get()
    assert (halt.kind, halt.from_month) == ("suspend", date(2027, 12, 1))
    assert halt.facts == ["王桂英的年度健在核对应当在2027年11月20日前完成，到期没有核对上。"]
    assert fresh(one).standing == Standing.SUSPENDED


def test_a_visit_that_finds_the_person_ends_the_suspension() -> None:
    check = opened_check()
    compare(make.at(2027, 11, 21))
    recorded(check, done_on=date(2028, 1, 8), now=make.at(2028, 1, 8))
    one = fresh(check.entitlement)
    assert (one.standing, one.next_alive_check) == (Standing.ACTIVE, date(2029, 1, 8))
    halt = Stop.objects.get()
    assert halt.lifted_because == ["2028年1月8日上门核对，王桂英健在。"]
    assert compare(make.at(2028, 1, 9)).halted == 0


def test_a_visit_that_finds_nobody_suspends_and_asks_for_another() -> None:
    check = recorded(opened_check(), "not_found")
    assert (check.by_name, check.visit) == ("田秀", False)
    halt = Stop.objects.get()
    assert halt.facts == ["2027年11月18日上门核对，没有见到王桂英本人。"]
    again = AliveCheck.objects.get(done_on=None)
    assert (again.due_on, again.visit, again.why) == (date(2027, 12, 18), True, "上一次没有见到本人")
    recorded(again, way="video", done_on=date(2027, 12, 1), now=make.at(2027, 12, 1))
    assert fresh(check.entitlement).standing == Standing.ACTIVE


def test_a_visit_that_learns_of_a_death_stops_from_the_month_after() -> None:
    check = recorded(opened_check(), "dead", died_on=date(2027, 10, 30))
    halt = Stop.objects.get()
    assert (halt.kind, halt.from_month) == ("stop", date(2027, 11, 1))
    assert halt.facts == ["2027年11月18日上门核对显示，王桂英于2027年10月30日死亡。"]
    assert fresh(check.entitlement).standing == Standing.STOPPED


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"way": "phone"}, "核对的办法"),
        ({"result": "maybe"}, "核对的结果"),
        ({"done_on": date(2027, 11, 19)}, "今天以后"),
        ({"result": "dead"}, "去世的日期"),
        ({"result": "dead", "died_on": date(2027, 11, 19)}, "在核对以后"),
        ({"note": "字" * 301}, "最多 300 个字"),
    ],
)
def test_it_refuses_a_check_that_cannot_be(changes: dict[str, Any], says: str) -> None:
    check = opened_check()
    with pytest.raises(BadAnswer, match=says):
        recorded(check, **changes)
    assert AliveCheck.objects.get().done_on is None


def test_a_check_is_recorded_once() -> None:
    check = opened_check()
    recorded(check)
    with pytest.raises(Stale, match="刚刚已经登记"):
        recorded(check, "not_found")
    assert Entry.objects.filter(action="record-alive-check").count() == 1


# What the registers say


def test_a_death_in_the_register_stops_without_anybody_being_visited() -> None:
    one = make.opened()
    make.says("civil-deaths", died_on="2027-01-08")
    assert compare(make.at(2027, 1, 15)).halted == 1
    assert compare(make.at(2027, 1, 16)) == Compared()
    halt = Stop.objects.get()
    assert (halt.kind, halt.from_month, halt.cause) == ("stop", make.FEBRUARY, "deceased_on")
    assert halt.facts == ["死亡登记（样例单位）显示，王桂英于2027年1月8日死亡。"]
    assert fresh(one).standing == Standing.STOPPED
    assert not AliveCheck.objects.exists()


def test_a_move_and_a_disappearance_are_read_from_the_population_register() -> None:
    moved, missing = make.another(2), make.another(3)
    make.says("population", moved.id_number, name="老人2", moved_out_on="2026-12-20")
    make.says("population", missing.id_number, name="老人3", missing_since="2026-12-20")
    assert compare(make.at(2026, 12, 22)).halted == 2
    assert {(one.entitlement_id, one.kind) for one in Stop.objects.all()} == {
        (moved.pk, "stop"),
        (missing.pk, "suspend"),
    }


def test_a_register_that_knows_nothing_stops_nobody() -> None:
    one = make.opened()
    make.register("civil-deaths", "死亡登记", "样例单位")
    make.says("population", name="王桂英")
    assert compare(make.at(2027, 1, 15)) == Compared(asked=1)
    assert fresh(one).standing == Standing.ACTIVE


@pytest.mark.parametrize("died_on", ["不详", "2027-02-30", 7])
def test_an_entry_that_is_no_date_stops_nobody(died_on: object) -> None:
    one = make.opened()
    make.says("civil-deaths", died_on=died_on)
    compare(make.at(2027, 1, 15))
    assert fresh(one).standing == Standing.ACTIVE


def test_what_an_officer_has_looked_into_does_not_stop_again() -> None:
    one = make.opened()
    make.says("civil-deaths", died_on="2027-01-08")
    compare(make.at(2027, 1, 15))
    resume(actor=make.PAYER, entitlement=one, found="死亡登记是同名的另一个人", now=make.at(2027, 1, 18))
    assert compare(make.at(2027, 1, 19)).halted == 0
    make.says("civil-deaths", died_on="2027-03-03", now=make.at(2027, 3, 5))
    assert compare(make.at(2027, 3, 6)).halted == 1


def test_each_look_up_is_on_record_once_for_many_people() -> None:
    make.register("civil-deaths", "死亡登记", "样例单位")
    for number in range(2, 6):
        make.another(number)
    compare(make.at(2027, 1, 15))
    entry = Entry.objects.get(action="look-up")
    assert entry.details == {"purpose": "样例津贴：健在和户籍比对", "keys": 4, "found": 0}


def test_one_person_whose_rules_fail_does_not_keep_others_from_being_checked(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from yimen.domains.benefits.actions import check_registers as module

    first, second = make.another(2), make.another(3)
    make.says("civil-deaths", second.id_number, died_on="2027-01-08")
    real = module.judge

    def judge(held: Entitlement, *args: Any) -> Any:
        if held.pk == first.pk:
            raise BadAnswer("x", "坏数据")
        return real(held, *args)

    monkeypatch.setattr(module, "judge", judge)
    with caplog.at_level(logging.CRITICAL):
        done = compare(make.at(2027, 1, 15))
    assert (done.failed, done.halted) == (1, 1)
