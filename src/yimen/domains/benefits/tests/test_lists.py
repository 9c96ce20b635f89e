"""A list for payment: drawn up, confirmed by a second person, sent; what was wrong comes in the next."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from yimen.domains.benefits import ports
from yimen.domains.benefits.actions.confirm_list import confirm_list
from yimen.domains.benefits.actions.mend_account import mend_account
from yimen.domains.benefits.actions.pay_out import gave_up, pay_out, take_receipt
from yimen.domains.benefits.actions.send_list import send_list
from yimen.domains.benefits.errors import BadAnswer, ListOrder, NoAmount, SecondPerson
from yimen.domains.benefits.events import ListSent, PaymentReturned
from yimen.domains.benefits.models import PaymentLine, PaymentList
from yimen.domains.benefits.ports import Receipt, Result
from yimen.domains.benefits.queries import changes_in, faulty_accounts, month_to_draw
from yimen.domains.benefits.states import ListState
from yimen.domains.benefits.tests import make
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError, Stale, Unavailable
from yimen.ground.outbox import registry
from yimen.ground.outbox.models import Delivery

pytestmark = pytest.mark.usefixtures("city")
CLOSED = {"way": "存折", "name": "王桂英", "number": "6217000000000404"}


def test_a_list_names_each_amount_and_why() -> None:
    one = make.opened()
    made = make.drawn(make.DECEMBER)
    (line,) = made.lines.all()
    assert (line.entitlement, line.amount, line.kind) == (one, Decimal("50.00"), "regular")
    assert line.why == "满80周岁的，每月 50 元"
    assert line.basis == "《云溪市高龄津贴发放办法》第五条"
    assert (made.count, made.total, made.state, made.drawn_by) == (1, Decimal("50.00"), "draft", make.PAYER.id)


def test_months_before_the_first_list_come_as_arrears() -> None:
    make.opened(first_month=make.NOVEMBER)
    made = make.drawn(make.JANUARY)
    assert make.told(made) == [
        ("2026-11", "arrears", Decimal(50)),
        ("2026-12", "arrears", Decimal(50)),
        ("2027-01", "regular", Decimal(50)),
    ]
    assert "补发2026年11月：从2026年11月起享受，还没有发过这个月" in made.lines.get(month=make.NOVEMBER).why


def test_a_higher_tier_says_from_which_birthday() -> None:
    make.opened()
    make.paid(make.DECEMBER)
    make.paid(make.JANUARY)
    made = make.drawn(make.FEBRUARY)
    (line,) = made.lines.all()
    assert line.amount == Decimal(100)
    assert line.why == "2027年1月满90周岁，从满90周岁的次月起每月 100.00 元。满90周岁的，每月 100 元"
    assert [(one.kind, one.sentence) for one in changes_in(made)] == [("changed", line.why)]


def test_a_new_version_says_that_the_standard_has_changed() -> None:
    make.opened()
    make.paid(make.DECEMBER)
    make.publish(number=2, in_force_from="2027-01-01", more=10)
    (line,) = make.drawn(make.JANUARY).lines.all()
    assert line.amount == Decimal(60)
    assert line.why.startswith("标准调整，从2027年1月起每月 60.00 元")


def test_a_version_that_reaches_back_is_made_good_by_a_correction() -> None:
    make.opened()
    make.paid(make.DECEMBER)
    make.publish(number=2, in_force_from="2026-12-01", more=10)
    made = make.paid(make.JANUARY)
    assert make.told(made) == [("2026-12", "correction", Decimal(10)), ("2027-01", "regular", Decimal(60))]
    assert make.told(make.drawn(make.FEBRUARY)) == [("2027-02", "regular", Decimal(110))]


def test_drawing_up_again_gives_the_same_list() -> None:
    make.opened()
    first = make.drawn(make.DECEMBER)
    second = make.drawn(make.DECEMBER)
    assert (second.pk, second.checksum, make.told(second)) == (first.pk, first.checksum, make.told(first))
    assert PaymentLine.objects.count() == 1


def test_nobody_is_paid_before_the_first_month() -> None:
    make.opened()
    assert make.told(make.drawn(make.NOVEMBER, make.NOW)) == []


def test_lists_follow_each_other() -> None:
    make.opened()
    with pytest.raises(ListOrder, match="2026年12月还没有到"):
        make.drawn(make.DECEMBER, make.NOW)
    make.drawn(make.DECEMBER)
    with pytest.raises(ListOrder, match="2026年12月的名单还没有确认"):
        make.drawn(make.JANUARY)
    make.confirmed(make.DECEMBER)
    with pytest.raises(ListOrder, match="已经确认，不再改动"):
        make.drawn(make.DECEMBER)
    with pytest.raises(ListOrder, match="以后的名单已经有了"):
        make.drawn(make.NOVEMBER)


def test_an_empty_draft_does_not_keep_the_next_month_waiting() -> None:
    one = make.opened(first_month=make.JANUARY)
    assert make.drawn(make.DECEMBER).count == 0
    assert month_to_draw(one.body, make.SERVICE, make.DECEMBER) == make.DECEMBER
    assert month_to_draw(one.body, make.SERVICE, make.JANUARY) == make.JANUARY
    assert make.told(make.paid(make.JANUARY)) == [("2027-01", "regular", Decimal(50))]
    assert [made.month for made in PaymentList.objects.all()] == [make.JANUARY]
    assert month_to_draw(one.body, make.SERVICE, make.JANUARY) is None
    assert month_to_draw(one.body, make.SERVICE, make.MARCH) == make.FEBRUARY


def test_who_drew_it_up_does_not_confirm_it() -> None:
    make.opened()
    made = make.drawn(make.DECEMBER)
    with pytest.raises(SecondPerson, match="不能自己确认"):
        confirm_list(actor=make.PAYER, payment_list=made, seen=made.checksum, now=make.at(2026, 12))
    done = confirm_list(actor=make.CONFIRMER, payment_list=made, seen=made.checksum, now=make.at(2026, 12))
    assert (done.state, done.confirmed_by_name) == ("confirmed", "罗兰")
    entry = Entry.objects.get(action="confirm-list")
    assert entry.details == {"lines": 1, "total": "50.00", "checksum": made.checksum}


def test_a_list_that_is_no_longer_true_is_not_confirmed() -> None:
    make.opened()
    made = make.drawn(make.DECEMBER)
    with pytest.raises(Stale, match="又有变化"):
        confirm_list(actor=make.CONFIRMER, payment_list=made, seen="another page", now=make.at(2026, 12))
    make.another(7)
    with pytest.raises(Stale, match="又有变化"):
        confirm_list(actor=make.CONFIRMER, payment_list=made, seen=made.checksum, now=make.at(2026, 12))
    assert make.confirmed(make.DECEMBER).count == 2


def test_it_is_confirmed_once_and_not_when_it_is_empty() -> None:
    empty = make.drawn(make.NOVEMBER, make.NOW)
    with pytest.raises(ListOrder, match="没有要发的钱"):
        confirm_list(actor=make.CONFIRMER, payment_list=empty, seen=empty.checksum, now=make.NOW)
    make.opened(first_month=make.NOVEMBER)
    made = make.confirmed(make.NOVEMBER, make.NOW)
    with pytest.raises(Stale, match="刚刚已经确认"):
        confirm_list(actor=make.CONFIRMER, payment_list=made, seen=made.checksum, now=make.NOW)


def test_only_a_confirmed_list_is_sent_and_only_once() -> None:
    make.opened()
    made = make.drawn(make.DECEMBER)
    with pytest.raises(ListOrder, match="还没有确认"):
        send_list(actor=make.PAYER, payment_list=made, now=make.at(2026, 12))
    made = make.confirmed(make.DECEMBER)
    assert send_list(actor=make.PAYER, payment_list=made, now=make.at(2026, 12)).state == ListState.SENT
    with pytest.raises(Stale, match="刚刚已经送出"):
        send_list(actor=make.PAYER, payment_list=made, now=make.at(2026, 12))


def test_a_paid_list_knows_its_batch_and_its_lines() -> None:
    make.opened()
    made = make.paid(make.DECEMBER)
    assert (made.state, made.lines.get().state) == (ListState.PAID, "paid")
    assert made.batch.startswith("YKT")
    assert Entry.objects.get(action="pay-out").details == {"lines": 1, "failed": 0, "batch": made.batch}


def test_a_payment_that_comes_back_waits_for_another_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_LISTENERS", {})
    registry.listen(PaymentReturned, lambda event, now: None, name="test.returned")
    one = make.opened(account=CLOSED)
    made = make.paid(make.DECEMBER)
    assert (made.state, made.lines.get().failure) == (ListState.PAID, "账户已销户")
    (event,) = Delivery.objects.filter(listener="test.returned")
    assert event.payload["month"] == "2026-12"
    assert [found.pk for found in faulty_accounts(one.body, make.SERVICE)] == [one.pk]

    held = make.drawn(make.JANUARY)
    assert (make.told(held), held.held) == ([], 1)
    assert [(found.kind, found.sentence) for found in changes_in(held)][0] == (
        "failed",
        "2026年12月的没有发成：账户已销户。账户改好以后补发",
    )

    mended(one, number="6217 0000 0000 ９９９９")
    made = make.drawn(make.JANUARY)
    assert make.told(made) == [("2026-12", "arrears", Decimal(50)), ("2027-01", "regular", Decimal(50))]
    assert made.lines.get(month=make.DECEMBER).why.startswith("补发2026年12月：上一次没有发成（账户已销户）")
    assert {line.account_number for line in made.lines.all()} == {"6217000000009999"}


def mended(one: Any, **changes: str) -> Any:
    told = {"way": "银行卡", "name": "王桂英", "number": "6217000000009999", "why": "旧存折已销户", **changes}
    return mend_account(actor=make.PAYER, entitlement=one, now=make.at(2027, 1), **told)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"way": "现金"}, "领取方式"),
        ({"name": " "}, "户名"),
        ({"number": "6217"}, "8 到 30 位数字"),
        ({"number": "6217-ABCD-00000000"}, "8 到 30 位数字"),
        ({"number": "6217000000000404"}, "没有发成的那个账号"),
        ({"why": ""}, "为什么改"),
    ],
)
def test_it_refuses_an_account_that_cannot_be(changes: dict[str, str], says: str) -> None:
    one = make.opened(account=CLOSED)
    make.paid(make.DECEMBER)
    with pytest.raises(BadAnswer, match=says):
        mended(one, **changes)


def test_a_confirmed_list_keeps_the_account_it_was_confirmed_with() -> None:
    one = make.opened()
    made = make.confirmed(make.DECEMBER)
    mended(one)
    sent = send_list(actor=make.PAYER, payment_list=made, now=make.at(2026, 12))
    pay_out(ListSent(sent.pk), make.at(2026, 12))
    assert sent.lines.get().account_number == "6217000000001234"


def test_a_fault_of_the_old_account_is_not_held_against_the_new_one() -> None:
    one = make.opened(account=CLOSED)
    sent = send_list(actor=make.PAYER, payment_list=make.confirmed(make.DECEMBER), now=make.at(2026, 12))
    mended(one)
    pay_out(ListSent(sent.pk), make.at(2026, 12))
    one.refresh_from_db()
    assert one.account_fault == ""
    assert make.told(make.drawn(make.JANUARY))[0] == ("2026-12", "arrears", Decimal(50))


class Silent:
    """Never answers."""

    def pay(self, reference: str, lines: object) -> Receipt:
        raise Unavailable("一卡通没有回应")


class Slow:
    """Has settled nothing at first, everything when it is asked again; counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def pay(self, reference: str, lines: Any) -> Receipt:
        self.asked.append(reference)
        state = "pending" if len(self.asked) == 1 else "paid"
        return Receipt(reference, "B1", tuple(Result(one.line, state) for one in lines))


