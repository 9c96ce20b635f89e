import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make as cases
from yimen.ground.places.models import Post
from yimen.ground.processes.actions.claim import claim
from yimen.portals.desk.tests import make

BATCH, REPORT = "/desk/batch-accept/", "/desk/batch-accept/report/"


def send(officer: object, *accepted: Case) -> str:
    browser = browser_of(officer)
    answer = browser.post(BATCH, {"task": [make.task_of(case).pk for case in accepted]})
    assert answer.status_code == 302
    assert answer["Location"] == REPORT
    first, again = (browser.get(REPORT).content.decode() for _ in range(2))
    assert make.words(first) == make.words(again)
    return make.words(first)


def test_what_is_complete_is_accepted_and_the_rest_told_apart_with_reasons(cast: Cast, staff: make.Staff) -> None:
    good, other = make.received(cast.chen_jing), make.received(cast.chen_jing)
    lacking = make.received(cast.chen_jing, healthy_staff="2")
    taken = make.received(cast.chen_jing)
    post = Post.objects.get(organisation=good.body, code="acceptor")
    staff.sun_jian.appointments.create(post=post, since=NOW)
    claim(officer=staff.sun_jian, task=make.task_of(taken), now=NOW)
    told = send(staff.wang_fang, good, lacking, taken, other)
    assert "受理 2 件，没有受理 2 件" in told
    assert "有健康证明的人数比接触直接入口食品的人数少" in told
    assert "刚刚被孙健领取了" in told
    cases.drain()
    assert [cases.fresh(one).status for one in (good, other)] == ["accepted", "accepted"]
    assert [cases.fresh(one).status for one in (lacking, taken)] == ["submitted", "submitted"]
    # What was refused is left as it was: free, for anybody of the post.
    assert make.task_of(lacking).claimed_by is None


def test_tasks_of_others_are_not_even_named(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    told = send(staff.zhou_tao, case)
    assert "受理 0 件，没有受理 1 件" in told
    assert case.number not in told
    assert "云溪市学府路餐饮服务部" not in told
    assert cases.fresh(case).status == "submitted"


def test_a_decision_cannot_be_made_by_the_batch(cast: Cast, staff: make.Staff) -> None:
    case = make.accepted(cast.chen_jing, staff)
    assert "受理 0 件，没有受理 1 件" in send(staff.wu_lei, case)
    assert make.task_of(case).act == "review"


def test_accepted_twice_is_accepted_once(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    browser, task = browser_of(staff.wang_fang), make.task_of(case)
    browser.post(BATCH, {"task": [task.pk, task.pk]})
    browser.post(BATCH, {"task": [task.pk]})
    assert "没有受理 1 件" in make.words(browser.get(REPORT).content.decode())
    assert case.steps.filter(kind="accepted").count() == 1


@pytest.mark.parametrize("posted", [{}, {"task": "x"}, {"task": "9" * 40}])
def test_with_nothing_ticked_the_list_says_so(cast: Cast, staff: make.Staff, posted: dict[str, str]) -> None:
    make.received(cast.chen_jing)
    answer = browser_of(staff.wang_fang).post(BATCH, posted)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "还没有勾选要受理的件" in html
    assert 'href="#f-batch"' in html
    assert 'id="f-batch"' in html


def test_there_is_no_report_before_a_batch(cast: Cast, staff: make.Staff) -> None:
    assert browser_of(staff.wang_fang).get(REPORT).status_code == 404


def test_only_what_is_to_be_accepted_can_be_ticked(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    assert f'value="{make.task_of(case).pk}" form="batch"' in browser_of(staff.wang_fang).get("/desk/").content.decode()
    reviewed = make.accepted(cast.chen_jing, staff)
    html = browser_of(staff.wu_lei).get("/desk/").content.decode()
    assert reviewed.number in html
    assert 'form="batch"' not in html
    assert reverse("desk:batch-accept") not in html
