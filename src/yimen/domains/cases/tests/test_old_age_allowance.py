"""An old person's allowance: entered by the village's helper, seen in the village, reviewed in the street, confirmed
in the county; what follows is a right to money each month."""

from datetime import date

from tests.cast import Cast
from yimen.domains.benefits.models import Entitlement
from yimen.domains.cases.tests import make_allowance as make
from yimen.domains.cases.tests.make import task_of
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject


def test_each_level_has_its_own_task(cast: Cast) -> None:
    case = make.submitted(cast)
    assert str(task_of(case).post) == "云岭乡 受理岗"
    assert str(task_of(make.accepted(cast)).post).startswith("云岭村")


def test_both_names_stand_on_the_record(cast: Cast) -> None:
    case = make.submitted(cast)
    assert (case.applicant.name, case.entered_by.name, case.channel) == ("王桂英", "田秀", "helper")
    receipt = documents_of(Subject("case", case.number)).get(kind="receipt")
    assert receipt.body.name == case.entered_at_body.name


def test_no_statute_sets_a_limit_so_the_promise_alone_runs(cast: Cast) -> None:
    case = make.accepted(cast)
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 4), None)


def test_confirmed_it_is_a_right_from_the_month_of_the_application(cast: Cast) -> None:
    case = make.granted(cast)
    assert case.status == "granted"
    right = Entitlement.objects.get(case_number=case.number)
    assert right.since == date(2026, 11, 1)
    papers = [one.kind for one in documents_of(Subject("case", case.number))]
    assert papers == ["receipt", "grant-old-age-allowance"]