def test_a_channel_that_is_silent_leaves_the_list_as_it_is_and_it_can_be_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.opened()
    sent = send_list(actor=make.PAYER, payment_list=make.confirmed(make.DECEMBER), now=make.at(2026, 12))
    with monkeypatch.context() as away:
        away.setattr(ports, "_plugged", [Silent()])
        with pytest.raises(Unavailable):
            pay_out(ListSent(sent.pk), make.at(2026, 12))
    gave_up(ListSent(sent.pk), "一卡通没有回应", make.at(2026, 12))
    sent.refresh_from_db()
    assert (sent.state, sent.trouble) == (ListState.SENT, "一卡通没有回应")
    again = send_list(actor=make.PAYER, payment_list=sent, now=make.at(2026, 12, 11))
    assert (again.trouble, again.sent_at) == ("", make.at(2026, 12))
    pay_out(ListSent(sent.pk), make.at(2026, 12, 11))
    sent.refresh_from_db()
    assert sent.state == ListState.PAID


def test_what_is_not_settled_yet_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    monkeypatch.setattr(ports, "_plugged", [slow])
    make.opened()
    made = make.paid(make.DECEMBER)
    assert (made.state, made.lines.get().state) == (ListState.SENT, "waiting")
    pay_out(ListSent(made.pk), make.at(2026, 12, 12))
    made.refresh_from_db()
    assert (made.state, made.lines.get().state) == (ListState.PAID, "paid")
    pay_out(ListSent(made.pk), make.at(2026, 12, 13))
    assert slow.asked == [made.reference, made.reference]


