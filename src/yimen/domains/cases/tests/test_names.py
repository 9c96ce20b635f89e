"""A name belongs to whoever is registered under it first, even when two applications run side by side."""

from tests.cast import NOW, Cast
from yimen.domains.cases.capabilities import CAPABILITIES
from yimen.domains.cases.queries import findings_of
from yimen.domains.cases.tests import make
from yimen.domains.certificates.models import Certificate
from yimen.domains.registers.models import Record
from yimen.ground.documents.models import Document

NAME = "云溪市桂花路小面馆"


def held() -> Record:
    return Record.objects.get(register_id="business-names", key=NAME, replaced_at=None)


def test_a_granted_name_stands_in_the_register(cast: Cast) -> None:
    case = make.granted(cast.zhang_wei)
    assert held().data == {"name": NAME, "taken": True, "case": case.number}


def test_a_shop_without_a_name_takes_none(cast: Cast) -> None:
    before = Record.objects.filter(register_id="business-names").count()
    make.granted(cast.zhang_wei, use_name="否", trade_name="")
    assert Record.objects.filter(register_id="business-names").count() == before


def test_whoever_comes_later_is_not_granted_it_on_the_spot(cast: Cast) -> None:
    first, second = make.granted(cast.zhang_wei), make.handled(cast.chen_jing)
    assert second.status == "accepted"
    assert [(one["condition"], one["finding"]) for one in findings_of(second)] == [("c4", "不符合")]
    assert held().data["case"] == first.number


def test_of_two_that_run_side_by_side_one_is_granted_and_one_is_looked_at_again(cast: Cast) -> None:
    cases = [make.submitted(account) for account in (cast.zhang_wei, cast.chen_jing)]
    make.drain()
    first, second = (make.fresh(case) for case in cases)
    assert (first.status, second.status) == ("granted", "accepted")
    assert [(one["condition"], one["finding"]) for one in findings_of(second)] == [("c4", "不符合")]
    assert make.task_of(second).kind == "work"
    assert Certificate.objects.get().holder == first.applicant
    assert Document.objects.filter(kind="grant-registration").count() == 1


def test_not_even_an_officer_can_give_a_name_twice(cast: Cast) -> None:
    make.granted(cast.zhang_wei)
    second = make.decided(make.handled(cast.chen_jing), cast.li_min, "grant")
    assert second.status == "accepted"
    assert make.task_of(second).name == "形式审查"
    assert Certificate.objects.count() == 1
    assert make.decided(second, cast.li_min, "refuse").status == "refused"


def test_granting_again_writes_the_name_once(cast: Cast) -> None:
    case = make.granted(cast.zhang_wei)
    CAPABILITIES["grant"](case.number, now=NOW)
    assert Record.objects.filter(register_id="business-names", key=NAME, reserved_for="").count() == 1
