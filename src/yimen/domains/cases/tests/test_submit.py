from datetime import date

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.errors import NotComplete
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make
from yimen.ground.audit.models import Entry
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance


def again(case: Case) -> Case:
    return submit(actor=case.account.actor(NOW), case=case, now=NOW)


def test_submitting_is_reception_and_starts_the_process(cast: Cast) -> None:
    case = make.submitted(cast.zhang_wei)
    assert (case.status, case.word) == ("submitted", "在办")
    assert case.submitted_at == NOW
    assert case.accepted_at is None
    instance = Instance.objects.get(subject_kind="case", subject_ref=case.number)
    assert instance.definition == "individual-business-registration@1"


def test_the_applicant_is_told_within_five_working_days(cast: Cast) -> None:
    # Received on Friday 20 November 2026; the weekend does not count.
    assert make.submitted(cast.zhang_wei).answer_by == date(2026, 11, 27)


def test_an_incomplete_application_is_refused_and_says_how_much_is_left(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei, staff_count="", trade_name="")
    with pytest.raises(NotComplete) as refusal:
        again(case)
    assert refusal.value.failures == 2
    assert "还有 2 处没填好" in refusal.value.sentence
    assert make.fresh(case).status == "draft"
    assert not Instance.objects.exists()
    assert not Delivery.objects.filter(listener__startswith="cases.tell").exists()


def test_an_address_outside_the_streets_of_the_city_is_refused(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei, premises={"street": "110101001", "detail": "长安街 1 号"})
    with pytest.raises(NotComplete):
        again(case)


def test_submitting_twice_is_one_process(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei)
    first, second = again(case), again(case)
    assert first.pk == second.pk
    assert Instance.objects.count() == 1
    assert case.steps.filter(kind="submitted").count() == 1
    assert Entry.objects.filter(action="submit").count() == 1


def test_the_receipt_is_made_after_the_transaction_by_the_worker(cast: Cast) -> None:
    case = make.submitted(cast.zhang_wei)
    assert document_of(Subject("case", case.number), "receipt") is None
    make.drain()
    receipt = document_of(Subject("case", case.number), "receipt")
    assert receipt is not None
    assert receipt.data["told_by"] == "2026-11-27"
    assert receipt.data["received_at"] == "2026-11-20T10:00+08:00"
    assert [one["name"] for one in receipt.data["materials"]][:2] == ["个体工商户登记申请书", "经营者身份证明"]


def test_what_is_not_asked_any_more_is_not_handed_in(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei, use_name="是", trade_name="云溪市桂花路小面馆")
    case = make.save(case, "name", {"use_name": "否"}, seen="a-page").case
    assert case.answers["trade_name"] == "云溪市桂花路小面馆"
    handed_in = submit(actor=cast.zhang_wei.actor(NOW), case=case, now=NOW)
    assert "trade_name" not in make.fresh(handed_in).answers
    assert make.fresh(handed_in).answers["use_name"] is False
