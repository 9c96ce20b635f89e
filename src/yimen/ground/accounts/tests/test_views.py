from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, browser_of
from yimen.domains.cases.tests import make as cases
from yimen.ground.accounts.models import Account, OneTimeCode
from yimen.ground.accounts.tests.make import FRESH, PASSWORD, shown_code, with_password, wrong

SIGN_IN, CODE, STAFF = reverse("accounts:sign-in"), reverse("accounts:code"), reverse("accounts:staff")
IDENTITY = reverse("accounts:confirm-identity")


def ask_for_code(browser: Client, mobile: str = FRESH, next: str = "/me/cases/") -> str:
    browser.post(SIGN_IN, {"mobile": mobile, "next": next})
    return shown_code(browser.get(CODE))


def post_form(browser: Client, path: str) -> HttpResponse:
    """A section with one answer, sent as a browser sends it."""
    return browser.post(path, "field=staff_count&staff_count=7", content_type="application/x-www-form-urlencoded")


def who(browser: Client) -> str:
    return str(browser.session.get("_auth_user_id", ""))


def test_a_citizen_signs_in_with_a_full_width_number_and_goes_on(cast: Cast) -> None:
    browser = Client()
    answer = browser.post(SIGN_IN, {"mobile": "１５４ ００００ ０００１", "next": "/me/cases/"})
    assert answer.status_code == 302
    page = browser.get(answer["Location"])
    code = shown_code(page)
    answer = browser.post(CODE, {"code": f" {code[:3]} {code[3:]} ", "next": "/me/cases/"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/cases/")
    assert who(browser) == str(cast.zhang_wei.pk)
    assert browser.get("/me/cases/").status_code == 200


def test_the_page_to_go_on_to_keeps_all_its_answers(cast: Cast) -> None:
    there = "/s/individual-business-registration/begin/?s1=自有&s2=家庭经营"
    browser = Client()
    on_the_way = browser.post(SIGN_IN, {"mobile": FRESH, "next": there})
    page = browser.get(on_the_way["Location"])
    assert page.context["next"] == there


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "填写手机号"),
        ("1540000000", "现在是 10 位"),
        ("12400000001", "第二位是 3 到 9"),
        ("手机号码十一位数字呀", "只能有数字"),
        ("15٤00000001", "1 开头"),
    ],
)
def test_a_wrong_number_is_kept_and_explained(cast: Cast, typed: str, sentence: str) -> None:
    answer = Client().post(SIGN_IN, {"mobile": typed, "next": "/me/cases/"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert typed in page
    assert answer.context["mobile"] == typed
    assert answer.context["next"] == "/me/cases/"
    assert not OneTimeCode.objects.exists()


@pytest.mark.parametrize("typed", ["", "12345", "12345a", "1234567"])
def test_a_code_that_is_no_code_is_kept_and_costs_no_try(cast: Cast, typed: str) -> None:
    browser = Client()
    ask_for_code(browser)
    answer = browser.post(CODE, {"code": typed})
    assert answer.status_code == 422
    assert answer.context["code"] == typed
    assert OneTimeCode.objects.get().tries == 0


def test_a_wrong_code_is_kept_and_leaves_nobody_signed_in(cast: Cast) -> None:
    browser = Client()
    typed = wrong(ask_for_code(browser))
    answer = browser.post(CODE, {"code": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert "还可以再试 4 次" in answer.content.decode()
    assert who(browser) == ""


def test_asking_twice_within_a_minute_says_how_long_to_wait(cast: Cast) -> None:
    browser = Client()
    ask_for_code(browser)
    answer = browser.post(SIGN_IN, {"mobile": FRESH})
    assert answer.status_code == 422
    assert "验证码刚刚发过" in answer.content.decode()


def test_the_code_page_without_a_number_leads_back(cast: Cast) -> None:
    answer = Client().get(CODE)
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_signing_in_leads_nobody_to_another_site(cast: Cast, there: str) -> None:
    browser = Client()
    answer = browser.post(reverse("accounts:demo"), {"person": cast.zhang_wei.login, "next": there})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_an_officer_signs_in_by_password_and_comes_to_the_desk(cast: Cast) -> None:
    with_password(cast.li_min)
    browser = Client()
    answer = browser.post(STAFF, {"login": " limin ", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_refused_officer_finds_the_name_again_but_never_the_password(cast: Cast, password: str) -> None:
    browser = Client()
    answer = browser.post(STAFF, {"login": "limin", "password": password, "next": "/desk/"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="limin"' in page
    assert 'value="wrong"' not in page
    assert who(browser) == ""


def test_a_fresh_number_is_asked_who_it_is_before_the_first_application(cast: Cast) -> None:
    browser = Client()
    browser.post(CODE, {"code": ask_for_code(browser)})
    answer = browser.get("/me/cases/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(IDENTITY)
    answer = browser.post(IDENTITY, {"name": "刘洋", "id_number": "９９０１８１ 19951224 0336", "next": "/me/cases/"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/cases/")
    assert browser.get("/me/cases/").status_code == 200


@pytest.mark.parametrize(
    ("name", "id_number", "sentence"),
    [
        ("", "990181199512240336", "填写姓名"),
        ("刘洋", "", "填写身份证号码"),
        ("刘洋", "990181199512240337", "身份证"),
        ("刘小洋", "990181199512240336", "对不上"),
    ],
)
def test_a_wrong_identity_is_kept_and_explained(cast: Cast, name: str, id_number: str, sentence: str) -> None:
    browser = Client()
    browser.post(CODE, {"code": ask_for_code(browser)})
    answer = browser.post(IDENTITY, {"name": name, "id_number": id_number})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert name in page
    assert id_number in page
    assert browser.get("/me/cases/").status_code == 302


def test_the_demo_door_lets_the_cast_in_and_nobody_else(cast: Cast) -> None:
    assert who(browser_of(cast.chen_jing)) == str(cast.chen_jing.pk)
    browser = Client()
    for stranger in ("", "nobody", FRESH):
        assert browser.post(reverse("accounts:demo"), {"person": stranger})["Location"] == SIGN_IN
    assert who(browser) == ""


def test_there_is_no_demo_door_in_production(cast: Cast, settings: object) -> None:
    settings.YIMEN_DEMO = False
    browser = Client()
    answer = browser.post(reverse("accounts:demo"), {"person": cast.zhang_wei.login})
    assert answer.status_code == 404
    assert who(browser) == ""
    page = browser.get(SIGN_IN).content.decode()
    assert "演示人物" not in page
    assert cast.zhang_wei.login not in page


def test_signing_out_ends_the_session(cast: Cast) -> None:
    browser = browser_of(cast.zhang_wei)
    assert browser.get(reverse("accounts:sign-out")).status_code == 405
    assert browser.post(reverse("accounts:sign-out")).status_code == 302
    assert browser.get("/me/cases/")["Location"].startswith(SIGN_IN)


def test_pages_of_somebody_who_is_signed_in_are_not_kept_by_the_browser(cast: Cast) -> None:
    assert browser_of(cast.zhang_wei).get("/")["Cache-Control"] == "no-store"


def test_a_form_posted_after_the_session_had_ended_is_not_lost(cast: Cast) -> None:
    case = cases.draft(cast.zhang_wei)
    path = reverse("cases:section", args=[case.number, "business"])
    browser = Client()
    assert post_form(browser, path).status_code == 302
    there = {"person": cast.zhang_wei.login, "next": path}
    assert browser.post(reverse("accounts:demo"), there)["Location"] == path
    assert browser.get(path).status_code == 200
    assert cases.fresh(case).answers["staff_count"] == 7


def test_a_held_form_is_of_no_use_to_another_person(cast: Cast) -> None:
    case = cases.draft(cast.zhang_wei)
    path = reverse("cases:section", args=[case.number, "business"])
    browser = Client()
    post_form(browser, path)
    browser.post(reverse("accounts:demo"), {"person": cast.chen_jing.login, "next": path})
    answer = browser.get(path)
    assert answer.status_code == 404
    assert 'value="7"' not in answer.content.decode()
    assert "staff_count" not in cases.fresh(case).answers


def test_a_citizen_who_was_made_staff_does_not_stay_a_citizen(cast: Cast) -> None:
    browser = browser_of(cast.zhang_wei)
    Account.objects.filter(pk=cast.zhang_wei.pk).update(kind=Account.STAFF)
    assert browser.get("/me/cases/").status_code == 403


def test_an_appointment_that_has_ended_takes_the_desk_away(cast: Cast) -> None:
    waiting = cases.in_review(cast.chen_jing)
    path, browser = reverse("desk:review", args=[waiting.number]), browser_of(cast.li_min)
    assert browser.get(path).status_code == 200
    started = cast.li_min.appointments.get(post__code="registrar").since
    cast.li_min.appointments.update(until=started + timedelta(seconds=1))
    assert browser.get(path).status_code == 404
