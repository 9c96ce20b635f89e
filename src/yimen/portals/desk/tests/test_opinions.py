"""征求意见 by the pages: the lead asks and sees, the other body answers and sees what was named and nothing else."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions import give_opinion
from yimen.domains.cases.errors import NotHeard
from yimen.domains.cases.models import Case, Consultation, Material
from yimen.domains.cases.tests import make as cases
from yimen.domains.cases.tests import make_consultation as opinions
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import CITY
from yimen.ground.messages.models import Notice
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.models import Instance, Task
from yimen.portals.desk.tests import make

ANSWERS = {"outcome": "object", "text": "厨房门要往外开，改好以后再看。"}


def form(*posts: object, **more: object) -> dict[str, object]:
    keys = [getattr(one, "pk", one) for one in posts]
    return {"post": keys, "question": opinions.QUESTION, "days": "3", "shows": list(opinions.SHOWS), **more}


def asked(cast: Cast, staff: make.Staff) -> Consultation:
    case = make.accepted(cast.chen_jing, staff)
    window = make.window(staff.wu_lei, case)
    window.claim()
    answer = window.browser.post(window.path("ask-opinion"), {**form(opinions.fire()), "seen": window.mark()})
    assert answer.status_code == 302
    cases.drain()
    return Consultation.objects.select_related("case").get(case=case)


def path(row: Consultation, name: str = "opinion") -> str:
    return reverse(f"desk:{name}", args=[row.number])


def read(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def qin_lang() -> Client:
    return browser_of(opinions.officer("qinlang"))


def test_the_page_for_asking_says_that_the_clock_runs_on_and_offers_other_bodies_only(
    cast: Cast, staff: make.Staff
) -> None:
    window = make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))
    assert window.browser.get(window.path("ask-opinion")).status_code == 403
    assert "征求其他部门的意见" not in window.page()
    window.claim()
    assert "征求其他部门的意见" in window.page()
    told = make.words(window.page("ask-opinion"))
    assert "行政许可法第四十五条" in told and "法定期限不停" in told
    assert "云溪市消防救援大队" in told and "云溪市市场监督管理局 审查岗" not in told
    # What 吴磊 does not see himself is not offered.
    assert "agent_name" not in window.page("ask-opinion") and "material.m3" in window.page("ask-opinion")


def test_what_is_refused_keeps_what_was_typed_and_ticked(cast: Cast, staff: make.Staff) -> None:
    window = make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))
    window.claim()
    answer = window.post("ask-opinion", **form(opinions.fire(), days="40"))
    assert answer.status == 422
    assert "答复的时间是 1 到 15 个工作日" in make.words(answer.html)
    assert opinions.QUESTION in answer.html and 'value="40"' in answer.html
    for name in ("material.m3", "field.biz_address"):
        assert re.search(rf'value="{re.escape(name)}" checked', answer.html)
    assert re.search(rf'name="post" value="{opinions.fire().pk}" checked', answer.html)
    all_wrong = make.words(window.post("ask-opinion", seen=window.mark()).html)
    assert all(told in all_wrong for told in ("有 3 处需要修改", "至少选一个部门", "写清要对方确认哪一点"))
    for wrong in ({"post": []}, {"post": ["x", "99999999999999999999"]}, {"question": ""}, {"shows": ["material.m1"]}):
        assert window.post("ask-opinion", **{**form(opinions.fire()), **wrong}).status == 422
    assert not Consultation.objects.exists()


def test_an_old_page_asks_nothing_and_shows_what_is_new(cast: Cast, staff: make.Staff) -> None:
    window = make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))
    window.claim()
    answer = window.post("ask-opinion", **form(opinions.fire(), seen=f"{make.task_of(window.case).pk}.1"))
    assert answer.status == 409
    assert opinions.QUESTION in answer.html
    assert not Consultation.objects.exists()


def test_the_other_body_finds_it_in_its_work_list_without_the_applicant(cast: Cast, staff: make.Staff) -> None:
    row = asked(cast, staff)
    page = read(qin_lang(), reverse("desk:worklist"))
    told = make.words(page)
    assert f"{row.number} 市场监管局征求意见 给出意见" in told and "剩 3 个工作日" in told
    assert path(row) in page and reverse("desk:review", args=[row.case.number]) not in page
    assert "陈静" not in told and "学府路餐饮" not in told
    assert row.number not in read(browser_of(staff.zhou_tao), reverse("desk:worklist"))


def test_the_page_of_the_other_body_shows_what_was_named_and_nothing_else(cast: Cast, staff: make.Staff) -> None:
    row = asked(cast, staff)
    told = make.words(read(qin_lang(), path(row)))
    assert opinions.QUESTION in told and "食品经营许可" in told
    assert "学府路 12 号 1 层" in told and "布局图.pdf" in told
    for hidden in ("陈静", "云溪市学府路餐饮服务部", "林芳", "15400000002", "990181198711030281", "热食类食品制售"):
        assert hidden not in told


def test_a_file_is_given_only_when_its_material_was_named(cast: Cast, staff: make.Staff) -> None:
    row = asked(cast, staff)
    drawing = Material.objects.get(case=row.case, material="m3")
    browser = qin_lang()
    assert browser.get(reverse("desk:opinion-material", args=[row.number, drawing.pk])).status_code == 200
    assert Entry.objects.filter(object_kind="consultation", object_ref=row.number, action="read-material").exists()
    Consultation.objects.filter(pk=row.pk).update(shows=["field.biz_address"])
    assert browser.get(reverse("desk:opinion-material", args=[row.number, drawing.pk])).status_code == 404
    assert "布局图.pdf" not in read(browser, path(row))


def test_a_section_of_the_same_name_as_a_field_opens_no_more_than_the_field(cast: Cast, staff: make.Staff) -> None:
    row = asked(cast, staff)
    Consultation.objects.filter(pk=row.pk).update(shows=["field.staff", "field.premises", "material.premises"])
    told = make.words(read(qin_lang(), path(row)))
    assert "学府路" not in told and "林芳" not in told


def test_the_other_body_gets_to_nothing_else_of_the_case(cast: Cast, staff: make.Staff) -> None:
    row, browser = asked(cast, staff), qin_lang()
    drawing = Material.objects.get(case=row.case, material="m3")
    for name, more in (("review", ()), ("process", ()), ("clock", ()), ("keeping", ()), ("material", (drawing.pk,))):
        assert browser.get(reverse(f"desk:{name}", args=[row.case.number, *more])).status_code == 404, name


@pytest.mark.parametrize("login", ["wulei", "zhoutao", "limin"])
def test_the_request_is_for_the_post_that_was_asked(cast: Cast, staff: make.Staff, login: str) -> None:
    row, browser = asked(cast, staff), browser_of(opinions.officer(login))
    assert browser.get(path(row)).status_code == 404
    assert browser.post(path(row), ANSWERS).status_code == 404
    assert browser.post(path(row, "opinion-claim")).status_code == 404
    assert browser.get(reverse("desk:opinion", args=["YX1-Y1"])).status_code == 404


def test_opening_is_evidence_and_the_lead_reads_that_it_was_opened(cast: Cast, staff: make.Staff) -> None:
    row, browser = asked(cast, staff), qin_lang()
    lead = make.window(staff.wu_lei, row.case)
    assert "还没有打开看" in make.words(lead.page())
    read(browser, path(row)), read(browser, path(row))
    assert Entry.objects.filter(object_ref=row.number, action="read-consultation").count() == 2
    assert "秦朗 11月20日 10:00 打开看过" in make.words(lead.page())


def test_claimed_answered_and_seen_by_the_lead(cast: Cast, staff: make.Staff) -> None:
    row, browser = asked(cast, staff), qin_lang()
    assert "领取并答复" in read(browser, path(row))
    assert browser.post(path(row, "opinion-claim")).status_code == 302
    refused = browser.post(path(row), {"outcome": "", "text": "写了一半的理由"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "写了一半的理由" in page and "不属于本单位职责中的一种" in make.words(page)
    assert browser.post(path(row), {"outcome": "agree", "text": ""}).status_code == 422
    assert browser.post(path(row), ANSWERS).status_code == 302
    cases.drain()
    assert "已经答复：有不同意见" in make.words(read(browser, path(row)))
    told = make.words(make.window(staff.wu_lei, row.case).page())
    assert "有不同意见" in told and ANSWERS["text"] in told and "秦朗（检查员）11月20日 10:00" in told
    assert row.number not in read(browser, reverse("desk:worklist"))


def test_the_next_task_may_be_a_request(cast: Cast, staff: make.Staff) -> None:
    row, browser = asked(cast, staff), qin_lang()
    answer = browser.post(reverse("desk:next"))
    assert (answer.status_code, answer["Location"]) == (302, path(row))
    assert Task.objects.get(instance__subject_ref=row.number).claimed_by.login == "qinlang"


def test_it_is_found_by_its_number_and_by_the_notice_and_only_by_those_who_were_asked(
    cast: Cast, staff: make.Staff
) -> None:
    row, browser = asked(cast, staff), qin_lang()
    answer = browser.get("/desk/", {"number": row.number.lower()})
    assert (answer.status_code, answer["Location"]) == (302, path(row))
    assert browser_of(staff.wu_lei).get("/desk/", {"number": row.number}).status_code == 404
    notice = Notice.objects.get(key=f"opinion-asked:{row.number}:{opinions.officer('qinlang').pk}")
    opened = browser.post(reverse("messages:desk-open", args=[notice.pk]))
    assert opened["Location"] == path(row)


def test_a_colleague_who_has_claimed_it_keeps_it_and_it_can_be_given_back(cast: Cast, staff: make.Staff) -> None:
    row, browser = asked(cast, staff), qin_lang()
    claim(officer=opinions.officer("hanxue"), task=opinions.task_of(row), now=NOW)
    answer = browser.post(path(row), ANSWERS)
    assert answer.status_code == 409 and ANSWERS["text"] in answer.content.decode()
    assert "韩雪" in make.words(read(browser, path(row)))
    other = browser_of(opinions.officer("hanxue"))
    assert other.post(path(row, "opinion-release"), {"reason": "要回避"}).status_code == 302
    assert Task.objects.get(instance__subject_ref=row.number).claimed_by is None
    from_list = browser.post(path(row, "opinion-claim"), {"from": "list", "light": "ok", "holder": ""})
    assert (from_list.status_code, from_list["Location"]) == (302, "/desk/?light=ok")


def test_taken_back_by_the_lead_it_is_gone_and_a_late_answer_is_kept_on_the_page(cast: Cast, staff: make.Staff) -> None:
    row, browser = asked(cast, staff), qin_lang()
    browser.post(path(row, "opinion-claim"))
    lead = make.window(staff.wu_lei, row.case)
    back = reverse("desk:withdraw-request", args=[row.case.number, row.number])
    assert lead.browser.post(back, {f"back.{row.pk}": "长" * 201}).status_code == 422
    assert lead.browser.post(back, {f"back.{row.pk}": "申请人换了布局图"}).status_code == 302
    cases.drain()
    answer = browser.post(path(row), ANSWERS)
    page = answer.content.decode()
    assert answer.status_code == 409 and ANSWERS["text"] in page and "申请人换了布局图" in page
    assert "学府路 12 号" not in page, "what was named is not shown any more"
    assert "已撤回" in make.words(lead.page())
    assert lead.browser.post(back).status_code == 409


def test_only_the_holder_takes_back(cast: Cast, staff: make.Staff) -> None:
    row = asked(cast, staff)
    back = reverse("desk:withdraw-request", args=[row.case.number, row.number])
    assert browser_of(staff.zheng_hong).post(back).status_code == 422
    assert qin_lang().post(back).status_code == 404
    other = reverse("desk:withdraw-request", args=[row.case.number, f"{row.case.number}-Y9"])
    assert make.window(staff.wu_lei, row.case).browser.post(other).status_code == 404


def test_the_decision_is_warned_of_what_is_still_out_and_not_barred(cast: Cast, staff: make.Staff) -> None:
    case = make.inspected(cast.chen_jing, staff)
    window = make.window(staff.zheng_hong, case)
    window.claim()
    assert "还没有答复" not in window.page()
    assert window.post("ask-opinion", **form(opinions.fire(), shows=["material.m3"])).status == 302
    assert "消防大队的意见还没有答复" in make.words(window.page())
    assert window.post(outcome="grant", note="已经核实").status == 302
    cases.drain()
    assert Case.objects.get(pk=case.pk).status == "granted"


def test_where_the_law_requires_an_opinion_the_page_says_whose_is_missing_and_keeps_what_was_typed(
    cast: Cast, staff: make.Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(case: Case, task: Task) -> None:
        raise NotHeard("这一步要先有云溪市消防救援大队的意见（样例办法第九条）", "在办件页面征求它的意见。")

    monkeypatch.setattr(give_opinion, "check_heard", missing)
    window = make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))
    window.claim()
    answer = window.post(outcome="agree", note="写好的审查意见")
    assert answer.status == 422
    assert "要先有云溪市消防救援大队的意见" in make.words(answer.html) and "写好的审查意见" in answer.html


def test_an_answer_that_comes_while_the_decision_is_typed_is_shown_first(cast: Cast, staff: make.Staff) -> None:
    case = make.inspected(cast.chen_jing, staff)
    window = make.window(staff.zheng_hong, case)
    window.claim()
    window.post("ask-opinion", **form(opinions.fire(), shows=[]))
    seen = window.mark()
    opinions.answer(Consultation.objects.get(case=case), "object")
    answer = window.post(outcome="grant", note="写好的说明", seen=seen)
    assert answer.status == 409
    assert "答复征求的意见" in make.words(answer.html) and "写好的说明" in answer.html
    assert Case.objects.get(pk=case.pk).decision == ""


def test_the_case_page_asks_no_more_for_a_case_without_requests_and_one_more_with_any_number(
    cast: Cast, staff: make.Staff
) -> None:
    case = make.accepted(cast.chen_jing, staff)
    window = make.window(staff.wu_lei, case)
    window.claim()

    def questions() -> int:
        window.page()
        with CaptureQueriesContext(connection) as found:
            window.page()
        return len([one for one in found.captured_queries if "cases_consultation" in one["sql"]])

    assert questions() == 0
    opinions.ask(cases.fresh(case), staff.wu_lei)
    assert questions() == 1
    opinions.ask(cases.fresh(case), staff.wu_lei, opinions.post("drainage", "reviewer"), question="排水呢？")
    assert questions() == 1


def test_a_work_list_of_many_requests_asks_one_question_for_them(cast: Cast, staff: make.Staff) -> None:
    case, browser = opinions.in_hand(cast), qin_lang()

    def questions() -> int:
        browser.get("/desk/")
        with CaptureQueriesContext(connection) as found:
            assert browser.get("/desk/").status_code == 200
        return len(found)

    opinions.ask(case, staff.wu_lei)
    few = questions()
    for at in range(12):
        opinions.ask(cases.fresh(case), staff.wu_lei, question=f"第 {at} 个问题")
    assert questions() == few
    assert read(browser, "/desk/").count("市场监管局征求意见") == 13


def test_a_failed_step_leads_the_operator_to_where_it_is_mended(cast: Cast, staff: make.Staff) -> None:
    row = asked(cast, staff)
    instance = Instance.objects.get(subject_ref=row.number)
    Task.objects.create(
        instance=instance, kind=Task.INCIDENT, token=99, node="remind", name="系统没办成，等人处理",
        post=opinions.post("market-regulator", "operator"), outcomes=["retry"], opened_at=NOW,
    )  # fmt: skip
    browser = browser_of(cast.li_min)
    assert path(row) in read(browser, "/desk/")
    answer = browser.get(path(row))
    assert answer["Location"] == reverse("processes:instance", args=[instance.pk])
    assert browser.get(answer["Location"]).status_code == 200


def test_the_late_are_red_in_the_list_and_at_the_lead(
    cast: Cast, staff: make.Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(cast, staff)
    make.at(monkeypatch, NOW.astimezone(CITY).replace(day=27))
    assert "超期 2 个工作日" in make.words(read(qin_lang(), "/desk/"))
    assert "到期没有答复" in make.words(make.window(staff.wu_lei, row.case).page())
