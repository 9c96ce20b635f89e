"""Stopping, suspending, going on, giving back: from which month, why, and told in writing."""

from datetime import date
from decimal import Decimal

import pytest

from yimen.domains.benefits.actions.record_repayment import record_repayment
from yimen.domains.benefits.actions.report_change import report_change
from yimen.domains.benefits.actions.resume import resume
from yimen.domains.benefits.actions.tell import tell
from yimen.domains.benefits.errors import BadAnswer, NotOpened
from yimen.domains.benefits.events import NoticeDue
from yimen.domains.benefits.facts import DECEASED, MISSING, MOVED_OUT
from yimen.domains.benefits.models import Claim, Entitlement, Stop
from yimen.domains.benefits.queries import owed_notices, untold
from yimen.domains.benefits.states import ClaimState, Standing
from yimen.domains.benefits.tests import make
from yimen.ground.audit.models import Entry
from yimen.ground.documents import ports as documents
from yimen.ground.documents.errors import SealUnavailable
from yimen.ground.documents.models import Document
from yimen.ground.errors import Stale

pytestmark = pytest.mark.usefixtures("city")


def report(one: Entitlement, what: str = DECEASED, day: date = date(2027, 1, 8), **more: object) -> Stop:
    told = {"source": "死亡医学证明", "now": make.at(2027, 1, 12), **more}
    return report_change(actor=make.PAYER, entitlement=one, what=what, day=day, **told)


def fresh(one: Entitlement) -> Entitlement:
    return Entitlement.objects.get(pk=one.pk)


def test_a_death_stops_payment_from_the_month_after_and_says_why() -> None:
    one = make.opened()
    halt = report(one)
    assert (halt.kind, halt.from_month, halt.told_on) == ("stop", make.FEBRUARY, None)
    assert halt.facts == ["死亡医学证明显示，王桂英于2027年1月8日死亡。"]
    assert (halt.reason, halt.basis) == ("死亡的，从次月起停发", "《云溪市高龄津贴发放办法》第十条第一项")
    assert halt.tell_by == date(2027, 1, 19)
    assert (fresh(one).standing, fresh(one).until) == (Standing.STOPPED, make.JANUARY)
    assert make.told(make.paid(make.JANUARY)) == [
        ("2026-12", "arrears", Decimal(50)),
        ("2027-01", "regular", Decimal(50)),
    ]
    assert make.told(make.drawn(make.FEBRUARY)) == []


def test_a_move_stops_from_the_month_after_the_move() -> None:
    one = make.opened()
    halt = report(one, MOVED_OUT, date(2026, 12, 31), source="户口迁移证")
    assert (halt.kind, halt.from_month) == ("stop", make.JANUARY)
    assert halt.facts == ["户口迁移证显示，王桂英的户籍于2026年12月31日迁出本地。"]


def test_a_suspension_that_is_cleared_up_is_paid_for_as_arrears() -> None:
    one = make.opened()
    make.paid(make.DECEMBER)
    halt = report(one, MISSING, date(2026, 12, 28))
    assert (halt.kind, halt.from_month, fresh(one).standing) == ("suspend", make.JANUARY, Standing.SUSPENDED)
    assert make.told(make.drawn(make.JANUARY)) == []
    make.another(5, first_month=make.JANUARY)
    make.paid(make.JANUARY)
    resume(actor=make.PAYER, entitlement=one, found="1月20日在女儿家见到本人", now=make.at(2027, 1, 20))
    assert fresh(one).standing == Standing.ACTIVE
    made = make.drawn(make.FEBRUARY)
    mine = made.lines.filter(entitlement=one).order_by("month")
    assert [(line.month, line.kind, line.amount) for line in mine] == [
        (make.JANUARY, "arrears", Decimal(50)),
        (make.FEBRUARY, "regular", Decimal(100)),
    ]
    assert mine[0].why == "补发2027年1月：暂停发放期间的，已经核实。满80周岁的，每月 50 元"


