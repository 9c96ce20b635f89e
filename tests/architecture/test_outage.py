"""While the database does not answer, every address says so by a page that needs none, and nothing typed is lost."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.utils.datastructures import MultiValueDict

from tests.cast import Cast, browser_of

BODY = {"name": "云溪<b>书店</b>", "note": "一行\n二行", "kind": ["a", "b"]}
pytestmark = pytest.mark.django_db


def refused(*args: Any) -> Any:
    raise OperationalError("connection refused")


@pytest.fixture
def nobody() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def officer(cast: Cast) -> Client:
    found = browser_of(cast.li_min)
    found.raise_request_exception = False
    return found


@pytest.fixture
def citizen(cast: Cast) -> Client:
    found = browser_of(cast.zhang_wei)
    found.raise_request_exception = False
    return found


@pytest.fixture
def outage(cast: Cast) -> Iterator[None]:
    """Whatever is asked of the database from now on, it does not answer."""
    with connection.execute_wrapper(refused):
        yield


def told(answer: Any) -> str:
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0 and "no-store" in answer["Cache-Control"]
    assert "default-src" in answer["Content-Security-Policy"]
    return answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/s/", "/s/?q=x", "/s/individual-business-registration/"])
def test_somebody_who_has_not_come_in_reads_what_to_do(nobody: Client, outage: None, address: str) -> None:
    page = told(nobody.get(address))
    assert "系统暂时没有应答，过一会儿再试" in page and 'href="tel:12345"' in page
    assert f'href="{address}"' in page and 'lang="en">Our records cannot be reached' in page
    assert "connection refused" not in page


@pytest.mark.parametrize("address", ["/me/cases/", "/cases/YX20261122-00001/", "/me/inbox/"])
def test_a_citizen_who_is_signed_in_reads_it_too(citizen: Client, outage: None, address: str) -> None:
    assert "系统暂时没有应答" in told(citizen.get(address))


@pytest.mark.parametrize("address", ["/desk/", "/desk/processes/", "/desk/processes/stopped/", "/desk/calendar/"])
def test_an_officer_reads_it_at_the_desk(officer: Client, outage: None, address: str) -> None:
    assert "系统暂时没有应答" in told(officer.get(address))


def test_the_page_in_english_is_english(nobody: Client, outage: None) -> None:
    answer = nobody.get("/en/")
    page = told(answer)
    assert answer["Content-Language"] == "en" and 'lang="en"' in page
    assert "The system does not answer for the moment" in page and "系统暂时" not in page
    assert page.count("Our records cannot be reached") == 1, "said once"


def test_what_was_typed_comes_back_to_be_sent_again(citizen: Client, outage: None) -> None:
    page = told(citizen.post("/sign-out/?next=/me/", BODY))
    sent = MultiValueDict()
    for name, text in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        sent.appendlist(name, unescape(text))
    # The multipart form of the test client is not kept: it might hold files.
    assert not sent and "再交一次；选过的文件要重新选" in page
    form = "name=%E4%BA%91%E6%BA%AA%3Cb%3E&note=1%0A2&kind=a&kind=b"
    page = told(citizen.post("/sign-out/?next=/me/", form, content_type="application/x-www-form-urlencoded"))
    for name, text in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        sent.appendlist(name, unescape(text))
    assert dict(sent.lists()) == {"name": ["云溪<b>"], "note": ["1\n2"], "kind": ["a", "b"]}
    assert 'action="/sign-out/?next=/me/"' in page and "您填的内容还在这一页" in page


@pytest.mark.parametrize("form", ["password=geheim", "new_password=geheim&x=1", f"x={'a' * 300_000}"])
def test_a_password_and_very_much_are_not_written_into_the_page(citizen: Client, outage: None, form: str) -> None:
    page = told(citizen.post("/sign-out/", form, content_type="application/x-www-form-urlencoded"))
    assert "geheim" not in page and '<input type="hidden"' not in page and "刚才这一次没有交上" in page


@pytest.mark.parametrize(
    "headers", [{"accept": "application/json"}, {"x-autosave": "1"}, {"tus-resumable": "1.0.0"}], ids=str
)
def test_a_program_reads_a_problem(citizen: Client, outage: None, headers: dict[str, str]) -> None:
    answer = citizen.post("/sign-out/", {"x": "1"}, headers=headers)
    assert json.loads(told(answer))["code"] == "unavailable"
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("error", "status"), [(InterfaceError("gone"), 503), (ValueError("x"), 500)], ids=str)
def test_only_an_outage_is_called_one(nobody: Client, monkeypatch: Any, error: Exception, status: int) -> None:
    def fails(*args: Any) -> Any:
        raise error

    with connection.execute_wrapper(fails):
        assert nobody.get("/s/").status_code == status
