from datetime import date

import pytest

from yimen.domains.benefits.errors import NotOpened
from yimen.domains.benefits.models import Entitlement
from yimen.domains.benefits.states import Standing
from yimen.domains.benefits.tests import make
from yimen.ground.audit.models import Entry

pytestmark = pytest.mark.usefixtures("city")


def test_a_granted_case_opens_what_its_person_is_entitled_to() -> None:
    one = make.opened()
    assert (one.standing, one.since, one.until) == (Standing.ACTIVE, make.DECEMBER, None)
    assert one.body.name == "云溪市民政局"
    assert one.next_alive_check == date(2027, 11, 20)
    entry = Entry.objects.get(action="open-entitlement")
    assert (entry.object_ref, entry.details) == (make.CASE, {"service": make.SERVICE, "since": "2026-12"})


def test_the_same_case_opens_it_once() -> None:
    assert make.opened() == make.opened(recipient="别人")
    assert Entitlement.objects.count() == 1
    assert Entry.objects.filter(action="open-entitlement").count() == 1


def test_it_refuses_a_second_one_for_the_same_person_and_service() -> None:
    make.opened()
    with pytest.raises(NotOpened, match="王桂英已经在享受样例津贴（YX20261120-00001），不能再开一份"):
        make.opened(case_number="YX20261121-00009")
    assert Entitlement.objects.count() == 1


def test_whoever_was_stopped_may_have_it_again_after_the_last_month() -> None:
    Entitlement.objects.filter(pk=make.opened().pk).update(standing=Standing.STOPPED, until=make.JANUARY)
    with pytest.raises(NotOpened, match="月份重叠") as refused:
        make.opened(case_number="YX20270301-00009", first_month=make.JANUARY)
    assert "2027年2月" in refused.value.advice
    again = make.opened(case_number="YX20270301-00009", first_month=make.FEBRUARY)
    assert again.since == make.FEBRUARY


@pytest.mark.parametrize("account", [{}, {"way": "存折", "name": "王桂英", "number": "  "}])
def test_it_refuses_an_account_that_is_not_all_there(account: dict[str, str]) -> None:
    with pytest.raises(NotOpened, match="收款账户"):
        make.opened(account=account)


def test_it_refuses_a_region_that_nobody_knows() -> None:
    with pytest.raises(NotOpened, match="123456"):
        make.opened(region="123456")


@pytest.mark.parametrize(("number", "shown"), [("6217000000001234", "6217****1234"), ("12345678", "****")])
def test_the_middle_of_an_account_is_covered(number: str, shown: str) -> None:
    one = make.opened(account={"way": "存折", "name": "王桂英", "number": number})
    assert one.covered_account == shown
