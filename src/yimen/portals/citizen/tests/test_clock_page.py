"""/cases/<no>/clock/: each day counted or not, with its reason, against the promise and the statute."""

import re
from collections.abc import Callable
from datetime import date, datetime

from django.http import HttpResponse

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_allowance, make_food
from yimen.domains.cases.tests.make import drain, fresh
from yimen.domains.cases.tests.make_steps import at, say, special
from yimen.ground.accounts.models import Account
from yimen.portals.citizen.tests.read import lend, open_case, text_of

On = Callable[[datetime], None]


def days(answer: HttpResponse, clock: int = 0) -> dict[str, list[str]]:
    """The table of one clock: day → what each limit counts, then the reason."""
    tables = re.findall(r"<tbody.*?</tbody>", answer.content.decode(), re.S)
    found: dict[str, list[str]] = {}
    if not tables:
        return found
    for row in re.findall(r'<tr role="row"[^>]*>(<th scope="row".*?)</tr>', tables[clock], re.S):
        cells = [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        found[cells[0].replace(" 今天", "")] = cells[1:]
    return found


def squares(answer: HttpResponse, strip: int) -> list[str]:
    """The marks of one strip, in order."""
    drawn = re.findall(r'<div class="squares".*?</div>', answer.content.decode(), re.S)[strip]
    return re.findall(r'<span class="sq[^"]*"><i>[^<]*</i>([^<]+)</span>', drawn)


def clock(account: Account, case: Case) -> HttpResponse:
    answer = open_case(account, case, "clock")
    assert answer.status_code == 200
    return answer


def test_both_limits_of_a_decision_stand_day_by_day(cast: Cast) -> None:
    answer = clock(cast.chen_jing, make_food.accepted(cast))
    told = days(answer)
    assert told["11月20日 周五"] == ["不算", "不算", "受理，首日不计"]
    assert told["11月21日 周六"] == ["不算", "不算", "周末"]
    assert told["11月23日 周一"] == ["第 1 天", "第 1 天", "工作日"]
    assert told["11月27日 周五"] == ["第 5 天", "第 5 天", "工作日"]
    assert told["11月30日 周一"] == ["", "第 6 天", "工作日"]
    assert told["12月4日 周五"] == ["", "第 10 天", "工作日"]
    assert "12月5日 周六" not in told
    assert squares(answer, 0) == ["起", "休", "休", "第1", "第2", "第3", "第4", "第5"]
    assert len(squares(answer, 1)) == len(told)


def test_stopped_days_name_procedure_and_article_and_days_off_stay_days_off(cast: Cast) -> None:
    case = make_food.accepted(cast)
    special(case, cast.wu_lei)
    drain(NOW)
    answer = clock(cast.chen_jing, case)
    told = days(answer)
    assert told["11月24日 周二"] == ["不算", "不算", "检测期间不计时（行政许可法第四十五条）"]
    assert told["11月28日 周六"][-1] == "周末"
    assert told["11月30日 周一"][0] == "第 1 天" and told["12月4日 周五"][0] == "第 5 天"
    assert squares(answer, 0).count("停") == 5
    assert "其中 5 天停着不算" in answer.content.decode()


def test_an_extension_lengthens_the_statute_and_never_the_promise(cast: Cast) -> None:
    case = make_food.accepted(cast)
    extend(officer=cast.ma_jianguo, case=case, added=5, reason="要补看现场", now=NOW)
    drain(NOW)
    told = days(clock(cast.chen_jing, fresh(case)))
    assert told["12月7日 周一"] == ["", "第 11 天", "工作日，延长的期限"]
    assert told["12月11日 周五"][1] == "第 15 天" and "11月30日 周一" in told and told["11月30日 周一"][0] == ""


def test_days_after_the_promise_are_counted_as_late_until_today(cast: Cast, on: On) -> None:
    case = make_food.accepted(cast)
    on(at(12, 2))
    told = days(clock(cast.chen_jing, case))
    assert told["11月28日 周六"][0] == "不算" and told["11月30日 周一"][0] == "超期第 1 天"
    assert told["12月2日 周三"] == ["超期第 3 天", "第 8 天", "工作日"]
    assert told["12月3日 周四"] == ["", "第 9 天", "工作日"]


def test_a_decided_clock_stands_still(cast: Cast, on: On) -> None:
    case = make_food.inspected(cast)
    say(case, cast.zheng_hong, "grant", note="现场看过", now=at(12, 1))
    drain(at(12, 1))
    on(at(12, 20))
    answer = clock(cast.chen_jing, fresh(case))
    told = days(answer)
    assert told["12月1日 周二"][0] == "超期第 2 天" and told.get("12月2日 周三", [""])[0] == ""
    assert "12月1日 周二办完" in text_of(answer)


def test_a_holiday_is_named(cast: Cast, on: On) -> None:
    case = make_food.accepted(cast, now=at(9, 30, year=2026))
    on(at(9, 30, year=2026))
    told = days(clock(cast.chen_jing, case))
    assert told["10月1日 周四"] == ["不算", "不算", "国庆节放假"]


def test_a_year_without_an_order_is_a_warning_beside_the_days(cast: Cast, on: On) -> None:
    case = make_food.accepted(cast, now=at(12, 25))
    on(at(12, 28))
    answer = clock(cast.chen_jing, case)
    assert "2027 年放假安排尚未公布，按周末推算的日期可能变动" in text_of(answer)
    assert "2027年放假安排尚未公布" in days(answer)["2027年1月4日 周一"][-1]


def test_before_acceptance_the_days_of_the_answer_are_told(cast: Cast) -> None:
    told = days(clock(cast.chen_jing, make_food.submitted(cast.chen_jing)))
    assert told["11月20日 周五"] == ["不算", "收到申请材料，首日不计"]
    assert told["11月27日 周五"] == ["第 5 天", "工作日"]


def test_while_it_waits_for_the_applicant_nothing_is_counted(cast: Cast) -> None:
    answer = clock(cast.chen_jing, make_food.correcting(cast))
    assert days(answer) == {} and "期限还没有开始算" in text_of(answer)


def test_a_withdrawn_case_counts_no_further(cast: Cast, on: On) -> None:
    case = make_food.accepted(cast)
    withdraw(actor=cast.chen_jing.actor(at(11, 24)), case=case, reason="", now=at(11, 24))
    drain(at(11, 24))
    on(at(12, 30))
    assert "超期" not in "".join(sum(days(clock(cast.chen_jing, fresh(case))).values(), []))


def test_a_matter_without_a_statute_has_one_limit(cast: Cast) -> None:
    case = make_allowance.accepted(cast)
    lend(case, cast.zhou_xiaoyu)
    answer = clock(cast.zhou_xiaoyu, case)
    assert all(len(cells) == 2 for cells in days(answer).values())
    assert "法定期限" not in text_of(answer) and "10 个工作日，到" in text_of(answer)


def test_the_delivery_has_a_clock_of_its_own(cast: Cast) -> None:
    case = make_food.granted(cast)
    Case.objects.filter(pk=case.pk).update(closed_at=None)
    answer = clock(cast.chen_jing, fresh(case))
    assert "11月20日 周五 作出决定，从第二天起算" in text_of(answer) and "送达期限" in text_of(answer)
    assert days(answer, 1)["11月27日 周五"] == ["第 5 天", "工作日"] and case.deliver_by == date(2026, 11, 27)
