"""The days of 好差评, in one table. No national text sets them: local rules do, so each names where its number is from.

K: usual in local rules; 云溪 has published none of its own. A city changes the numbers here, and nowhere else.
"""

from dataclasses import dataclass
from datetime import date

from yimen.engines import clock
from yimen.ground.calendar.queries import add_working_days


@dataclass(frozen=True, slots=True)
class Days:
    """``value`` days, working days unless ``calendar_days``; ``source`` is the rule of another place that has it."""

    value: int
    source: str
    calendar_days: bool = False
    tag: str = "K"


VERIFY = Days(1, "安阳市政务服务条例（2021）第五十二条第二款：对实名差评事项在一个工作日内联系核实")
FIX_SIMPLE = Days(5, "德州市政务服务“好差评”工作方案（2020）：5 个工作日内整改反馈")
FIX_COMPLEX = Days(15, "四川多地好差评办法：“不满意”“非常不满意”在 15 个工作日内整改到位")
CHANGE = Days(10, "各地好差评系统的通行做法：评价后 10 日内可以修改", calendar_days=True)
KEEP_PHONE = Days(30, "个人信息保护法第四十七条：处理目的已实现的，主动删除", calendar_days=True)

SIMPLE, COMPLEX = "simple", "complex"
FIX = {SIMPLE: FIX_SIMPLE, COMPLEX: FIX_COMPLEX}


def last_day(start: date, days: Days) -> date:
    """The last day of a limit that begins on ``start``, which is not counted (民法典第二百零一条第一款)."""
    if days.calendar_days:
        return clock.add_calendar_days(start, days.value)
    return add_working_days(start, days.value).day
