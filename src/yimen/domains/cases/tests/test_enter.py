"""代录: at the window or in the village for a person present, both names on record (行政许可法 29)."""

import pytest

from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.access import draft_for_filler
from yimen.domains.cases.actions.enter import enter, takes_in_at
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.models import HELPER, ONLINE, WINDOW, Case
from yimen.domains.cases.tests import make_allowance as allowance
from yimen.domains.cases.tests import make_food as food
from yimen.domains.cases.tests.make import drain, fresh
from yimen.domains.cases.tests.make_steps import at, evidence, notices, paper
from yimen.domains.catalogue.queries import current_version
from yimen.ground.accounts.models import Account
from yimen.ground.errors import NotAllowed, NotFound
from yimen.ground.messages.models import Sms


def begin(cast: Cast, officer: Account, *, service: str = food.SERVICE, now=NOW) -> Case:
    return enter(officer=officer, person=person_of(cast.chen_jing), version=current_version(service), now=now)


def test_at_the_window_both_names_are_on_record_29(cast: Cast) -> None:
    case = begin(cast, cast.wang_fang)
    assert (case.applicant.name, case.entered_by, case.channel) == ("陈静", cast.wang_fang, WINDOW)
    assert case.entered_at_body is not None and case.entered_at_body.name == "云溪市市场监督管理局"
    assert case.account == cast.chen_jing
    assert evidence(case, "enter-for-person").actor_name == "王芳"


def test_in_the_village_it_is_the_helpers_way(cast: Cast) -> None:
    case = begin(cast, cast.tian_xiu, service=allowance.SERVICE)
    assert (case.channel, case.entered_by) == (HELPER, cast.tian_xiu)


def test_a_person_without_an_account_is_entered_too(cast: Cast) -> None:
    case = allowance.entered(cast)
    assert (case.account, case.applicant.name) == (None, "王桂英")


@pytest.mark.parametrize("who", ["wu_lei", "sun_jian", "zheng_hong", "ma_jianguo", "he_miao", "xu_jing"])
def test_who_does_not_take_in_enters_nothing(cast: Cast, who: str) -> None:
    officer = getattr(cast, who)
    assert takes_in_at(officer, NOW) is None
    with pytest.raises(NotAllowed, match="不收件"):
        begin(cast, officer)
    assert not Case.objects.exists()


def test_a_citizen_enters_nothing_for_others(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        begin(cast, cast.zhang_wei)


def test_whose_post_has_ended_enters_nothing(cast: Cast) -> None:
    cast.wang_fang.appointments.update(until=NOW)
    with pytest.raises(NotAllowed):
        begin(cast, cast.wang_fang)


def test_a_draft_that_was_begun_online_is_taken_on_where_it_stands(cast: Cast) -> None:
    mine = food.filled(cast.chen_jing)
    case = begin(cast, cast.wang_fang)
    assert case.pk == mine.pk
    assert case.answers == mine.answers
    assert (case.channel, case.entered_by) == (WINDOW, cast.wang_fang)
    assert mine.channel == ONLINE


def test_begun_by_a_helper_it_goes_on_at_the_window_and_by_the_applicant(cast: Cast) -> None:
    first = begin(cast, cast.tian_xiu)
    second = begin(cast, cast.wang_fang, now=at(11, 23))
    assert (second.pk, second.entered_by) == (first.pk, cast.wang_fang)
    assert draft_for_filler(cast.wang_fang, None, second.number).pk == first.pk
    assert draft_for_filler(cast.chen_jing, person_of(cast.chen_jing), second.number).pk == first.pk
    with pytest.raises(NotFound):
        draft_for_filler(cast.tian_xiu, None, second.number)


def test_nobody_else_fills_it(cast: Cast) -> None:
    case = begin(cast, cast.wang_fang)
    for account, person in ((cast.zhang_wei, person_of(cast.zhang_wei)), (cast.li_min, None), (cast.zhang_wei, None)):
        with pytest.raises(NotFound, match="没有找到这个办件"):
            draft_for_filler(account, person, case.number)


def test_once_submitted_nobody_fills_it_until_a_correction_is_asked(cast: Cast) -> None:
    case = allowance.submitted(cast)
    with pytest.raises(NotFound):
        draft_for_filler(cast.tian_xiu, None, case.number)


def test_the_receipt_is_sealed_by_whoever_took_it_in_and_printed_there_32(cast: Cast) -> None:
    food.filled(cast.chen_jing)
    case = begin(cast, cast.wang_fang)
    submit(actor=cast.wang_fang.actor(NOW), case=case, now=NOW)
    drain()
    receipt = paper(fresh(case), "receipt")
    assert receipt.body == case.entered_at_body
    assert receipt.data["channel"] == "政务服务窗口（工作人员代录）"
    assert receipt.addressee == "云溪市学府路餐饮服务部"


def test_the_hours_of_the_window_that_took_it_in_count(cast: Cast) -> None:
    case = allowance.entered(cast)
    assert case.entered_at_body is not None
    case.entered_at_body.office_hours = {"week": {"2": ["09:00-12:00"]}}
    case.entered_at_body.save(update_fields=["office_hours"])
    case = submit(actor=cast.tian_xiu.actor(NOW), case=case, now=NOW)
    assert case.received_on is not None and case.received_on.isoweekday() == 2


def test_who_has_no_account_is_told_at_the_number_of_the_form(cast: Cast) -> None:
    case = allowance.submitted(cast)
    assert notices(case, "submitted")[0].person == case.applicant
    assert Sms.objects.get(key__startswith="submitted").mobile == case.answers["contact_mobile"]


def test_what_the_person_finishes_online_counts_by_the_hours_of_the_body_that_decides(cast: Cast) -> None:
    food.filled(cast.chen_jing)
    case = begin(cast, cast.tian_xiu)
    assert case.entered_at_body is not None
    case.entered_at_body.office_hours = {"week": {"2": ["09:00-12:00"]}}
    case.entered_at_body.save(update_fields=["office_hours"])
    case = submit(actor=cast.chen_jing.actor(NOW), case=case, now=NOW)
    assert (case.channel, case.entered_at_body) == (ONLINE, None)
    assert case.received_on is not None and case.received_on.isoformat() == "2026-11-20"