def test_a_death_ends_a_suspension_and_the_months_before_it_are_owed() -> None:
    one = make.opened()
    report(one, MISSING, date(2026, 12, 3))
    report(one, DECEASED, date(2027, 1, 2))
    assert fresh(one).until == make.JANUARY
    assert make.told(make.drawn(make.FEBRUARY)) == [
        ("2026-12", "arrears", Decimal(50)),
        ("2027-01", "arrears", Decimal(50)),
    ]


def test_an_earlier_stop_takes_the_place_of_a_later_one_and_not_the_other_way_round() -> None:
    one = make.opened()
    later = report(one)
    earlier = report(one, day=date(2026, 12, 30))
    assert earlier.from_month == make.JANUARY
    assert fresh(one).until == make.DECEMBER
    later.refresh_from_db()
    assert later.lifted_on == date(2027, 1, 12)
    with pytest.raises(Stale, match="更早的月份"):
        report(one)
    with pytest.raises(Stale, match="更早的月份"):
        report(one, MISSING, date(2026, 12, 1))


def test_a_stop_that_proves_wrong_is_taken_back_and_what_was_missed_is_paid() -> None:
    one = make.opened()
    make.paid(make.DECEMBER)
    report(one, day=date(2026, 12, 9))
    resume(actor=make.PAYER, entitlement=one, found="死亡登记是同名的另一个人", now=make.at(2027, 2, 1))
    assert (fresh(one).standing, fresh(one).until) == (Standing.ACTIVE, None)
    assert make.told(make.drawn(make.FEBRUARY)) == [
        ("2027-01", "arrears", Decimal(50)),
        ("2027-02", "regular", Decimal(100)),
    ]


def test_it_is_not_taken_back_beside_a_newer_entitlement() -> None:
    one = make.opened()
    report(one, MOVED_OUT, date(2027, 1, 8))
    make.opened(case_number="YX20270301-00002", first_month=make.MARCH)
    with pytest.raises(NotOpened, match="YX20270301-00002"):
        resume(actor=make.PAYER, entitlement=one, found="迁出登记有误", now=make.at(2027, 3, 1))


def test_going_on_wants_words_and_something_to_go_on_with() -> None:
    one = make.opened()
    with pytest.raises(Stale, match="没有暂停"):
        resume(actor=make.PAYER, entitlement=one, found="见到本人", now=make.NOW)
    report(one)
    for words in (" ", "字" * 301):
        with pytest.raises(BadAnswer):
            resume(actor=make.PAYER, entitlement=one, found=words, now=make.NOW)


@pytest.mark.parametrize(
    ("what", "day", "source", "says"),
    [
        ("married", date(2027, 1, 8), "证明", "发生了什么"),
        (DECEASED, date(2027, 1, 13), "证明", "今天以后"),
        (DECEASED, date(2027, 1, 8), " ", "从哪里知道"),
        (DECEASED, date(2027, 1, 8), "字" * 61, "最多 60"),
    ],
)
def test_it_refuses_a_change_that_is_not_told_fully(what: str, day: date, source: str, says: str) -> None:
    with pytest.raises(BadAnswer, match=says):
        report(make.opened(), what, day, source=source)
    assert not Stop.objects.exists()


# Giving back


def overpaid() -> Claim:
    """January and February were paid before anybody knew that she had died in December."""
    one = make.opened()
    for month in (make.DECEMBER, make.JANUARY, make.FEBRUARY):
        make.paid(month)
    report(one, day=date(2026, 12, 9), now=make.at(2027, 2, 20))
    return Claim.objects.get()


def test_what_was_paid_after_the_death_is_claimed_and_never_taken() -> None:
    claim = overpaid()
    assert (claim.amount, claim.state, claim.tell_by) == (Decimal(150), ClaimState.OPEN, date(2027, 2, 26))
    assert [(one.month, one.amount) for one in claim.months.order_by("month")] == [
        (make.JANUARY, Decimal(50)),
        (make.FEBRUARY, Decimal(100)),
    ]
    assert claim.facts == [
        "死亡医学证明显示，王桂英于2026年12月9日死亡。",
        "2027年1月至2027年2月仍发放了样例津贴，共 150.00 元。",
    ]
    assert make.told(make.drawn(make.MARCH)) == []


