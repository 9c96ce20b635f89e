"""免申即享: who reaches the age within a month stands on the list of the own village until somebody has applied."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import browser_of
from yimen.config import middleware
from yimen.domains.benefits import ports
from yimen.domains.benefits.actions.list_candidates import list_candidates
from yimen.domains.benefits.candidates import age_of, birthday
from yimen.domains.benefits.jobs import list_people_soon_entitled
from yimen.domains.benefits.models import Candidate
from yimen.domains.benefits.tests import make
from yimen.domains.catalogue.queries import current_version, definition
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Unavailable

# 孙有福 turns 80 on the 15th of January 2027.
NUMBER = "990181194701150437"
TOO_EARLY, LISTED = make.at(2026, 12, 14), make.at(2026, 12, 15)


@pytest.fixture(autouse=True)
def nobody_applied(city: make.Place, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Whoever is put in here has applied."""
    people: set[str] = set()
    monkeypatch.setattr(ports, "_applied", [lambda service, numbers: people & set(numbers)])
    return people


@pytest.fixture
def clock() -> Iterator[list[datetime]]:
    moments = [LISTED]
    with patch.object(middleware, "now", lambda: moments[0]):
        yield moments


def says(number: str = NUMBER, **changes: Any) -> None:
    told = {"name": "孙有福", "birth": "1947-01-15", "hukou": make.VILLAGE, "status": "正常", **changes}
    make.says("population", number, **told)


def listed(now: datetime = LISTED) -> list[str]:
    list_candidates(actor=SYSTEM, now=now)
    return list(Candidate.objects.filter(closed_at=None).order_by("pk").values_list("name", flat=True))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def helper_of(body: Any, login: str = "t-helper") -> Client:
    return browser_of(make.officer(login, "田秀", body, "helper"))


def test_the_age_is_the_one_of_the_rules() -> None:
    service = definition(current_version(make.SERVICE))
    assert age_of(service, date(2026, 12, 15)) == 80
    assert birthday(date(1948, 2, 29), 81) == date(2029, 2, 28)


def test_a_month_before_the_birthday_the_village_is_told_once() -> None:
    says()
    assert listed(TOO_EARLY) == []
    assert listed() == ["孙有福"]
    assert listed(make.at(2026, 12, 16)) == ["孙有福"]
    one = Candidate.objects.get()
    assert (one.turns_on, one.region_id, one.matter) == (date(2027, 1, 15), make.VILLAGE, make.MATTER)


def test_the_purpose_of_the_look_up_is_on_record() -> None:
    says()
    listed()
    entry = Entry.objects.filter(action="look-up", object_ref="population").earliest("pk")
    assert entry.details["purpose"] == "样例津贴：免申即享，推送快到年龄的人"
    assert NUMBER not in str(entry.details)
    assert Entry.objects.get(action="list-candidates").details == {"listed": 1, "closed": 0}


@pytest.mark.parametrize(
    "changes",
    [
        {"hukou": "990281001001"},
        {"hukou": None},
        {"status": "死亡"},
        {"status": "失踪"},
        {"moved_out_on": "2026-10-01"},
        {"name": ""},
        {"birth": "1946-11-13"},
        {"birth": "1950-01-15"},
        {"birth": "1947-01-99"},
    ],
)
def test_who_lives_elsewhere_is_dead_or_of_another_age_is_not_listed(changes: dict[str, Any]) -> None:
    says(**changes)
    assert listed() == []


def test_nobody_is_sent_to_a_family_in_mourning() -> None:
    says()
    make.says("civil-deaths", NUMBER, died_on="2026-12-13")
    assert listed() == []


def test_who_has_it_or_has_applied_is_not_listed(nobody_applied: set[str]) -> None:
    says()
    nobody_applied.add(NUMBER)
    assert listed() == []
    nobody_applied.clear()
    make.opened(id_number=NUMBER, recipient="孙有福", born=date(1947, 1, 15))
    assert listed() == []


@pytest.mark.parametrize(
    ("happens", "because"),
    [
        (lambda: make.says("civil-deaths", NUMBER, died_on="2026-12-20"), "登记库里不是正常状态"),
        (lambda: says(status="失踪"), "登记库里不是正常状态"),
        (lambda: says(hukou="990281001001"), "户籍不在本市"),
    ],
)
def test_what_the_registers_say_later_takes_somebody_off(happens: Any, because: str) -> None:
    says()
    listed()
    happens()
    assert listed(make.at(2026, 12, 21)) == []
    assert Candidate.objects.get().closed_because == because