def test_a_worker_killed_between_paying_and_writing_pays_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    make.opened()
    sent = send_list(actor=make.PAYER, payment_list=make.confirmed(make.DECEMBER), now=make.at(2026, 12))
    with monkeypatch.context() as killed:
        killed.setattr("yimen.domains.benefits.actions.pay_out.take_receipt", _killed)
        with pytest.raises(KeyboardInterrupt):
            pay_out(ListSent(sent.pk), make.at(2026, 12))
    pay_out(ListSent(sent.pk), make.at(2026, 12))
    pay_out(ListSent(sent.pk), make.at(2026, 12))
    sent.refresh_from_db()
    assert sent.state == ListState.PAID
    assert Entry.objects.filter(action="pay-out").count() == 1


def _killed(*args: object) -> None:
    raise KeyboardInterrupt


def test_a_receipt_of_another_list_is_refused() -> None:
    make.opened()
    sent = send_list(actor=make.PAYER, payment_list=make.confirmed(make.DECEMBER), now=make.at(2026, 12))
    with pytest.raises(DomainError, match="不是"):
        take_receipt(sent, Receipt("another", "B", ()), make.at(2026, 12))


def test_the_database_itself_refuses_to_pay_a_month_twice() -> None:
    make.opened()
    line = make.paid(make.DECEMBER).lines.get()
    other = PaymentList.objects.get(pk=make.drawn(make.JANUARY).pk)
    line.pk, line.list, line.kind = None, other, "arrears"
    line._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_a_rule_that_fails_for_one_person_stops_the_whole_list() -> None:
    make.opened(born=date(1800, 1, 1))
    with pytest.raises(NoAmount, match=make.CASE):
        make.drawn(make.DECEMBER)
    assert not PaymentList.objects.exists()


def test_a_list_costs_the_same_questions_for_one_as_for_many(django_assert_num_queries: Any) -> None:
    make.opened()
    make.drawn(make.DECEMBER)
    with django_assert_num_queries(23):
        make.drawn(make.DECEMBER)
    for number in range(2, 9):
        make.another(number)
    with django_assert_num_queries(23):
        make.drawn(make.DECEMBER)