def test_a_list_on_its_way_when_the_death_is_known_is_claimed_once_it_is_paid() -> None:
    one = make.opened()
    make.paid(make.DECEMBER)
    made = make.confirmed(make.JANUARY)
    report(one, day=date(2026, 12, 9))
    assert not Claim.objects.exists()
    make_paid(made)
    assert Claim.objects.get().amount == Decimal(50)
    make_paid(made)
    assert Claim.objects.count() == 1


def make_paid(made: object) -> None:
    from yimen.domains.benefits.actions.pay_out import pay_out
    from yimen.domains.benefits.actions.send_list import send_list
    from yimen.domains.benefits.events import ListSent
    from yimen.domains.benefits.models import PaymentList

    if PaymentList.objects.get(pk=made.pk).state == "confirmed":
        send_list(actor=make.PAYER, payment_list=made, now=make.at(2027, 1, 13))
    pay_out(ListSent(made.pk), make.at(2027, 1, 13))


def test_an_earlier_death_claims_only_what_is_not_claimed_yet() -> None:
    claim = overpaid()
    report(claim.entitlement, day=date(2026, 11, 9), now=make.at(2027, 2, 22))
    first, second = Claim.objects.order_by("pk")
    assert (first.amount, second.amount) == (Decimal(150), Decimal(50))
    assert [one.month for one in second.months.all()] == [make.DECEMBER]


def repay(claim: Claim, amount: str, seen: str = "0") -> Claim:
    return record_repayment(
        actor=make.PAYER, claim=claim, amount=Decimal(amount), seen=Decimal(seen), now=make.at(2027, 3, 2)
    )


def test_what_comes_back_settles_the_oldest_month_first() -> None:
    claim = overpaid()
    claim = repay(claim, "70")
    assert (claim.state, claim.repaid) == (ClaimState.OPEN, Decimal(70))
    assert [one.repaid for one in claim.months.order_by("month")] == [Decimal(50), Decimal(20)]
    claim = repay(claim, "80.00", "70")
    assert (claim.state, claim.closed_on) == (ClaimState.REPAID, date(2027, 3, 2))
    with pytest.raises(Stale):
        repay(claim, "1", "150")


@pytest.mark.parametrize("amount", ["0", "-1", "150.01", "0.001"])
def test_it_refuses_an_amount_that_cannot_have_come_back(amount: str) -> None:
    with pytest.raises(BadAnswer, match="150.00 元之间"):
        repay(overpaid(), amount)


def test_a_second_click_on_the_button_counts_nothing_twice() -> None:
    claim = overpaid()
    repay(claim, "50")
    with pytest.raises(Stale, match="刚刚登记过"):
        repay(claim, "50")
    assert Claim.objects.get().repaid == Decimal(50)


def test_a_wrong_stop_withdraws_the_claim_and_pays_back_what_was_given_back() -> None:
    claim = overpaid()
    repay(claim, "70")
    resume(actor=make.PAYER, entitlement=claim.entitlement, found="同名的另一个人", now=make.at(2027, 3, 3))
    claim.refresh_from_db()
    assert claim.state == ClaimState.WITHDRAWN
    assert make.told(make.drawn(make.MARCH)) == [
        ("2027-01", "correction", Decimal(50)),
        ("2027-02", "correction", Decimal(20)),
        ("2027-03", "regular", Decimal(100)),
    ]


# Letters


