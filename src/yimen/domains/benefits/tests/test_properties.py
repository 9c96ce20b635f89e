"""Whatever happens in whatever order: no month is paid twice, none after the stop, and in the end all that is due is.

People are born on any day around the tiers; they die, move, get lost and turn up again, and it becomes known late;
accounts are closed and mended; lists are drawn up, confirmed, sent; the worker dies in the middle.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.domains.benefits import months
from yimen.domains.benefits.actions.check_registers import check_registers
from yimen.domains.benefits.actions.confirm_list import confirm_list
from yimen.domains.benefits.actions.mend_account import mend_account
from yimen.domains.benefits.actions.pay_out import pay_out
from yimen.domains.benefits.actions.record_alive_check import record_alive_check
from yimen.domains.benefits.actions.record_repayment import record_repayment
from yimen.domains.benefits.actions.report_change import report_change
from yimen.domains.benefits.actions.resume import resume
from yimen.domains.benefits.actions.send_list import send_list
from yimen.domains.benefits.events import ListSent
from yimen.domains.benefits.models import AliveCheck, Claim, ClaimedMonth, Entitlement, PaymentLine, PaymentList, Stop
from yimen.domains.benefits.queries import month_to_draw
from yimen.domains.benefits.tests import make
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import DomainError

FIRST = date(2026, 12, 1)
_KILLABLE = ("yimen.domains.benefits.actions.pay_out.take_receipt", "yimen.domains.benefits.actions.pay_out._close")
births = st.dates(date(1926, 10, 1), date(1927, 6, 30)) | st.dates(date(1936, 10, 1), date(1937, 6, 30))
steps = st.tuples(
    st.sampled_from(
        [
            "pay",
            "pay",
            "pay",
            "draw",
            "draw",
            "confirm",
            "confirm",
            "send",
            "kill",
            "death",
            "move",
            "lost",
            "found",
            "compare",
        ]
        + ["closed", "mend", "repay", "checked", "registered", "wait", "wait"]
    ),
    st.integers(0, 1),
    st.integers(0, 120),
)


class Killed(BaseException):
    """The worker dies here."""


class City:
    """Two people and a clock that only goes on."""

    def __init__(self, born: list[date]) -> None:
        self.now = make.at(2026, 12, 2)
        self.people = [make.another(n + 1, born=day, first_month=FIRST) for n, day in enumerate(born)]

    def do(self, what: str, who: int, number: int) -> None:
        # A refusal is a good answer; what must hold afterwards is the same.
        with suppress(DomainError), transaction.atomic():
            getattr(self, what)(Entitlement.objects.get(pk=self.people[who].pk), number)

    @property
    def today(self) -> date:
        return self.now.date()

    def wait(self, one: Entitlement, days: int) -> None:
        self.now += timedelta(days=days % 45)

    def draw(self, one: Entitlement, number: int) -> None:
        month = months.month_at(self.now)
        make.drawn(month_to_draw(one.body, make.SERVICE, month) or month, self.now)

    def confirm(self, one: Entitlement, number: int) -> None:
        made = PaymentList.objects.order_by("month").last()
        if made:
            confirm_list(actor=make.CONFIRMER, payment_list=made, seen=made.checksum, now=self.now)
            for halt in Stop.objects.filter(lifted_on=None):
                late = made.lines.filter(entitlement=halt.entitlement_id, month__gte=halt.from_month)
                assert not late.exists(), "confirmed after it was known that nothing is due"

    def send(self, one: Entitlement, number: int) -> None:
        made = PaymentList.objects.order_by("month").last()
        if made:
            send_list(actor=make.PAYER, payment_list=made, now=self.now)

    def pay(self, one: Entitlement, number: int) -> None:
        for what in ("draw", "confirm", "send"):
            self.do(what, 0, 0)
        self._pay_out()

    def kill(self, one: Entitlement, number: int) -> None:
        with suppress(Killed), transaction.atomic(), patch(_KILLABLE[number % 2], side_effect=Killed):
            self._pay_out()

    def _pay_out(self) -> None:
        for made in PaymentList.objects.order_by("month"):
            pay_out(ListSent(made.pk), self.now)

    def _report(self, one: Entitlement, what: str, days_ago: int) -> None:
        day = self.today - timedelta(days=days_ago)
        report_change(actor=make.PAYER, entitlement=one, what=what, day=day, source="材料", now=self.now)

    def death(self, one: Entitlement, number: int) -> None:
        self._report(one, "deceased_on", number)

    def move(self, one: Entitlement, number: int) -> None:
        self._report(one, "moved_out_on", number)

    def lost(self, one: Entitlement, number: int) -> None:
        self._report(one, "missing_since", number)

    def found(self, one: Entitlement, number: int) -> None:
        resume(actor=make.PAYER, entitlement=one, found=f"查清了 {number}", now=self.now)

    def registered(self, one: Entitlement, number: int) -> None:
        died = self.today - timedelta(days=number)
        make.says("civil-deaths", one.id_number, now=self.now, died_on=died.isoformat())

    def compare(self, one: Entitlement, number: int) -> None:
        check_registers(actor=SYSTEM, now=self.now)

    def checked(self, one: Entitlement, number: int) -> None:
        check = AliveCheck.objects.filter(entitlement=one, done_on=None).first()
        result = ("alive", "not_found", "dead")[number % 3]
        if check:
            died = self.today - timedelta(days=number)
            record_alive_check(
                actor=make.HELPER,
                check=check,
                way="visit",
                result=result,
                done_on=self.today,
                died_on=died,
                now=self.now,
            )

    def closed(self, one: Entitlement, number: int) -> None:
        Entitlement.objects.filter(pk=one.pk).update(account_number=f"62170000{number:04}0404")

    def mend(self, one: Entitlement, number: int) -> None:
        mend_account(
            actor=make.PAYER,
            entitlement=one,
            way="存折",
            name="本人",
            number=f"621700001{number:04}",
            why="换卡",
            now=self.now,
        )

    def repay(self, one: Entitlement, number: int) -> None:
        claim = Claim.objects.filter(entitlement=one, state="open").first()
        if claim:
            amount = min(claim.amount - claim.repaid, Decimal(number + 1))
            record_repayment(actor=make.PAYER, claim=claim, amount=amount, seen=claim.repaid, now=self.now)


def by_law(born: date, month: date) -> Decimal:
    """The amount of a month, counted by hand: full years on the day before it begins."""
    day = month - timedelta(days=1)
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return Decimal(500 if age >= 100 else 100 if age >= 90 else 50 if age >= 80 else 0)


def paid_by_month(one: Entitlement) -> dict[date, Decimal]:
    rows = PaymentLine.objects.filter(entitlement=one).exclude(state="failed").exclude(list__state="draft")
    found: dict[date, Decimal] = defaultdict(Decimal)
    for line in rows:
        found[line.month] += line.amount
    for row in ClaimedMonth.objects.filter(entitlement=one):
        found[row.month] -= row.repaid
    return found


def check_always(city: City) -> None:
    for one in Entitlement.objects.all():
        lines = PaymentLine.objects.filter(entitlement=one).exclude(state="failed")
        whole = [line.month for line in lines.exclude(kind="correction")]
        assert len(whole) == len(set(whole)), "a month is paid twice"
        for month, yuan in paid_by_month(one).items():
            assert one.since <= month
            assert yuan <= by_law(one.born, month), f"{month}: more than the rule gives"
        check_stop(one)


def check_stop(one: Entitlement) -> None:
    stop = Stop.objects.filter(entitlement=one, kind="stop", lifted_on=None).first()
    claimed: dict[date, Decimal] = defaultdict(Decimal)
    for row in ClaimedMonth.objects.filter(entitlement=one):
        claimed[row.month] += row.amount if row.living else row.repaid
    if stop is None:
        assert not Claim.objects.filter(entitlement=one, state="open").exists(), "a claim without its stop"
        return
    assert one.until == months.add(stop.from_month, -1)
    late = PaymentLine.objects.filter(entitlement=one, month__gte=stop.from_month).exclude(list__state="draft")
    reached: dict[date, Decimal] = defaultdict(Decimal)
    for line in late:
        reached[line.month] += line.amount if line.state == "paid" else 0
    assert {m: v for m, v in reached.items() if v} == {m: v for m, v in claimed.items() if v and m >= stop.from_month}


def check_in_the_end(city: City) -> None:
    """Everything mended and one more list paid: what is due and what was paid are the same."""
    for one in city.people:
        Entitlement.objects.filter(pk=one.pk).update(account_fault="", account_number="62170000000001")
    city._pay_out()
    city.now += timedelta(days=31)
    for _ in range(8):
        # Month after month up to now: each list waits for the one before it.
        city.pay(city.people[0], 0)
    last = PaymentList.objects.order_by("month").last()
    for one in Entitlement.objects.all():
        halt = Stop.objects.filter(entitlement=one, lifted_on=None).order_by("from_month").first()
        paid = paid_by_month(one)
        for month in months.span(one.since, last.month if last else one.since):
            if halt is None or month < halt.from_month:
                assert paid[month] == (by_law(one.born, month) if last else 0), f"{month} is not settled"


@pytest.mark.usefixtures("city")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(born=st.lists(births, min_size=2, max_size=2), script=st.lists(steps, max_size=25))
def test_no_order_of_events_pays_a_month_twice_or_leaves_one_unpaid(
    born: list[date], script: list[tuple[str, int, int]]
) -> None:
    alone(lambda: play(born, script))


def play(born: list[date], script: list[tuple[str, int, int]]) -> None:
    city = City(born)
    for step in script:
        city.do(*step)
        check_always(city)
    check_in_the_end(city)
    check_always(city)


def alone(work: Callable[[], Any]) -> None:
    """Run with a database and a payment channel that nobody has used, and leave nothing behind."""
    from yimen.domains.benefits import ports

    class Channel(dict):  # type: ignore[type-arg]
        def pay(self, reference: str, lines: Any) -> Any:
            answer = [
                ports.Result(one.line, "failed" if one.account.endswith("0404") else "paid", "销户") for one in lines
            ]
            held, receipt = self.setdefault(reference, (list(lines), ports.Receipt(reference, "B", tuple(answer))))
            assert held == list(lines), "another list under a known reference"
            return receipt

    with patch.object(ports, "_plugged", [Channel()]), transaction.atomic():
        work()
        transaction.set_rollback(True)
