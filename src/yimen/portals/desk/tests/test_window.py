"""The window: who may, for whom, which service, what the clerk keeps, hands over, and shows for rating."""

import time
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.fill import DRAWING, fill_food, upload
from yimen.domains.evaluation.models import Visit
from yimen.ground.accounts.models import Person
from yimen.ground.audit.models import Entry
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject

WINDOW = "/desk/window/"
CHEN_JING = {"name": "陈静", "id_number": "990181198711030281"}
WANG_GUIYING = {"name": "王桂英", "id_number": "990181194304080427"}
TICKS = {"promise": "yes", "confirmed": "yes"}


@pytest.fixture(autouse=True)
def on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages act on the Friday of the tests, not on the day on which they run."""
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOW)


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return browser_of(cast.wang_fang)


def present(browser: Client, who: dict[str, str]) -> str:
    """The address under which this person stands at the window."""
    answer = browser.post(WINDOW, who)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def begin(browser: Client, who: dict[str, str], service: str = make_food.SERVICE) -> HttpResponse:
    token = parse_qs(urlsplit(present(browser, who)).query)["for"][0]
    return browser.post(f"{WINDOW}enter/", {"for": token, "service": service})


def entered(browser: Client, who: dict[str, str] = CHEN_JING, service: str = make_food.SERVICE) -> Case:
    answer = begin(browser, who, service)
    return make.numbered(answer["Location"].strip("/").rsplit("/", 1)[1])


def handed_in(browser: Client) -> Case:
    """陈静's food licence entered at the window from beginning to end, and the worker idle again."""
    case = entered(browser)
    fill_food(browser, case)
    upload(browser, reverse("cases:materials", args=[case.number]), "m3", DRAWING)
    answer = browser.post(reverse("cases:check", args=[case.number]), TICKS)
    assert answer["Location"] == case_page(case)
    make.drain()
    return make.fresh(case)


def case_page(case: Case) -> str:
    return reverse("desk:window-case", args=[case.number])


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_officer_whose_post_takes_nothing_in_is_told_whose_does(cast: Cast) -> None:
    answer = browser_of(cast.li_min).get(WINDOW)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "您的岗位不收件" in page
    assert "云溪市市场监督管理局 受理岗" in page


def test_an_officer_who_takes_nothing_in_cannot_enter_by_a_crafted_form(cast: Cast) -> None:
    officer = cast.li_min
    person = Person.objects.get(id_number=CHEN_JING["id_number"])
    token = signing.dumps([officer.pk, person.pk], salt="desk-window-person")
    browser = browser_of(officer)
    answer = browser.post(f"{WINDOW}enter/", {"for": token, "service": make_food.SERVICE})
    assert answer.status_code == 403
    assert browser.post(WINDOW, CHEN_JING).status_code == 403
    assert not Case.objects.exists()


def test_a_citizen_has_no_window(cast: Cast) -> None:
    assert browser_of(cast.chen_jing).get(WINDOW).status_code == 403


def test_a_person_whom_the_register_knows_stands_at_the_window(clerk: Client) -> None:
    address = present(clerk, {**WANG_GUIYING, "id_number": " ９９０１８１１９４３０４０８０４２７ "})
    page = text(clerk, address)
    assert "在场的申请人：王桂英" in page
    assert WANG_GUIYING["id_number"] not in address
    assert Person.objects.get(id_number=WANG_GUIYING["id_number"]).verified_by != ""
    assert Entry.objects.filter(action="confirm-at-window").exists()


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ({**CHEN_JING, "name": "陈京"}, "人口库里没有这一对姓名和号码"),
        ({**CHEN_JING, "id_number": "990181198711030282"}, "有一位不对"),
        ({**CHEN_JING, "id_number": "12345"}, "18 位"),
        ({"name": "", "id_number": ""}, "填写姓名，和证件上的一样"),
    ],
    ids=["another name", "check sign", "too short", "empty"],
)
def test_a_person_who_cannot_be_confirmed_is_not_entered(clerk: Client, who: dict[str, str], sentence: str) -> None:
    before = Person.objects.count()
    answer = clerk.post(WINDOW, who)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{who["name"]}"' in page
    assert Person.objects.count() == before