@pytest.mark.usefixtures("sealing")
def test_a_stop_is_told_in_writing_once() -> None:
    halt = report(make.opened())
    event = NoticeDue("stop-benefit", halt.pk)
    assert owed_notices() == [event]
    tell(event, make.at(2027, 1, 13))
    tell(event, make.at(2027, 1, 14))
    halt.refresh_from_db()
    document = Document.objects.get()
    assert (halt.told_on, halt.document) == (date(2027, 1, 13), document)
    assert (document.addressee, document.number) == ("王桂英的家属", "云民津停〔2027〕1号")
    assert document.data["from_month"] == "2027-02"
    assert document.data["reasons"] == [{"sentence": halt.reason, "basis": halt.basis}]
    assert owed_notices() == []
    assert Entry.objects.filter(action="tell-benefit").count() == 1


@pytest.mark.usefixtures("sealing")
def test_a_suspension_says_what_clears_it_up_and_its_end_is_told_too() -> None:
    one = make.opened()
    halt = report(one, MISSING, date(2026, 12, 28))
    tell(NoticeDue("suspend-benefit", halt.pk), make.at(2027, 1, 13))
    resume(actor=make.PAYER, entitlement=one, found="1月20日在女儿家见到本人。", now=make.at(2027, 1, 20))
    tell(NoticeDue("resume-benefit", halt.pk), make.at(2027, 1, 20))
    first, second = Document.objects.order_by("pk")
    assert (first.title, first.data["resume"]) == ("暂停发放告知书", "查清下落、确认健在的，从暂停的月份起补发")
    assert (second.title, second.data["from_month"], second.data["halted"]) == ("恢复发放告知书", "2027-01", "暂停发放")
    halt.refresh_from_db()
    assert halt.lift_document == second
    assert owed_notices() == []


def test_a_halt_that_nobody_was_told_of_needs_no_letter_about_its_end() -> None:
    one = make.opened()
    halt = report(one, MISSING, date(2026, 12, 28))
    resume(actor=make.PAYER, entitlement=one, found="见到本人", now=make.at(2027, 1, 13))
    assert owed_notices() == []
    tell(NoticeDue("suspend-benefit", halt.pk), make.at(2027, 1, 13))
    tell(NoticeDue("resume-benefit", halt.pk), make.at(2027, 1, 13))
    assert not Document.objects.exists()


@pytest.mark.usefixtures("sealing")
def test_a_claim_gives_three_months_from_its_letter() -> None:
    claim = overpaid()
    tell(NoticeDue("recover-benefit", claim.pk), make.at(2027, 2, 22))
    claim.refresh_from_db()
    assert (claim.told_on, claim.pay_by) == (date(2027, 2, 22), date(2027, 5, 22))
    document = Document.objects.get()
    assert document.data["months"] == [
        {"month": "2027-01", "amount": "50.00"},
        {"month": "2027-02", "amount": "100.00"},
    ]
    assert "不从账户里直接扣款" in document.data["pay_how"]


@pytest.mark.usefixtures("sealing")
def test_a_worker_killed_after_the_letter_finds_it_and_writes_no_second(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = overpaid()
    event = NoticeDue("recover-benefit", claim.pk)
    with monkeypatch.context() as killed:
        killed.setattr("yimen.domains.benefits.actions.tell._keep", _killed)
        with pytest.raises(KeyboardInterrupt):
            tell(event, make.at(2027, 2, 22))
    tell(event, make.at(2027, 2, 24))
    claim.refresh_from_db()
    assert Document.objects.count() == 1
    assert (claim.told_on, claim.pay_by) == (date(2027, 2, 22), date(2027, 5, 22))


def _killed(*args: object) -> None:
    raise KeyboardInterrupt


def test_without_a_seal_nothing_is_told_and_the_letter_stays_owed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_plugged", [])
    halt = report(make.opened())
    with pytest.raises(SealUnavailable):
        tell(NoticeDue("stop-benefit", halt.pk), make.at(2027, 1, 13))
    assert owed_notices() == [NoticeDue("stop-benefit", halt.pk)]
    body = halt.entitlement.body
    assert tuple(untold(body, {make.SERVICE}, date(2027, 1, day)) for day in (19, 20)) == (0, 1)
