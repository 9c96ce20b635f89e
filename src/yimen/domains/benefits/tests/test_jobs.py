from datetime import date
from typing import Any

import pytest

from yimen.domains.benefits import ports
from yimen.domains.benefits.actions.report_change import report_change
from yimen.domains.benefits.actions.send_list import send_list
from yimen.domains.benefits.jobs import ask_about_payments, compare_registers, write_owed_notices
from yimen.domains.benefits.models import PaymentList, Stop
from yimen.domains.benefits.ports import Receipt, payment_channel, plug_payment_channel
from yimen.domains.benefits.queries import owed_notices
from yimen.domains.benefits.tests import make
from yimen.ground.calendar.daily import Incomplete
from yimen.ground.documents import ports as documents
from yimen.ground.errors import Unavailable

pytestmark = pytest.mark.usefixtures("city")


def run(job: Any, now: Any) -> Any:
    return job.func(now.isoformat())


def test_the_daily_comparison_says_what_it_has_done() -> None:
    make.opened()
    make.says("civil-deaths", died_on="2027-01-08")
    assert run(compare_registers, make.at(2027, 1, 15)) == {
        "asked": 1,
        "alive": 0,
        "halted": 1,
        "moved": 0,
        "failed": 0,
    }
    assert run(compare_registers, make.at(2027, 1, 15)) == {
        "asked": 0,
        "alive": 0,
        "halted": 0,
        "moved": 0,
        "failed": 0,
    }


@pytest.mark.usefixtures("sealing")
def test_letters_that_the_outbox_gave_up_are_written_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    one = make.opened()
    report_change(
        actor=make.PAYER,
        entitlement=one,
        what="deceased_on",
        day=date(2027, 1, 8),
        source="证明",
        now=make.at(2027, 1, 9),
    )
    with monkeypatch.context() as away:
        away.setattr(documents, "_plugged", [])
        with pytest.raises(Incomplete, match="办成 0 项，没办成：stop-benefit"):
            run(write_owed_notices, make.at(2027, 1, 10))
    assert len(owed_notices()) == 1
    assert run(write_owed_notices, make.at(2027, 1, 11)) == 1
    assert Stop.objects.get().told_on == date(2027, 1, 11)
    assert run(write_owed_notices, make.at(2027, 1, 12)) == 0


class Silent:
    def pay(self, reference: str, lines: Any) -> Receipt:
        raise Unavailable("一卡通没有回应")


def test_lists_that_got_stuck_are_asked_about_and_the_desk_sees_why(monkeypatch: pytest.MonkeyPatch) -> None:
    make.opened()
    sent = send_list(actor=make.PAYER, payment_list=make.confirmed(make.DECEMBER), now=make.at(2026, 12))
    assert run(ask_about_payments, make.at(2026, 12)) == 0, "the outbox still has it in hand"
    with monkeypatch.context() as away:
        away.setattr(ports, "_plugged", [Silent()])
        assert run(ask_about_payments, make.at(2026, 12, 11)) == 0
    sent.refresh_from_db()
    assert (sent.state, sent.trouble) == ("sent", "一卡通没有回应")
    assert run(ask_about_payments, make.at(2026, 12, 12)) == 1
    made = PaymentList.objects.get()
    assert (made.state, made.trouble) == ("paid", "")


def test_without_a_channel_nothing_is_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_plugged", [])
    with pytest.raises(Unavailable, match="发放渠道还没有接上"):
        payment_channel()
    channel = Silent()
    plug_payment_channel(channel)
    assert payment_channel() is channel
