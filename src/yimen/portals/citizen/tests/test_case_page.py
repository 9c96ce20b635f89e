"""The page of a case in every status: what happens now, who has it, by when, whose clock runs; never a dead end."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.jobs import deem_accepted_cases
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make, make_allowance, make_food
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, declined, say, special
from yimen.ground.accounts.models import Account
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.models import Task
from yimen.portals.citizen.tests.read import cells, lend, open_case, section, text_of, top

On = Callable[[datetime], None]


def now_says(account: Account, case: Case) -> str:
    """The top of the page: word, outcome, whose clock, the sentence with what follows from it."""
    return top(open_case(account, case))


# Received


def test_a_received_case_says_who_looks_and_by_when_acceptance_is_told(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing)
    said = now_says(cast.chen_jing, case)
    assert "在办" in said and "等部门" in said
    assert "云溪市市场监督管理局正在看材料，11月27日 周五前告知您（还剩 3 个工作日）" in said
    answer = open_case(cast.chen_jing, case)
    assert cells(answer) == ["on", "on", "", "", ""]
    assert "已用 2 天 / 期限 5 个工作日" in section(answer, "办理期限")


def test_whoever_has_taken_it_is_named_with_the_telephone(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing)
    claim(officer=cast.wang_fang, task=task_of(case), now=NOW)
    answer = open_case(cast.chen_jing, case)
    assert "云溪市市场监督管理局 王芳正在看材料" in text_of(answer)
    assert "云溪市市场监督管理局 王芳" in section(answer, "找谁问")
    assert "0300-0000105" in section(answer, "找谁问")


def test_what_came_after_hours_says_on_which_day_it_counts(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing, now=at(11, 20, 20))
    assert "您是下班以后交的，算11月23日 周一收到" in now_says(cast.chen_jing, case)
    in_time = make_food.submitted(cast.chen_jing)
    assert "下班以后" not in now_says(cast.chen_jing, in_time)


def test_a_permit_that_nobody_answered_in_time_says_that_silence_accepts_it(cast: Cast, on: On) -> None:
    case = make_food.submitted(cast.chen_jing)
    on(at(11, 30))
    said = now_says(cast.chen_jing, case)
    assert "11月27日 周五前没有告知您。按行政许可法第三十二条第一款第四项，这件申请视为受理" in said
    deem_accepted_cases.call(at(11, 30).isoformat())
    drain(at(11, 30))
    said = now_says(cast.chen_jing, case)
    assert "从11月20日 周五收到材料起算受理" in said and "行政许可法第三十二条第一款第四项" in said


def test_an_allowance_that_nobody_answered_in_time_promises_no_acceptance(cast: Cast, on: On) -> None:
    case = make_allowance.submitted(cast)
    lend(case, cast.zhou_xiaoyu)
    on(at(12, 1))
    said = now_says(cast.zhou_xiaoyu, case)
    assert "视为受理" not in said and "您可以催办" in said


# 补正


def test_a_correction_lists_all_points_with_the_way_to_hand_them_in_and_counts_nothing(cast: Cast) -> None:
    case = make_food.correcting(cast)
    answer = open_case(cast.chen_jing, case)
    said = now_says(cast.chen_jing, case)
    assert "等您处理" in said and "不计时：等您补正，尚未受理" in said
    assert "等您补正 1 处，12月18日 周五前交回来（还剩 24 天）" in said
    assert "布局图没有画出冷食专间的位置" in said and "食品安全法第三十三条" in said
    assert f'href="{reverse("cases:correction", args=[case.number])}"' in answer.content.decode()
    assert cells(answer) == ["pz", "pz", "", "", ""]
    assert "已用 0 天 / 承诺 5 个工作日" in text_of(answer)
    assert reverse("citizen:urge", args=[case.number]) not in answer.content.decode()


def test_when_the_day_for_the_correction_has_passed_it_may_still_be_handed_in(cast: Cast, on: On) -> None:
    case = make_food.correcting(cast)
    drain(at(12, 19))
    on(at(12, 21))
    said = now_says(cast.chen_jing, case)
    assert "说好的12月18日 周五已经过了" in said and "您还可以交" in said and "去补正" in said


def test_on_the_last_day_the_whole_day_counts(cast: Cast, on: On) -> None:
    case = make_food.correcting(cast)
    on(at(12, 18, 22))
    assert "今天 24:00 前都算" in now_says(cast.chen_jing, case)


def test_after_the_correction_the_department_has_its_days_again(cast: Cast) -> None:
    case = make_food.corrected(cast)
    said = now_says(cast.chen_jing, case)
    assert "补正的材料收到了" in said and "11月30日 周一前告知您" in said and "去补正" not in said


# 不予受理


def test_not_accepted_says_reason_whose_matter_it_is_what_to_do_and_the_remedies(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing)
    declined(case, cast.wang_fang)
    drain(NOW)
    said = now_says(cast.chen_jing, fresh(case))
    for words in (
        "未办成",
        "不予受理",
        "经营场所不在云溪市，不属于本机关的职权范围（行政许可法第三十二条第一款第二项）",
        "查到的情况：经营场所在临江市，不在云溪市。",
        "这件事归临江市市场监督管理局管",
        "您可以这样：",
        "申请行政复议",
    ):
        assert words in said
    answer = open_case(cast.chen_jing, case)
    assert reverse("citizen:withdraw", args=[case.number]) not in answer.content.decode()
    assert "不予受理决定书" in section(answer, "文书")


def test_whoever_is_barred_reads_until_when(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing)
    declined(case, cast.wang_fang, "barred-one-year", competent_body="", barred_until=date(2027, 3, 1))
    drain(NOW)
    said = now_says(cast.chen_jing, fresh(case))
    assert "2027年3月1日 周一以后才能再申请这一项" in said and "管，向它申请" not in said


# Accepted


def test_an_accepted_case_says_the_step_promise_and_statute(cast: Cast) -> None:
    case = make_food.accepted(cast)
    claim(officer=cast.wu_lei, task=task_of(case), now=NOW)
    said = now_says(cast.chen_jing, case)
    assert "正在办：书面审查" in said
    assert "吴磊正在办，承诺11月27日 周五前作出决定（还剩 3 个工作日）" in said
    assert "法定期限到12月4日 周五" in said
    assert "书面审查（当前环节）" in section(open_case(cast.chen_jing, case), "全部经过")
    assert "11月20日 周五 10:00 起在这一步" in section(open_case(cast.chen_jing, case), "全部经过")
    assert cells(open_case(cast.chen_jing, case)) == ["on", "on", "", "", ""]


def test_the_last_cell_is_striped_when_it_is_soon(cast: Cast, on: On) -> None:
    case = make_food.accepted(cast)
    on(at(11, 26))
    assert cells(open_case(cast.chen_jing, case)) == ["on", "on", "on", "soon", ""]
    on(at(11, 27, 15))
    assert "剩 2 小时" in section(open_case(cast.chen_jing, case), "办理期限")


def test_a_broken_promise_is_shown_while_the_statute_still_runs(cast: Cast, on: On) -> None:
    case = make_food.accepted(cast)
    on(at(12, 2))
    answer = open_case(cast.chen_jing, case)
    said = text_of(answer)
    assert "已经超过承诺的时间" in said and "超期 3 个工作日" in said
    assert "法定期限到12月4日 周五" in said and "行政复议或者" not in said
    assert cells(answer) == ["on"] * 5 + ["late"] * 3


def test_when_the_statute_has_passed_too_the_remedies_are_named(cast: Cast, on: On) -> None:
    case = make_food.accepted(cast)
    on(at(12, 8))
    said = now_says(cast.chen_jing, case)
    assert "法定期限12月4日 周五也过了" in said and "也可以申请行政复议或者提起行政诉讼" in said


def test_a_special_procedure_stops_the_clock_with_its_article(cast: Cast) -> None:
    case = make_food.accepted(cast)
    special(case, cast.wu_lei)
    drain(NOW)
    answer = open_case(cast.chen_jing, case)
    said = text_of(answer)
    assert "不计时：检测（行政许可法第四十五条）" in said
    assert "检测到11月27日 周五为止，这段时间不算进办理期限" in said
    assert "按现在的安排，12月4日 周五前作出决定" in said
    assert cells(answer) == ["pz"] * 5 + [""] * 5


def test_a_procedure_that_is_still_to_come_is_told_and_stops_nothing_yet(cast: Cast) -> None:
    case = make_food.accepted(cast)
    special(case, cast.wu_lei, start=date(2026, 11, 26), planned_end=date(2026, 11, 30))
    drain(NOW)
    said = now_says(cast.chen_jing, case)
    assert "11月26日 周四起要做检测，到11月30日 周一为止不计时" in said
    assert "正在办：书面审查" in said and "检测期间，不计时" not in said


def test_an_extension_says_who_approved_it_why_and_until_when(cast: Cast) -> None:
    case = make_food.accepted(cast)
    extend(officer=cast.ma_jianguo, case=case, added=5, reason="要补看一次冷食专间", now=NOW)
    drain(NOW)
    said = now_says(cast.chen_jing, case)
    assert "经马建国批准，法定期限延长了 5 个工作日，只能延长这一次。理由：要补看一次冷食专间。" in said
    assert "法定期限到12月11日 周五" in said and "承诺11月27日 周五前" in said


def test_days_in_a_year_that_is_not_announced_carry_the_warning(cast: Cast, on: On) -> None:
    case = make_food.submitted(cast.chen_jing, now=at(12, 28))
    on(at(12, 29))
    answer = section(open_case(cast.chen_jing, case), "办理期限")
    assert "2027 年放假安排尚未公布，按周末推算的日期可能变动" in answer and "2027年1月" in answer
    early = make_food.submitted(cast.chen_jing)
    assert "尚未公布" not in text_of(open_case(cast.chen_jing, early))


def test_a_failed_step_says_who_looks_after_it(cast: Cast) -> None:
    case = make_food.accepted(cast)
    Task.objects.filter(pk=task_of(case).pk).update(kind=Task.INCIDENT)
    said = now_says(cast.chen_jing, case)
    assert "有一步系统没办成" in said and "您不用再交一次" in said and "11月27日 周五前答复您" in said


def test_while_the_machine_is_at_work_the_page_asks_for_news(cast: Cast) -> None:
    case = make.submitted(cast.zhang_wei)
    answer = open_case(cast.zhang_wei, case)
    assert "正在自动核验" in text_of(answer) and 'hx-trigger="every 2s"' in answer.content.decode()
    drain(NOW)
    later = open_case(cast.zhang_wei, case)
    assert "准予登记" in text_of(later) and "hx-trigger" not in later.content.decode()


def test_a_refresh_that_fails_leaves_the_page_as_it_is(cast: Cast) -> None:
    page = open_case(cast.zhang_wei, make.submitted(cast.zhang_wei)).content.decode()
    assert 'hx-status:5xx="swap:none"' in page and 'hx-status:4xx="swap:none"' in page


def test_the_refreshed_part_brings_what_can_be_done_with_it(cast: Cast) -> None:
    case = make_food.granted(cast)
    path = reverse("citizen:case", args=[case.number])
    part = browser_of(cast.chen_jing).get(path, headers={"HX-Request": "true"}).content.decode()
    assert part.count('id="side"') == 1 and 'hx-swap-oob="outerMorph"' in part and "<html" not in part
    whole = browser_of(cast.chen_jing).get(path).content.decode()
    assert whole.count('id="side"') == 1 and "hx-swap-oob" not in whole


def test_what_could_not_be_verified_on_the_spot_is_told_with_its_reason(cast: Cast) -> None:
    case = make.in_review(cast.chen_jing)
    said = now_says(cast.chen_jing, case)
    assert "有的内容系统核不上，由登记审查员看" in said and "要由人核对" in said


# Decided


def test_a_granted_permit_says_so_with_its_certificate(cast: Cast) -> None:
    case = make_food.granted(cast)
    answer = open_case(cast.chen_jing, case)
    said = text_of(answer)
    assert "准予许可" in said and "食品经营许可证已经签发" in said and "按时办完" in said
    assert "准予登记" not in said and "登记审查员" not in said
    assert "去评价" in said
    for page in ("withdraw", "urge"):
        assert reverse(f"citizen:{page}", args=[case.number]) not in answer.content.decode()


def test_a_granted_registration_keeps_its_own_words(cast: Cast, granted: str) -> None:
    said = text_of(open_case(cast.zhang_wei, make.numbered(granted)))
    assert "准予登记" in said and "营业执照已经签发" in said and "准予许可" not in said


def test_a_refusal_gives_reasons_remedies_and_a_way_on(cast: Cast) -> None:
    case = make_food.decided(cast, "refuse", grounds=["k2"], note="生熟加工共用一个操作台")
    answer = open_case(cast.chen_jing, case)
    said = text_of(answer)
    assert "未办成" in said and "不予许可" in said
    assert "布局或者流程有交叉污染（食品安全法第三十三条第一款第四项）" in said
    assert "向云溪市人民政府申请行政复议" in said and "重新申请" in said
    assert "不予行政许可决定书" in section(answer, "文书")


def test_a_decision_that_came_late_stays_late(cast: Cast, on: On) -> None:
    case = make_food.inspected(cast)
    say(case, cast.zheng_hong, "grant", note="现场看过", now=at(12, 2))
    drain(at(12, 2))
    on(at(12, 20))
    assert "超期 3 个工作日" in section(open_case(cast.chen_jing, case), "办理期限")


def test_an_allowance_has_no_certificate_and_leads_to_its_payments(cast: Cast) -> None:
    case = make_allowance.granted(cast)
    lend(case, cast.zhou_xiaoyu)
    answer = open_case(cast.zhou_xiaoyu, case)
    said = text_of(answer)
    assert "确认发放" in said and "没有另外的证照" in said and "准予" not in said
    assert f'href="{reverse("benefits:mine")}"' in answer.content.decode().partition("<main")[2]
    assert "高龄津贴确认通知书" in section(answer, "文书")


def test_what_a_helper_entered_names_the_helper_and_the_body_that_decides(cast: Cast) -> None:
    case = make_allowance.accepted(cast)
    lend(case, cast.zhou_xiaoyu)
    contact = section(open_case(cast.zhou_xiaoyu, case), "找谁问")
    assert "云岭村" in contact and "田秀 代您填写" in contact.replace("田秀代", "田秀 代")
    assert "由云溪市民政局决定" in contact


def test_a_withdrawn_case_says_what_became_of_it(cast: Cast) -> None:
    case = make_food.accepted(cast)
    withdraw(actor=cast.chen_jing.actor(at(11, 23)), case=case, reason="铺面没有租下来", now=at(11, 23))
    drain(at(11, 23))
    answer = open_case(cast.chen_jing, fresh(case))
    said = text_of(answer)
    assert "未办成" in said and "已撤回" in said and "2026年11月23日，您撤回了这件申请" in said
    assert "铺面没有租下来" in section(answer, "全部经过") and "重新申请" in said


# Whose case


def test_somebody_elses_case_looks_like_none(cast: Cast) -> None:
    case = make_food.accepted(cast)
    for page in ("case", "clock", "withdraw", "urge", "answers"):
        assert open_case(cast.zhang_wei, case, page).status_code == 404, page
        assert open_case(cast.chen_jing, case, page).status_code == 200, page


def test_a_draft_leads_to_its_task_list(cast: Cast) -> None:
    case = make_food.draft(cast.chen_jing)
    for page in ("case", "clock", "withdraw", "urge", "answers"):
        answer = open_case(cast.chen_jing, case, page)
        assert (answer.status_code, answer["Location"]) == (302, reverse("cases:hub", args=[case.number]))


def test_more_history_and_more_documents_ask_the_database_no_more_often(cast: Cast) -> None:
    case = make_food.accepted(cast)
    client, path = browser_of(cast.chen_jing), reverse("citizen:case", args=[case.number])
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    special(case, cast.wu_lei)
    extend(officer=cast.ma_jianguo, case=fresh(case), added=5, reason="要补看一次冷食专间", now=NOW)
    drain(NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few) <= 45