def test_an_opened_right_an_application_or_time_takes_somebody_off(nobody_applied: set[str]) -> None:
    says()
    listed()
    nobody_applied.add(NUMBER)
    assert listed(make.at(2026, 12, 16)) == []
    nobody_applied.clear()
    assert listed(make.at(2026, 12, 17)) == ["孙有福"], "withdrawn: the village is told again"
    assert listed(make.at(2027, 4, 14)) == ["孙有福"]
    assert listed(make.at(2027, 4, 16)) == []
    Candidate.objects.update(closed_at=None)
    make.opened(id_number=NUMBER, recipient="孙有福", born=date(1947, 1, 15), now=make.at(2027, 4, 17))
    assert Candidate.objects.get().closed_because == "已经享受"


def test_a_move_to_another_village_moves_the_entry() -> None:
    says()
    listed()
    says(hukou=make.OTHER_VILLAGE)
    listed(make.at(2026, 12, 16))
    assert Candidate.objects.get().region_id == make.OTHER_VILLAGE


def test_a_service_that_waits_for_applications_lists_nobody() -> None:
    make.publish(number=2, automation={"mode": "人工", "plain": "由人办", "src": "D"})
    says()
    assert listed() == []


def test_the_job_works_in_batches_and_says_what_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.domains.benefits.actions.list_candidates._CHUNK", 2)
    for day in range(1, 6):
        says(f"99018119470101{day:04}", name=f"老人{day}", birth=f"1947-01-0{day}")
    assert list_people_soon_entitled.func(LISTED.isoformat()) == {"listed": 5, "closed": 0}
    assert list_people_soon_entitled.func(LISTED.isoformat()) == {"listed": 0, "closed": 0}


def test_without_anybody_who_keeps_applications_nobody_is_listed_blindly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_applied", [])
    says()
    with pytest.raises(Unavailable):
        listed()


# The page


@pytest.mark.usefixtures("clock")
def test_the_helper_sees_the_own_village_with_the_way_to_the_entry(city: make.Place) -> None:
    says()
    says("990181194701160432", name="别村人", hukou=make.OTHER_VILLAGE)
    listed()
    page = text(helper_of(city.village).get("/desk/benefits/soon/"))
    for words in ("孙有福", "云岭村", "2027年1月15日", "还有 31 天", 'href="/desk/window/"'):
        assert words in page
    assert "别村人" not in page and NUMBER not in page
    assert Entry.objects.get(action="read-candidates").details == {"people": 1}


@pytest.mark.usefixtures("clock")
def test_whose_application_is_under_way_has_no_button(city: make.Place, nobody_applied: set[str]) -> None:
    says()
    listed()
    nobody_applied.add(NUMBER)
    page = text(helper_of(city.village).get("/desk/benefits/soon/"))
    assert "已经申请，在办" in page and "替老人申请<" not in page


@pytest.mark.usefixtures("clock")
def test_only_posts_that_take_in_for_a_village_see_it(city: make.Place) -> None:
    says()
    listed()
    address = "/desk/benefits/soon/"
    for login, body, post in (("t-street", city.street, "acceptor"), ("t-payer", city.body, "cashier")):
        assert browser_of(make.officer(login, "别人", body, post)).get(address).status_code == 404
    client = helper_of(city.village)
    city.village.posts.update(takes_in=False)
    assert client.get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.usefixtures("clock")
def test_the_page_is_paged_with_the_same_number_of_questions(
    city: make.Place, django_assert_max_num_queries: Any
) -> None:
    client = helper_of(city.village)
    assert "现在没有快到年龄的老人" in text(client.get("/desk/benefits/soon/"))
    says()
    listed()
    client.get("/desk/benefits/soon/")
    few = _questions(client)
    for at in range(60):
        says(f"99018119470110{at:04}", name=f"老人{at}", birth="1947-01-10")
    listed()
    with django_assert_max_num_queries(few):
        page = text(client.get("/desk/benefits/soon/"))
    assert page.count("替老人申请<") == 50 and "page=2" in page
    assert text(client.get("/desk/benefits/soon/?page=2")).count("替老人申请<") == 11
    assert client.get("/desk/benefits/soon/?page=x9").status_code == 200


def _questions(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/benefits/soon/")
    return len(asked)


def test_once_the_service_has_ended_nobody_is_sent_to_apply(city: make.Place, clock: list[datetime]) -> None:
    says()
    assert listed() == ["孙有福"]
    helper = helper_of(city.village)
    assert "孙有福" in text(helper.get("/desk/benefits/soon/"))
    make.end()
    page = helper.get("/desk/benefits/soon/")
    assert page.status_code == 200
    assert "孙有福" not in text(page), "the daily job has not come yet"
    asked = Entry.objects.filter(action="look-up").count()
    assert listed(make.at(2026, 12, 16)) == []
    assert Candidate.objects.get().closed_because == "事项已经停办"
    assert Entry.objects.filter(action="look-up").count() == asked, "no register is asked for nothing"
    make.begin_again()
    assert listed(make.at(2026, 12, 17)) == ["孙有福"]