def test_each_try_that_the_register_does_not_confirm_is_on_record(clerk: Client) -> None:
    clerk.post(WINDOW, {**CHEN_JING, "name": "陈京"})
    assert Entry.objects.filter(action="confirm-at-window-failed", actor_name="王芳").count() == 1


def test_services_with_a_window_are_found_by_everyday_words(clerk: Client) -> None:
    address = present(clerk, CHEN_JING)
    assert "个体工商户" in text(clerk, address)
    found = text(clerk, f"{address}&q=开饭店办证")
    assert "食品经营许可（新办）" in found
    assert "没有找到能在窗口办的" in text(clerk, f"{address}&q=护照丢了")


def test_a_service_without_a_window_is_not_entered_there(clerk: Client) -> None:
    with patch("yimen.portals.desk.window._at_window", lambda version: False):
        answer = begin(clerk, CHEN_JING)
    assert answer.status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "WzEsMV0:1abc:forged"])
def test_nobody_is_entered_without_being_confirmed(clerk: Client, token: str) -> None:
    answer = clerk.post(f"{WINDOW}enter/", {"for": token, "service": make_food.SERVICE})
    assert answer.status_code == 409
    assert not Case.objects.exists()


def test_a_colleagues_confirmation_is_not_ones_own(cast: Cast, clerk: Client) -> None:
    address = present(clerk, CHEN_JING)
    assert browser_of(cast.tian_xiu).get(address).status_code == 409


def test_a_confirmation_lasts_for_two_hours(clerk: Client) -> None:
    address = present(clerk, CHEN_JING)
    later = time.time() + 2 * 60 * 60 + 5
    with patch("django.core.signing.time.time", lambda: later):
        answer = clerk.get(address)
    assert answer.status_code == 409
    assert "重新核对" in answer.content.decode()


def test_entering_makes_a_draft_in_the_persons_name_with_both_names_on_record(cast: Cast, clerk: Client) -> None:
    case = entered(clerk)
    assert (case.applicant.name, case.entered_by, case.channel) == ("陈静", cast.wang_fang, "window")
    assert case.account == cast.chen_jing
    assert text(clerk, reverse("cases:hub", args=[case.number])).count("正在为 陈静 代录") == 1


def test_a_village_helper_enters_for_an_old_person_without_a_telephone(cast: Cast) -> None:
    helper = browser_of(cast.tian_xiu)
    case = entered(helper, WANG_GUIYING, "old-age-allowance")
    assert (case.applicant.name, case.account, case.channel) == ("王桂英", None, "helper")
    assert "云岭村" in text(helper, case_page(case))


def test_a_draft_that_was_begun_online_is_taken_on_where_it_stands(cast: Cast, clerk: Client) -> None:
    begun = make_food.draft(cast.chen_jing)
    assert entered(clerk).number == begun.number


def test_the_window_lists_what_was_entered_today(cast: Cast, clerk: Client) -> None:
    assert "今天还没有代录" in text(clerk, WINDOW)
    case = entered(clerk)
    assert case.number in text(clerk, WINDOW)
    assert case.number not in text(browser_of(cast.tian_xiu), WINDOW)


def test_drafts_and_corrections_of_earlier_days_stay_in_sight(clerk: Client) -> None:
    case = entered(clerk)
    long_ago = NOW - timedelta(days=3)
    Case.objects.filter(pk=case.pk).update(created_at=long_ago, saved_at=long_ago)
    page = text(clerk, WINDOW)
    assert "以前没办完的" in page
    assert case.number in page


def test_the_person_at_the_window_is_shown_what_is_under_way_at_this_body_only(cast: Cast, clerk: Client) -> None:
    case = handed_in(clerk)
    assert case.number in text(clerk, present(clerk, CHEN_JING))
    helper = browser_of(cast.tian_xiu)
    assert case.number not in text(helper, present(helper, CHEN_JING))


