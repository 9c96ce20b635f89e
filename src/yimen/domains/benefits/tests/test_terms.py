"""Names, posts and lengths come from service.yaml; nothing is called as the code would like it."""

from datetime import date
from typing import Any

import pytest

from yimen.domains.benefits.access import checks_for, pay_desk
from yimen.domains.benefits.actions.check_registers import check_registers
from yimen.domains.benefits.actions.report_change import report_change
from yimen.domains.benefits.actions.tell import tell
from yimen.domains.benefits.duties import duties_of
from yimen.domains.benefits.errors import NoTerms
from yimen.domains.benefits.events import NoticeDue
from yimen.domains.benefits.models import AliveCheck, Claim, Entitlement, Stop
from yimen.domains.benefits.present import next_check_text
from yimen.domains.benefits.terms import terms_of
from yimen.domains.benefits.tests import make
from yimen.domains.catalogue.queries import current_version, definition
from yimen.domains.registers.models import Record
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import NotFound

pytestmark = pytest.mark.usefixtures("city")


def after(**changes: Any) -> dict[str, Any]:
    """The terms of the sample service with others in their place; None leaves one out."""
    return {key: value for key, value in {**make.AFTER, **changes}.items() if value is not None}


def stopped(one: Entitlement) -> Stop:
    return report_change(
        actor=make.PAYER,
        entitlement=one,
        what="deceased_on",
        day=date(2026, 11, 25),
        source="证明",
        now=make.at(2027, 1),
    )


def test_the_names_of_the_sample_are_not_those_of_the_real_service() -> None:
    terms = terms_of(definition(current_version(make.SERVICE)))
    assert (terms.born, terms.id_number, terms.amount, terms.first, terms.stops) == (
        *("birthday", "number", "yuan_due", "begins", "halts"),
    )


def test_who_pays_and_who_decides_are_the_posts_that_the_service_names() -> None:
    duties = duties_of(definition(current_version(make.SERVICE)))
    assert (duties.pay.code, [one.code for one in duties.confirm]) == ("cashier", ["checker"])
    assert [(one.code, one.at) for one in duties.local] == [("acceptor", "street"), ("helper", "village")]


def test_a_post_of_the_same_name_in_a_street_pays_nobody(city: make.Place) -> None:
    city.street.posts.create(code="cashier", name="出纳")
    type(city.street).objects.filter(pk=city.street.pk).update(role=make.BODY_ROLE)
    officer = make.officer("t-street", "街道出纳", city.street, "cashier")
    with pytest.raises(NotFound, match="没有您能看的发放名单"):
        pay_desk(posts_of(officer, make.NOW))
    payer = make.officer("t-county", "徐静", city.body, "cashier")
    assert pay_desk(posts_of(payer, make.NOW)).pays == {make.SERVICE}


def test_a_local_post_that_the_service_does_not_name_sees_no_checks(city: make.Place) -> None:
    make.opened()
    check_registers(actor=SYSTEM, now=make.at(2027, 11))
    city.village.posts.create(code="treasurer", name="会计")
    known = make.officer("t-helper", "田秀", city.village, "helper")
    other = make.officer("t-treasurer", "会计", city.village, "treasurer")
    assert checks_for(posts_of(known, make.NOW)).count() == 1
    assert checks_for(posts_of(other, make.NOW)).count() == 0


def test_how_often_somebody_is_checked_is_the_services_own() -> None:
    alive = {**make.AFTER["alive_check"], "every": {"value": 6, "unit": "month"}}
    make.publish(number=2, after=after(alive_check=alive))
    assert make.opened(version=f"{make.SERVICE}@2").next_alive_check == date(2027, 5, 20)


def test_a_service_without_the_check_never_asks_whether_somebody_is_alive() -> None:
    make.publish(number=2, after=after(alive_check=None))
    make.says("medical-visits", last_visit_on="2027-10-30")
    one = make.opened(version=f"{make.SERVICE}@2")
    assert one.next_alive_check is None
    assert check_registers(actor=SYSTEM, now=make.at(2029, 11)).asked == 1
    assert not AliveCheck.objects.exists()
    assert not Entry.objects.filter(action="look-up", object_ref="medical-visits").exists()
    assert next_check_text(one, date(2029, 11, 1)) == "这项待遇不用核对"


@pytest.mark.parametrize(
    ("value", "unit", "day"),
    [(5, "workday", date(2027, 1, 15)), (2, "workday", date(2027, 1, 12)), (7, "day", date(2027, 1, 17))],
)  # fmt: skip
def test_the_letter_is_due_so_long_after_it_was_found_out(value: int, unit: str, day: date) -> None:
    notice = {**make.AFTER["notice"], "value": value, "unit": unit}
    make.publish(number=2, after=after(notice=notice))
    assert stopped(make.opened(version=f"{make.SERVICE}@2")).tell_by == day


@pytest.mark.usefixtures("sealing")
def test_the_time_to_give_back_and_its_article_are_the_services_own() -> None:
    recover = {**make.AFTER["recover"], "value": 6, "basis": "样例办法第九条"}
    make.publish(number=2, after=after(recover=recover))
    one = make.opened(version=f"{make.SERVICE}@2")
    make.paid(make.DECEMBER)
    stopped(one)
    claim = Claim.objects.get()
    tell(NoticeDue("recover-benefit", claim.pk), make.at(2027, 1, 12))
    claim.refresh_from_db()
    assert (claim.basis, claim.pay_by) == ("样例办法第九条", date(2027, 7, 12))


def test_a_service_that_does_not_say_what_goes_on_opens_nothing() -> None:
    make.publish(number=2, without=["after"])
    with pytest.raises(NoTerms, match="没有写发什么"):
        make.opened(version=f"{make.SERVICE}@2")
    assert not Entitlement.objects.exists()


def test_only_facts_that_the_service_is_told_are_looked_up_and_halt() -> None:
    benefit = {**make.TERMS["benefit"], "told": ["month", "moved_out_on"]}
    make.publish(number=2, benefit=benefit)
    make.says("civil-deaths", died_on="2027-01-08")
    make.opened(version=f"{make.SERVICE}@2")
    assert check_registers(actor=SYSTEM, now=make.at(2027, 1, 15)).halted == 0
    assert not Entry.objects.filter(action="look-up", object_ref="civil-deaths").exists()
    assert Record.objects.filter(register="civil-deaths").exists()
