from pathlib import Path

import pytest
from django.test import Client

from yimen.adapters.demo.sms import DemoGateway
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import now

pytestmark = [pytest.mark.django_db, pytest.mark.urls("yimen.adapters.demo.tests.urls")]
PAGE = "/demo/phone/"
MOBILE = "15400000001"


@pytest.fixture(autouse=True)
def sent(settings: object, tmp_path: Path) -> None:
    settings.YIMEN_VAR = tmp_path
    settings.YIMEN_DEMO = True
    DemoGateway().send(MOBILE, "您的申请已受理", "r1")
    DemoGateway().send("15400000002", "您的申请要补正", "r2")


def browser(login: str, kind: str = "citizen") -> Client:
    client = Client()
    client.force_login(Account.objects.create(kind=kind, login=login, created_at=now()))
    return client


def test_one_sees_the_messages_to_ones_own_number_marked_as_samples() -> None:
    page = browser(MOBILE).get(PAGE).content.decode()
    assert "您的申请已受理" in page
    assert "您的申请要补正" not in page
    assert "样例" in page


def test_a_phone_without_messages_says_so() -> None:
    assert "还没有收到短信" in browser("15400000003").get(PAGE).content.decode()


def test_there_is_no_such_page_outside_a_demo_nor_for_officers(settings: object) -> None:
    assert browser("limin", "staff").get(PAGE).status_code == 404
    settings.YIMEN_DEMO = False
    assert browser(MOBILE).get(PAGE).status_code == 404


def test_who_is_not_signed_in_sees_no_phone() -> None:
    assert Client().get(PAGE)["Location"].startswith("/sign-in/")
