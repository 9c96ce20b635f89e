"""What people are told, once, and by which way."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from yimen.domains.benefits import events, notices
from yimen.domains.benefits.actions.check_registers import check_registers
from yimen.domains.benefits.actions.mend_account import mend_account
from yimen.domains.benefits.actions.report_change import report_change
from yimen.domains.benefits.models import Entitlement, PaymentLine
from yimen.domains.benefits.tests import make
from yimen.ground.accounts.models import Person
from yimen.ground.audit import SYSTEM
from yimen.ground.messages.models import Notice, Sms
from yimen.ground.outbox.deliver import deliver_due
from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import listeners_of

pytestmark = pytest.mark.usefixtures("city")
CLOSED = {"way": "银行卡", "name": "王桂英", "number": "6217000000000404"}


def drain(now: datetime) -> None:
    """Deliver what waits, and what that brings about."""
    for _ in range(6):
        if not deliver_due(lambda: now):
            return


def mended(one: Entitlement, now: datetime, number: str = "6217000000009999") -> None:
    told = {"way": "存折", "name": "王桂英", "number": number, "why": "换折"}
    mend_account(actor=make.PAYER, entitlement=one, now=now, **told)


def told(person: Person | None = None) -> list[tuple[str, str]]:
    """Kind and title of each notice to a person."""
    rows = Notice.objects.filter(person=person or make.person()).order_by("pk")
    return list(rows.values_list("kind", "title"))


@pytest.mark.usefixtures("sealing")
def test_a_letter_is_told_in_site_and_to_the_number_that_was_given_once() -> None:
    one = make.opened()
    now = make.at(2027, 1, 12)
    report_change(actor=make.PAYER, entitlement=one, what="moved_out_on", day=date(2027, 1, 8), source="证", now=now)
    drain(now)
    assert told() == [("know", "停发告知书：样例津贴")]
    sms = Sms.objects.get()
    assert sms.mobile == "15400000007"
    assert "王桂英的样例津贴有一份停发告知书" in sms.text
    notice = Notice.objects.get()
    assert notice.href == f"/me/benefits/#{make.CASE}"
    again = Delivery.objects.get(listener="benefits.tell-letter-written")
    notices.letter_written(events.NoticeWritten(**again.payload), now)
    assert (Notice.objects.count(), Sms.objects.count()) == (1, 1)


def test_whoever_applied_for_somebody_is_told_too_and_the_number_is_written_to_once() -> None:
    agent = make.person("990181196809150418", "王建", date(1968, 9, 15))
    one = make.opened(filed_by=agent)
    mended(one, make.NOW)
    drain(make.NOW)
    assert told(agent) == told() == [("know", "样例津贴的收款账户改了")]
    assert Sms.objects.count() == 1


def test_a_paid_list_tells_each_person_month_and_amount_once_and_sends_no_sms() -> None:
    make.opened(first_month=make.NOVEMBER)
    make.another(2)
    made = make.paid(make.DECEMBER)
    drain(make.at(2026, 12))
    notice = Notice.objects.get(person=make.person())
    assert (notice.kind, notice.title) == ("know", "2026年12月发放样例津贴 100.00 元")
    assert notice.text == "2026年11月补发 50.00 元；2026年12月 50.00 元。发到社会保障卡，户名王桂英，账号尾号 1234。"
    notices.list_paid(events.ListPaid(made.pk), make.at(2026, 12))
    assert (Notice.objects.count(), Sms.objects.count()) == (2, 0)


def test_a_long_list_is_told_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_PART", 2)
    for number in range(2, 7):
        make.another(number)
    make.paid(make.DECEMBER)
    drain(make.at(2026, 12))
    assert Notice.objects.count() == 5
    parts = Delivery.objects.filter(listener="benefits.tell-list-paid").order_by("pk")
    assert [one.payload["after"] > 0 for one in parts] == [False, True, True]


@pytest.mark.parametrize("ended", [False, True])
def test_a_returned_payment_asks_for_another_account_until_there_is_one(city: make.Place, ended: bool) -> None:
    make.officer("t-payer", "徐静", city.body, "cashier")
    make.officer("t-other", "罗兰", city.body, "checker")
    one = make.opened(account=CLOSED)
    make.paid(make.DECEMBER)
    if ended:
        make.end()
    now = make.at(2026, 12)
    drain(now)
    assert told() == [("act", "2026年12月的样例津贴没有发成，要换一个账户")]
    act = Notice.objects.get(kind="act")
    assert (act.verb, act.href, "账户已销户" in act.text) == ("换一个账户", f"/me/benefits/#{make.CASE}", True)
    assert Sms.objects.count() == 1
    staff = Notice.objects.get(account__isnull=False)
    assert staff.account is not None
    assert (staff.account.login, staff.title) == ("t-payer", "2026年12月的样例津贴有没发成的")
    assert staff.href == f"/desk/benefits/2026-12/?service={make.SERVICE}"

    mended(Entitlement.objects.get(pk=one.pk), now)
    drain(now)
    act.refresh_from_db()
    assert act.done_at is not None
    assert Notice.objects.latest("pk").title == "样例津贴的收款账户改了"


def test_one_that_comes_back_again_is_asked_for_again() -> None:
    one = make.opened(account=CLOSED)
    make.paid(make.DECEMBER)
    drain(make.at(2026, 12))
    mended(Entitlement.objects.get(pk=one.pk), make.at(2026, 12), "6217000011110404")
    make.paid(make.JANUARY)
    drain(make.at(2027, 1))
    asked = [title for kind, title in told() if kind == "act"]
    assert asked == [
        "2026年12月的样例津贴没有发成，要换一个账户",
        "2026年12月的样例津贴没有发成，要换一个账户",
        "2027年1月的样例津贴没有发成，要换一个账户",
    ]


def test_a_return_that_is_told_after_the_account_was_mended_asks_for_nothing() -> None:
    one = make.opened(account=CLOSED)
    make.paid(make.DECEMBER)
    mended(Entitlement.objects.get(pk=one.pk), make.at(2026, 12))
    drain(make.at(2026, 12))
    assert [kind for kind, _ in told()] == ["know"]


def test_a_new_tier_is_told_with_month_amount_reason_and_article() -> None:
    make.opened()
    make.paid(make.DECEMBER)
    make.paid(make.JANUARY)
    drain(make.at(2027, 1))
    assert not Notice.objects.filter(title__contains="起每月").exists()
    make.confirmed(make.FEBRUARY)
    drain(make.at(2027, 2))
    notice = Notice.objects.get(title__contains="起每月")
    assert notice.title == "样例津贴从2027年2月起每月 100.00 元"
    assert notice.text == (
        "原来每月 50.00 元。2027年1月满90周岁，从满90周岁的次月起每月 100.00 元。"
        "满90周岁的，每月 100 元（《云溪市高龄津贴发放办法》第五条）。"
    )
    assert "从2027年2月起每月100.00元，原来50.00元" in Sms.objects.get().text


def test_the_first_payment_and_a_correction_are_no_change() -> None:
    make.opened(first_month=make.FEBRUARY)
    make.another(2)
    make.confirmed(make.FEBRUARY)
    drain(make.at(2027, 2))
    titles = Notice.objects.filter(title__contains="起每月")
    assert [one.person.name for one in titles if one.person] == ["老人2"]
    assert PaymentLine.objects.filter(entitlement__recipient="老人2", amount=Decimal(100)).count() == 1


def test_a_move_inside_the_city_is_told_with_its_article() -> None:
    make.opened()
    make.says("population", hukou=make.OTHER_VILLAGE)
    check_registers(actor=SYSTEM, now=make.at(2027, 3))
    drain(make.at(2027, 3))
    notice = Notice.objects.get()
    assert notice.title == "户籍迁到青石村，样例津贴照常发"
    assert "不用重新申请" in notice.text and "第十六条" in notice.text


@pytest.mark.parametrize("event", notices.NOTICES)
def test_each_event_is_heard(event: type) -> None:
    assert [one.react for one in listeners_of(event)] == [notices.NOTICES[event]]


def test_nothing_is_told_of_what_was_rolled_back() -> None:
    one = make.opened()
    with pytest.raises(RuntimeError), transaction.atomic():
        mended(one, make.NOW)
        raise RuntimeError
    drain(make.NOW)
    assert not Notice.objects.exists()
