"""From the service page to the receipt: by the applicant alone, and by an officer for a person who is present."""

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of, person_of
from yimen.domains.cases.actions.enter import enter
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.fill import DRAWING, fill_food, upload
from yimen.domains.catalogue.queries import current_version
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject

BANNER = "正在为 陈静 代录，陈静在场"
TICKS = {"promise": "yes", "confirmed": "yes"}


@pytest.fixture(autouse=True)
def on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages act on the Friday of the tests, not on the day on which they run."""
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOW)


def page_of(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def entered(officer: Account, person: Account, service: str = make_food.SERVICE) -> Case:
    version = current_version(service)
    return enter(officer=officer, person=person_of(person), version=version, now=NOW)


def filled_at_window(officer: Account, cast: Cast) -> Case:
    """陈静's food licence typed by the officer, with its drawing."""
    case = entered(officer, cast.chen_jing)
    fill_food(browser_of(officer), case)
    assert upload(browser_of(officer), page_of("materials", case), "m3", DRAWING).status_code == 302
    return case


def test_a_citizen_goes_from_the_service_to_the_receipt(cast: Cast) -> None:
    her = browser_of(cast.chen_jing)
    began = her.post(reverse("citizen:start", args=[make_food.SERVICE]))
    case = Case.objects.get(number=began["Location"].strip("/").rsplit("/", 1)[1])
    fill_food(her, case)
    upload(her, page_of("materials", case), "m3", DRAWING)
    check = her.get(page_of("check", case)).content.decode()
    assert "我提交的内容和文件都是真实的" in check
    assert "行政许可法第三十一条第一款、第七十八条" in check
    assert 'name="confirmed"' not in check
    answer = her.post(page_of("check", case), {"promise": "yes"})
    assert answer["Location"] == reverse("citizen:case", args=[case.number])
    make.drain()
    assert document_of(Subject("case", case.number), "receipt") is not None
    assert make.fresh(case).channel == "online"


def test_an_officer_enters_the_same_for_a_person_who_is_present(cast: Cast) -> None:
    case = filled_at_window(cast.wang_fang, cast)
    his = browser_of(cast.wang_fang)
    answer = his.post(page_of("check", case), TICKS)
    assert answer["Location"] == reverse("desk:window-case", args=[case.number])
    found = make.fresh(case)
    assert (found.status, found.channel, found.applicant.name) == ("submitted", "window", "陈静")
    assert [one.added_by for one in handed_in(found)] == ["王芳"]
    acts = Entry.objects.filter(object_kind="case", object_ref=case.number).values_list("action", "actor_name")
    assert {("submit", "王芳"), ("confirm-with-applicant", "王芳")} <= set(acts)


def test_every_page_says_for_whom_the_officer_types(cast: Cast) -> None:
    case = filled_at_window(cast.wang_fang, cast)
    his, her = browser_of(cast.wang_fang), browser_of(cast.chen_jing)
    paths = [page_of(name, case) for name in ("hub", "check", "materials")]
    for path in (*paths, reverse("cases:section", args=[case.number, "contact"])):
        assert BANNER in his.get(path).content.decode(), path
        assert BANNER not in her.get(path).content.decode(), path
    assert "您填的内容" not in his.get(paths[0]).content.decode()
    assert "不用您交" not in his.get(paths[1]).content.decode()


@pytest.mark.parametrize(
    ("ticked", "sentence"),
    [
        ({"promise": "yes"}, "和申请人（或者在场的家属）核对后勾选，再提交"),
        ({"confirmed": "yes"}, "申请人同意承诺后勾选，再提交"),
    ],
)
def test_the_officer_confirms_that_the_person_has_checked_it(cast: Cast, ticked: dict[str, str], sentence: str) -> None:
    case = filled_at_window(cast.wang_fang, cast)
    answer = browser_of(cast.wang_fang).post(page_of("check", case), ticked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    kept = next(iter(ticked))
    assert f'name="{kept}" value="yes" checked' in page
    assert make.fresh(case).status == "draft"


def test_the_promise_is_the_services_own(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei)
    page = browser_of(cast.zhang_wei).get(page_of("check", case)).content.decode()
    assert "我承诺：以上内容属实，经营场所可以合法用来做生意" in page
    assert "市场主体登记管理条例第四十条、第四十四条" in page


def test_an_application_without_the_promise_is_not_handed_in(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei)
    answer = browser_of(cast.zhang_wei).post(page_of("check", case), {"confirmed": "yes"})
    assert answer.status_code == 422
    assert "勾选承诺，再提交" in answer.content.decode()


def test_another_officer_does_not_see_the_draft(cast: Cast) -> None:
    case = filled_at_window(cast.wang_fang, cast)
    for officer in (cast.tian_xiu, cast.gao_feng, cast.li_min):
        browser = browser_of(officer)
        for name in ("hub", "check", "materials", "correction"):
            assert browser.get(page_of(name, case)).status_code == 404, (officer, name)
        assert browser.post(page_of("check", case), TICKS).status_code == 404
    assert make.fresh(case).status == "draft"


def test_the_case_goes_on_online_under_the_persons_own_name(cast: Cast) -> None:
    case = filled_at_window(cast.wang_fang, cast)
    her = browser_of(cast.chen_jing)
    assert her.get(page_of("hub", case)).status_code == 200
    assert her.post(page_of("check", case), {"promise": "yes"}).status_code == 302
    assert make.fresh(case).status == "submitted"


def test_after_submission_the_officer_is_led_to_the_window(cast: Cast) -> None:
    case = filled_at_window(cast.wang_fang, cast)
    his = browser_of(cast.wang_fang)
    his.post(page_of("check", case), TICKS)
    for answer in (his.get(page_of("hub", case)), his.post(page_of("check", case), TICKS)):
        assert answer["Location"] == reverse("desk:window-case", args=[case.number])
    assert Entry.objects.filter(action="submit", object_ref=case.number).count() == 1


def test_what_an_officer_opens_leaves_a_row(cast: Cast) -> None:
    case = filled_at_window(cast.wang_fang, cast)
    row = handed_in(case)[0]
    answer = browser_of(cast.wang_fang).get(reverse("cases:file", args=[case.number, row.pk]))
    assert answer.status_code == 200
    assert Entry.objects.filter(action="read-material", object_ref=case.number, actor_name="王芳").exists()


def test_it_saves_itself_for_the_officer_too(cast: Cast) -> None:
    case = entered(cast.wang_fang, cast.chen_jing)
    path = reverse("cases:section", args=[case.number, "contact"])
    form = {"field": "contact_name", "contact_name": "陈小静", "page": "one", "seen": ""}
    answer = browser_of(cast.wang_fang).post(path, form, headers={"X-Autosave": "1"})
    assert answer.json()["saved"].startswith("已保存，")
    assert make.fresh(case).answers["contact_name"] == "陈小静"


def test_the_page_tells_everybody_who_will_see_it(cast: Cast) -> None:
    food = entered(cast.wang_fang, cast.chen_jing)
    page = browser_of(cast.wang_fang).get(page_of("hub", food)).content.decode()
    assert "只给云溪市市场监督管理局看" in page
    allowance = entered(cast.tian_xiu, cast.chen_jing, "old-age-allowance")
    page = browser_of(cast.tian_xiu).get(page_of("hub", allowance)).content.decode()
    assert "只给云溪市民政局、所在的乡镇（街道）、所在的村（社区）看" in page
