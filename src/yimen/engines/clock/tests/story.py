"""The case of ``docs/concepts/clock.md``: a food licence, from a Friday evening to its decision."""

from datetime import date, datetime

from yimen.engines.clock import (
    PERMIT_ANSWER,
    DayLine,
    Intake,
    LegalClock,
    accept,
    answer_due,
    close_stop,
    due,
    end,
    explain,
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
    "10-10": "两名核查员现场核查",
    "10-13": "作出准予行政许可决定",
    "10-14": "承诺期限的最后一日",
    "10-21": "法定期限的最后一日",
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


def decided() -> LegalClock:
    """The whole story."""
    return end(close_stop(stopped(), "检验", day("10-09")), day("10-13"))


def tables() -> list[str]:
    """The tables of the document, as the engine explains them."""
    answer = explain(LegalClock(RECEIVED, "收到申请材料"), PERMIT_ANSWER.limit, CALENDAR)
    return [_table(answer, ANSWER_EVENTS), _table(explain(decided(), FOOD, CALENDAR), EVENTS), _lights()]


def days_told() -> dict[str, date]:
    """The last days that the document names, by what they are the last day of."""
    without = accept(intake(), day("09-24"), CALENDAR)
    after = LegalClock(day("10-13"), "作出决定")
    return {
        "最晚要在什么时候告知": answer_due(RECEIVED, CALENDAR).day,
        "没有检验时的法定期限": last_day(without, FOOD, CALENDAR).day,
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
    rows = ["| 看的日子 | 承诺 5 个工作日 | 法定 10 个工作日 |", "|---|---|---|"]
    for text, clock in [("09-28", stopped()), ("09-30", stopped()), ("10-10", decided()), ("10-13", decided())]:
        found = [light(due(clock, limit, CALENDAR, day(text))) for limit in (FOOD_PROMISE, FOOD)]
        rows.append(f"| {_spoken(day(text))} | {' | '.join(_word(one) for one in found)} |")
    return "\n".join(rows)


def _word(one) -> str:
    names = {"ok": "时限内", "soon": "临期", "late": "超期", "stopped": "不计时"}
    return one.words if one.state == "stopped" else f"{names[one.state]}：{one.words}"


def _spoken(on: date) -> str:
    return f"{on.month}月{on.day}日 周{_WEEKDAYS[on.weekday()]}"