@pytest.mark.printed
def test_the_case_page_has_the_receipt_both_names_what_comes_next_and_the_content(clerk: Client) -> None:
    case = handed_in(clerk)
    page = text(clerk, case_page(case))
    assert case.answer_by is not None
    for words in ("收件凭证", "陈静", "王芳", f"{case.answer_by:%-m月%-d日}前告知是否受理", "布局图.png"):
        assert words in page
    receipt = document_of(Subject("case", case.number), "receipt")
    assert receipt is not None
    answer = clerk.get(reverse("desk:window-paper", args=[case.number, receipt.pk]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_while_the_receipt_is_made_the_page_asks_for_it(clerk: Client) -> None:
    case = entered(clerk)
    fill_food(clerk, case)
    upload(clerk, reverse("cases:materials", args=[case.number]), "m3", DRAWING)
    clerk.post(reverse("cases:check", args=[case.number]), TICKS)
    page = text(clerk, case_page(case))
    assert "正在出收件凭证" in page
    assert 'hx-trigger="every 2s"' in page
    make.drain()
    later = clerk.get(case_page(case), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in later
    assert "hx-trigger" not in later


def test_a_visit_can_be_rated_by_the_person_and_not_by_the_officer(cast: Cast, clerk: Client) -> None:
    case = handed_in(clerk)
    visit = Visit.objects.get(case_number=case.number)
    assert (visit.person, visit.officer) == (case.applicant, cast.wang_fang)
    link = reverse("evaluation:visit", args=[visit.code])
    page = text(clerk, case_page(case))
    assert link in page
    assert "评不评由申请人自己定" in page
    assert clerk.get(link).status_code == 403
    assert browser_of(cast.chen_jing).get(link).status_code == 200


def test_what_the_person_hands_in_alone_is_no_visit(cast: Cast, clerk: Client) -> None:
    case = entered(clerk)
    fill_food(clerk, case)
    upload(clerk, reverse("cases:materials", args=[case.number]), "m3", DRAWING)
    browser_of(cast.chen_jing).post(reverse("cases:check", args=[case.number]), {"promise": "yes"})
    make.drain()
    assert make.fresh(case).status == "submitted"
    assert not Visit.objects.exists()


def correcting(cast: Cast, clerk: Client) -> Case:
    case = handed_in(clerk)
    request_correction(
        actor=cast.wang_fang.actor(NOW),
        case=case,
        task=make.task_of(case),
        points=[{"kind": "field", "key": "contact_mobile", "why": "打不通", "basis": ""}],
        now=NOW,
    )
    make.drain()
    return make.fresh(case)


def test_a_printed_document_is_handed_over_with_name_and_place(cast: Cast, clerk: Client) -> None:
    case = correcting(cast, clerk)
    notice = document_of(Subject("case", case.number), "correction")
    assert notice is not None
    told = {"document": notice.pk, "received_by": "陈静", "place": "政务服务中心 3 号窗口"}
    assert "打印后当面交给申请人" in text(clerk, case_page(case))
    assert clerk.post(f"{case_page(case)}hand-over/", told).status_code == 302
    page = text(clerk, case_page(case))
    assert "直接送达" in page
    assert "政务服务中心 3 号窗口" in page
    assert "打印后当面交给申请人" not in page
    assert clerk.post(f"{case_page(case)}hand-over/", told).status_code == 409


@pytest.mark.parametrize(
    ("told", "key", "sentence"),
    [
        ({"received_by": "", "place": "3 号窗口"}, "received_by", "没有写谁收下的"),
        ({"received_by": "陈静", "place": " "}, "place", "没有写在哪里收下的"),
        ({"received_by": "陈静", "place": "\U0001f600"}, "place", "印不出来"),
    ],
    ids=["nobody", "nowhere", "a sign that no document can show"],
)
def test_handing_over_needs_who_and_where(
    cast: Cast, clerk: Client, told: dict[str, str], key: str, sentence: str
) -> None:
    case = correcting(cast, clerk)
    notice = document_of(Subject("case", case.number), "correction")
    assert notice is not None
    answer = clerk.post(f"{case_page(case)}hand-over/", {"document": notice.pk, **told})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'href="#f-{key}-{notice.pk}"' in page
    assert f'value="{told["place"]}"' in page


@pytest.mark.parametrize("document", ["", "x", "999999", "９", "-1"])
def test_a_document_that_is_not_of_this_case_is_not_handed_over(clerk: Client, document: str) -> None:
    case = handed_in(clerk)
    told = {"document": document, "received_by": "陈静", "place": "3 号窗口"}
    assert clerk.post(f"{case_page(case)}hand-over/", told).status_code == 404


def test_the_officer_corrects_for_the_person_who_came_again(cast: Cast, clerk: Client) -> None:
    case = correcting(cast, clerk)
    path = reverse("cases:correction", args=[case.number])
    assert path in text(clerk, case_page(case))
    assert "正在为 陈静 代录" in text(clerk, path)
    told = {"field": "contact_mobile", "asked": "contact_mobile", "contact_mobile": "15400000029", "hand_back": "1"}
    assert clerk.post(path, told)["Location"] == case_page(case)
    assert make.fresh(case).status == "submitted"


def test_a_colleague_at_the_same_window_opens_what_was_handed_in_and_no_draft(cast: Cast, clerk: Client) -> None:
    draft = entered(clerk, WANG_GUIYING, "old-age-allowance")
    case = handed_in(clerk)
    window = cast.wang_fang.appointments.get(post__code="acceptor").post
    cast.sun_jian.appointments.create(post=window, since=NOW - timedelta(days=1))
    colleague = browser_of(cast.sun_jian)
    assert case.applicant.name in text(colleague, case_page(case))
    assert colleague.get(case_page(draft)).status_code == 404


def test_an_officer_elsewhere_does_not_learn_that_the_case_exists(cast: Cast, clerk: Client) -> None:
    case = handed_in(clerk)
    receipt = document_of(Subject("case", case.number), "receipt")
    assert receipt is not None
    for officer in (cast.tian_xiu, cast.zhou_tao, cast.li_min):
        browser = browser_of(officer)
        assert browser.get(case_page(case)).status_code == 404
        assert browser.get(reverse("desk:window-paper", args=[case.number, receipt.pk])).status_code == 404
        assert browser.post(f"{case_page(case)}hand-over/", {"document": receipt.pk}).status_code == 404


def test_looking_leaves_a_row(clerk: Client) -> None:
    case = entered(clerk)
    clerk.get(case_page(case))
    assert Entry.objects.filter(action="read-case", object_ref=case.number, actor_name="王芳").count() == 1


def test_longer_lists_cost_no_more_questions(clerk: Client, django_assert_num_queries: Any) -> None:
    entered(clerk)
    with django_assert_num_queries(7):
        clerk.get(WINDOW)
    for who, service in (
        (CHEN_JING, "individual-business-registration"),
        (WANG_GUIYING, "old-age-allowance"),
        (WANG_GUIYING, make_food.SERVICE),
    ):
        entered(clerk, who, service)
    with django_assert_num_queries(7):
        clerk.get(WINDOW)


def test_a_correction_of_an_application_filed_online_can_be_typed_at_the_window(cast: Cast, clerk: Client) -> None:
    case = make_food.correcting(cast)
    there = present(clerk, CHEN_JING)
    assert case.number in clerk.get(there).content.decode()
    token = parse_qs(urlsplit(there).query)["for"][0]
    answer = clerk.post(f"{WINDOW}take-over/", {"for": token, "number": case.number})
    assert answer["Location"] == reverse("cases:correction", args=[case.number])
    assert clerk.get(answer["Location"]).status_code == 200


def test_nobody_elses_correction_can_be_taken_over(cast: Cast, clerk: Client) -> None:
    case = make_food.correcting(cast)
    token = parse_qs(urlsplit(present(clerk, {"name": "张伟", "id_number": "990181199005120110"})).query)["for"][0]
    assert clerk.post(f"{WINDOW}take-over/", {"for": token, "number": case.number}).status_code == 404
