"""The case of ``docs/concepts/clock.md``: a food licence, from a Friday evening to its decision.

Corrected before acceptance, stopped once by a special procedure, extended once.
"""

from datetime import date, datetime

from yimen.engines.clock import (
    PERMIT_ANSWER,
    DayLine,
    ExtensionRule,
    Intake,
    LegalClock,
    Limit,
    Unit,
    accept,
    answer_due,
    close_stop,
    due,
    end,
    explain,
    extend,
    last_day,
    light,
    open_stop,
    permit,
    permit_stops,
    received_on,
    take_corrected,
    tell_correction,
)

from .make import FOOD, FOOD_ISSUE, FOOD_PROMISE, HOURS, calendar, day

CALENDAR = calendar()
SENT = datetime(2026, 9, 18, 17, 50)
RECEIVED = received_on(SENT, HOURS, CALENDAR)
FOOD_EXTEND = ExtensionRule(Limit(5, Unit.WORKDAY, FOOD.basis), approver="本行政机关负责人")
REASON = "现场正在更换排烟设备，操作间停用，没法核对；设备装好后再核查"
_WEEKDAYS = "一二三四五六日"

ANSWER_EVENTS = {
    "09-20": "9月18日17:50 网上提交，当天已经下班，算下一个工作日收到：这个周日调休上班；出收件凭证",
    "09-22": "送达补正告知书，一次列全：缺经营场所布局图，缺食品安全管理人员信息",
    "09-23": "16:05 收到全部补正材料",
    "09-24": "受理，出受理通知书",
}
EVENTS = {
    "09-24": "受理",
    "09-28": "书面审查；送达特别程序所需时间告知书：水质检验，9月29日至10月9日",
    "09-29": "检验开始",
    "10-09": "检验结束，报告合格",
    "10-10": "两名核查员到现场：正在更换排烟设备，操作间停用，没法核对，约好10月20日再去",
    "10-13": "局长批准延长 5 个工作日，送达延期告知书，写明理由",
    "10-14": "承诺期限的最后一日",
    "10-20": "两名核查员现场核查，各项符合",
    "10-21": "没有延期时，法定期限的最后一日",
    "10-22": "作出准予行政许可决定",
    "10-28": "法定期限的最后一日",
}


def intake() -> Intake:
    """Received, told what is lacking, corrected."""
    return take_corrected(tell_correction(Intake(RECEIVED), day("09-22"), CALENDAR), day("09-23"))


def stopped() -> LegalClock:
    """Accepted, and stopped by the test of the well's water."""
    return open_stop(
        accept(intake(), day("09-24"), CALENDAR),
        rules=permit_stops(),
        kind="检验",
        start=day("09-29"),
        planned_end=day("10-09"),
        notice_on=day("09-28"),
        limit=FOOD,
        calendar=CALENDAR,
        required_by="食品安全法第三十三条第一款第九项和本省规定",
    )


def resumed() -> LegalClock:
    """The report has come: the clock runs again."""
    return close_stop(stopped(), "检验", day("10-09"))


def extended() -> LegalClock:
    """Five working days more, by the head, before the limit has run out."""
    return extend(
        resumed(),
        rule=FOOD_EXTEND,
        limit=FOOD,
        calendar=CALENDAR,
        added=5,
        approved_by="马建国",
        approver=FOOD_EXTEND.approver,
        on=day("10-13"),
        notice_on=day("10-13"),
        reason=REASON,
    )


def decided() -> LegalClock:
    """The whole story."""
    return end(extended(), day("10-22"))


def tables() -> list[str]:
    """The tables of the document, as the engine explains them."""
    answer = explain(LegalClock(RECEIVED, "收到申请材料"), PERMIT_ANSWER.limit, CALENDAR)
    return [_table(answer, ANSWER_EVENTS), _table(explain(decided(), FOOD, CALENDAR), EVENTS), _lights()]


def days_told() -> dict[str, date]:
    """The last days that the document names, by what they are the last day of."""
    without = accept(intake(), day("09-24"), CALENDAR)
    after = LegalClock(day("10-22"), "作出决定")
    return {
        "最晚要在什么时候告知": answer_due(RECEIVED, CALENDAR).day,
        "补正以后，最晚要在什么时候告知": answer_due(day("09-23"), CALENDAR).day,
        "没有检验、没有延期时的法定期限": last_day(without, FOOD, CALENDAR).day,
        "有检验、没有延期时的法定期限": last_day(resumed(), FOOD, CALENDAR).day,
        "法定期限": last_day(decided(), FOOD, CALENDAR).day,
        "承诺期限": last_day(decided(), FOOD_PROMISE, CALENDAR).day,
        "一般法的颁发、送达期限": last_day(after, permit.ISSUE, CALENDAR).day,
        "专门规定的颁发、送达期限": last_day(after, FOOD_ISSUE, CALENDAR).day,
    }


def _table(lines: list[DayLine], events: dict[str, str]) -> str:
    head = ["| 日期 | 计不计 | 为什么 | 这一天的事 |", "|---|---|---|---|"]
    rows = [
        f"| {_spoken(line.day)} | {f'第 {line.number} 日' if line.counted else '不计'} | {line.reason} "
        f"| {events.get(f'{line.day:%m-%d}', '')} |"
        for line in lines
    ]
    return "\n".join(head + rows)


def _lights() -> str:
    rows = ["| 看的日子 | 承诺期限 | 法定期限 |", "|---|---|---|"]
    seen = [
        *(("09-28", stopped()), ("09-30", stopped()), ("10-10", resumed())),
        *(("10-13", extended()), ("10-15", extended()), ("10-22", extended())),
    ]
    for text, clock in seen:
        found = [light(due(clock, limit, CALENDAR, day(text))) for limit in (FOOD_PROMISE, FOOD)]
        rows.append(f"| {_spoken(day(text))} | {' | '.join(_word(one) for one in found)} |")
    return "\n".join(rows)


def _word(one) -> str:
    names = {"ok": "时限内", "soon": "临期", "late": "超期", "stopped": "不计时"}
    told = one.state == "stopped" or one.words.startswith(names[one.state])
    return one.words if told else f"{names[one.state]}：{one.words}"


def _spoken(on: date) -> str:
    return f"{on.month}月{on.day}日 周{_WEEKDAYS[on.weekday()]}"
