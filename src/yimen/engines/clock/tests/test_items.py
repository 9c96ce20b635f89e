"""The times of the first service items and of other rule sets, as one table: what each limit means in days.

Acceptance on Monday 2026-11-02 unless the item's clock starts with another event.
"""

import pytest

from yimen.engines.clock import (
    ClockError,
    LegalClock,
    Limit,
    StopRefused,
    Unit,
    last_day,
    named_stops,
    other_laws,
    within,
)

from .make import accepted, calendar, day, stopped

CALENDAR = calendar()
WORKDAY, DAY, MONTH = Unit.WORKDAY, Unit.DAY, Unit.MONTH


@pytest.mark.parametrize(
    ("value", "unit", "basis", "event", "last"),
    [
        (3, WORKDAY, "市场主体登记管理条例第十九条", "受理", "11-05"),  # 01, 05
        (10, WORKDAY, "食品经营许可和备案管理办法", "受理", "11-16"),  # 02
        (20, WORKDAY, "行政许可法第四十二条第一款", "受理", "11-30"),  # 03
        (20, DAY, "道路运输条例第二十四条", "受理", "11-22"),  # 04
        (15, DAY, "居住证暂行条例第九条", "受理", "11-17"),  # 08
        (30, WORKDAY, "最低生活保障审核确认办法", "受理", "12-14"),  # 09
        (20, WORKDAY, "残疾人两项补贴的审核期限", "受理", "11-30"),  # 11
        (30, WORKDAY, "残疾人证的办理期限", "收到评定结果", "12-14"),  # 12
        (3, DAY, "住房公积金管理条例第二十五条", "受理", "11-05"),  # 13
        (30, WORKDAY, "不动产登记暂行条例第二十条", "受理", "12-14"),  # 15
        (30, WORKDAY, "公共租赁住房管理办法", "受理", "12-14"),  # 16
        (60, DAY, "社会团体登记管理条例第十二条", "收到全部有效文件", "2027-01-01"),  # 17
        (7, DAY, "建筑法第八条", "收到申请", "11-09"),  # 18
        (3, MONTH, "建筑法第九条", "领取施工许可证", "2027-02-02"),  # 18, start of work
        (20, WORKDAY, "政府信息公开条例第三十三条", "收到申请", "11-30"),  # 19
        (1, WORKDAY, "差评回访核实", "收到差评", "11-03"),
        (15, WORKDAY, "差评整改", "核实", "11-23"),
        (5, WORKDAY, "12345工单办理", "派单", "11-09"),
        (10, WORKDAY, "政务数据共享条例", "收到申请", "11-16"),
    ],
)
def test_each_limit_is_counted_in_its_own_unit_from_its_own_event(value, unit, basis, event, last):
    clock = LegalClock(day("11-02"), event)
    assert last_day(clock, Limit(value, unit, basis), CALENDAR).day == day(last)


@pytest.mark.parametrize("value", [0, 1, 5, 10, 15, 20])
def test_a_promise_needs_no_article(value):
    assert last_day(accepted("11-02"), Limit(value, WORKDAY, promise=True), CALENDAR).day >= day("11-02")


@pytest.mark.parametrize("kind", ["公示", "经济状况核对", "集体研究", "现场核查", "残疾评定"])
def test_public_notice_and_checks_run_inside_the_limit_of_benefits(kind):
    with pytest.raises(StopRefused, match="没有条文"):
        stopped(accepted("11-02"), "11-04", "11-10", kind, rules=named_stops())


def test_article_9_of_residence_permits_a_local_rule_may_lengthen_up_to_30_days():
    ceiling = other_laws.RESIDENCE_PERMIT_CEILING
    assert within(Limit(25, DAY, "云溪市居住证实施办法"), ceiling).value == 25
    with pytest.raises(ClockError, match="居住证暂行条例第九条规定的上限30日"):
        within(Limit(31, DAY, "云溪市居住证实施办法"), ceiling)
    with pytest.raises(ClockError, match="单位不同"):
        within(Limit(15, WORKDAY, "云溪市居住证实施办法"), ceiling)
