"""The decision over the pages: a food licence, and the registration that was here first."""

import pytest

from tests.cast import Cast
from yimen.domains.cases.tests import make as cases
from yimen.ground.audit.models import Entry
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.models import Task
from yimen.portals.desk.tests import make
from yimen.portals.desk.tests.make import Window

CROSSING = {**make.FOUND, "site_no_cross": "false"}


@pytest.fixture
def desk(cast: Cast, staff: make.Staff) -> Window:
    """Everything in order but the flow on site, in the approver's hands."""
    found = make.window(staff.zheng_hong, make.inspected(cast.chen_jing, staff, found=CROSSING))
    found.claim()
    return found


def test_the_words_are_those_of_the_service(desk: Window) -> None:
    page = desk.page()
    for words in ("准予许可", "不予许可", "退回再审", "出具不予行政许可决定书", "不予许可的理由"):
        assert words in page
    assert "登记" not in page.split('id="act-title"')[1].split("</form>")[0]
    assert "核对表有 1 条没有通过" in page


def test_a_refusal_rests_on_grounds_and_facts(desk: Window) -> None:
    assert desk.post(outcome="refuse", ground="k2", note="生熟食品共用一条通道").status == 302
    cases.drain()
    assert cases.fresh(desk.case).status == "refused"
    document = document_of(Subject("case", desk.case.number), "refuse-permit")
    assert document is not None
    assert document.data["facts"] == ["生熟食品共用一条通道"]
    assert document.data["body"]["review_body"] == "云溪市人民政府"
    assert "不予行政许可决定书" in desk.page()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"note": "看过"}, "outcome"),
        ({"outcome": "refuse", "note": "看过"}, "ground"),
        ({"outcome": "refuse", "ground": "k2"}, "note"),
        ({"outcome": "refuse", "ground": "c99", "note": "看过"}, "note"),
        ({"outcome": "back"}, "note"),
        ({"outcome": "grant"}, "note"),
        ({"outcome": "refuse", "ground": "k2", "note": "长" * 2001}, "note"),
        ({"outcome": "refuse", "ground": "k2", "note": "看过\ue000"}, "note"),
    ],
)
def test_what_lacks_is_said_at_its_field_and_nothing_is_decided(
    desk: Window, typed: dict[str, str], field: str
) -> None:
    sent = desk.post(**typed)
    assert sent.status == 422
    assert f'href="#f-{field}"' in sent.html
    assert f'id="f-{field}"' in sent.html
    assert typed.get("note", "")[:20] in sent.html
    case = cases.fresh(desk.case)
    assert (case.status, case.decision) == ("accepted", "")
    assert make.task_of(case).claimed_by == make.staff().zheng_hong


def test_a_grant_against_the_checklist_needs_a_reason_and_is_on_record(desk: Window) -> None:
    assert "和核对表不一致的决定，要写明理由" in make.words(desk.page())
    assert desk.post(outcome="grant", note="已经当场改成单向流程，复看合格").status == 302
    assert Entry.objects.get(action="decide").details["against_checklist"] is True


def test_a_ground_that_the_checklist_finds_met_can_be_chosen_and_is_against_it(desk: Window) -> None:
    assert "按核对表认为符合的条件不予许可" in desk.page()
    assert desk.post(outcome="refuse", ground="c5", note="健康证明过期了两份").status == 302
    assert Entry.objects.get(action="decide").details["against_checklist"] is True


def test_sent_back_it_goes_to_the_reviewer_with_the_reason(desk: Window, staff: make.Staff) -> None:
    assert desk.post(outcome="back", note="布局图和现场对不上，再看一遍").status == 302
    cases.drain()
    assert make.task_of(desk.case).act == "review"
    assert "布局图和现场对不上，再看一遍" in make.window(staff.wu_lei, desk.case).page()


# 个体工商户设立登记


def test_a_registration_is_reviewed_in_its_own_words(cast: Cast, staff: make.Staff) -> None:
    case = cases.in_review(cast.chen_jing)
    desk = make.window(staff.li_min, case)
    desk.claim()
    page = desk.page()
    for words in ("准予登记", "不予登记", "出具准予登记通知书", "不予登记通知书", "不予登记的理由"):
        assert words in page
    assert "许可" not in page.split('id="act-title"')[1].split("</form>")[0]
    assert desk.post(outcome="refuse", ground="c5", note="在禁设区域里").status == 302
    cases.drain()
    assert cases.fresh(case).status == "refused"
    assert "不予登记" in make.words(desk.page())


@pytest.mark.printed
def test_a_failed_step_is_tried_again(cast: Cast, staff: make.Staff) -> None:
    case = cases.handled(cast.zhang_wei, trade_name="云溪市\ue000记面馆")
    desk = make.window(staff.li_min, case)
    page = desk.page()
    assert "有一步系统没办成" in page
    assert "U+E000" in page
    assert desk.browser.post(desk.path("again")).status_code == 302
    cases.drain()
    assert make.task_of(case).kind == Task.INCIDENT
    retry(actor=staff.li_min.actor(case.created_at), incident=make.task_of(case), now=case.created_at)
    assert desk.browser.post(desk.path("again")).status_code == 409
    assert desk.post(outcome="grant").status == 409
