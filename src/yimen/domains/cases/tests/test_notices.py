"""Each event tells the right people once, and a text message names nobody's numbers."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases import events
from yimen.domains.cases.actions.answer_urge import answer_urge
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.actions.tell_more_time import tell_more_time
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Case
from yimen.domains.cases.notices import NOTICES
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, declined, notices, special
from yimen.ground.messages.models import Notice, Sms
from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import _LISTENERS, listener

WHY = "要等排烟管道改完"
ASKED = "cases.tell-correction-asked"


def out_of_order(event: object, now: datetime) -> None:
    raise RuntimeError("the database is busy")


def long_life(cast: Cast) -> Case:
    """Corrected, accepted, tested for longer than told, extended, urged."""
    case = make_food.corrected(cast)
    monday = at(11, 23, 14)
    make_food.accept(actor=cast.wang_fang.actor(monday), case=case, task=task_of(case), now=monday)
    drain(monday)
    row = special(fresh(case), cast.wu_lei, now=monday)
    tell_more_time(
        actor=cast.wu_lei.actor(monday), case=case, procedure=row.pk, planned_end=date(2026, 12, 1), why=WHY, now=monday
    )
    tell_more_time(
        actor=cast.wu_lei.actor(monday), case=case, procedure=row.pk, planned_end=date(2026, 12, 2), why=WHY, now=monday
    )
    extend(officer=cast.ma_jianguo, case=case, added=2, reason=WHY, now=monday)
    urge(actor=cast.chen_jing.actor(monday), case=case, text="", now=monday)
    drain(monday)
    answer_urge(actor=cast.wu_lei.actor(monday), case=case, answer="12 月决定", now=monday)
    give_opinion(
        actor=cast.wu_lei.actor(monday), case=case, task=task_of(case), outcome="agree", text="齐全", now=monday
    )
    drain(monday)
    return fresh(case)


def test_every_event_of_this_domain_that_concerns_people_has_words() -> None:
    told = set(NOTICES)
    # Of a joint application every part has told its own end; when papers are destroyed stands beside them.
    silent = {events.CaseDelivered, events.DocumentRead, events.CaseConcluded, events.MaterialsDestroyed}
    assert {one for one in vars(events).values() if isinstance(one, type)} == told | silent


def test_nothing_is_told_twice_when_an_event_is_delivered_twice_even_days_later(cast: Cast) -> None:
    case = long_life(cast)
    before = (Notice.objects.count(), Sms.objects.count())
    done = [one for one in Delivery.objects.all() if one.listener.startswith("cases.tell-")]
    assert len(done) >= 10
    for one in done:
        target = listener(one.listener)
        target.react(target.event(**one.payload), NOW + timedelta(days=9))
    assert (Notice.objects.count(), Sms.objects.count()) == before
    assert all(not one.is_open for one in notices(case, "correction-asked"))


def test_text_messages_carry_no_personal_number_no_name_and_no_address(cast: Cast) -> None:
    case = long_life(cast)
    texts = list(Sms.objects.filter(key__contains=case.number))
    assert len(texts) >= 6
    secrets = [case.answers[key] for key in ("rep_id", "safety_manager_id", "uscc", "contact_mobile", "rep_name")]
    for one in texts:
        assert one.mobile == "15400000002"
        assert not [secret for secret in secrets if secret in one.text]
        assert not re.search(r"\d{11}|http|www", one.text.replace(case.number, ""))
        assert len(one.text) < 300


def test_the_contact_of_the_form_is_told_not_the_account(cast: Cast) -> None:
    make_food.submitted(cast.chen_jing, contact_mobile="15400000009")
    assert {one.mobile for one in Sms.objects.all()} == {"15400000009"}


def test_received_and_accepted_say_by_when(cast: Cast) -> None:
    case = make_food.accepted(cast)
    assert notices(case, "submitted")[0].text == "11月27日前告知是否受理。收件凭证在办件页面。"
    assert notices(case, "accepted")[0].text == "已经受理，承诺11月27日前办结。"


def test_decided_on_the_spot_one_message_is_enough(cast: Cast) -> None:
    case = make.granted(cast.zhang_wei)
    assert notices(case, "accepted") == []
    assert len(notices(case, "decided")) == 1


def test_granted_and_refused_are_called_as_in_the_matter(cast: Cast) -> None:
    case = make_food.granted(cast)
    assert notices(case, "decided")[0].title == "准予许可：食品经营许可（新办）"
    refused = make.refused(cast.chen_jing, cast.li_min)
    told = notices(refused, "decided")[0]
    assert told.title.startswith("不予登记：")
    assert "救济途径" in told.text


@pytest.mark.parametrize("end", ["supplied", "withdrawn", "declined"])
def test_a_request_that_comes_late_asks_for_nothing_that_is_over(
    cast: Cast, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setitem(_LISTENERS, ASKED, replace(listener(ASKED), react=out_of_order))
        case = make_food.correcting(cast)
    Delivery.objects.filter(listener=ASKED).update(next_at=at(12, 31))
    late = at(11, 24)
    if end == "supplied":
        make_food.hand_in(case, "m3", now=late)
        supply_correction(actor=cast.chen_jing.actor(late), case=case, task=task_of(case), now=late)
    elif end == "withdrawn":
        withdraw(actor=cast.chen_jing.actor(late), case=case, reason="", now=late)
    else:
        late = at(12, 19)
        drain(late)
        declined(fresh(case), cast.wang_fang, "still-incomplete", facts="到期没有补正", now=late)
    drain(late)
    assert notices(case, "correction-asked") == []
    drain(at(12, 31, 12))
    assert [one for one in notices(case, "correction-asked") if one.is_open] == []
