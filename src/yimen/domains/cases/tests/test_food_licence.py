"""A food licence from the window to delivery: each step by the officer whose it is, under the clock of the law."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.tests import make_food as make
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject


def papers(number: str) -> list[str]:
    return [one.kind for one in documents_of(Subject("case", number))]


def test_a_licence_in_order_is_accepted_reviewed_inspected_by_two_and_granted(cast: Cast) -> None:
    case = make.granted(cast)
    assert papers(case.number) == ["receipt", "acceptance", "grant-permit", "food-business-licence"]
    assert case.result_number.startswith("JY2990181")
    assert len(case.result_number) == 16
    assert [one.kind for one in case.steps.all()] == [
        *("submitted", "accepted", "reviewed", "inspected", "officer-grant", "granted", "issued", "delivered"),
    ]


def test_the_promise_and_the_statute_run_side_by_side_from_acceptance(cast: Cast) -> None:
    case = make.accepted(cast)
    assert (case.accepted_on, case.promised_on, case.statutory_on) == (
        date(2026, 11, 20),
        date(2026, 11, 27),
        date(2026, 12, 4),
    )


def test_a_correction_lies_before_acceptance_so_nothing_has_begun(cast: Cast) -> None:
    case = make.correcting(cast)
    assert case.status == "correcting"
    assert case.promised_on is None
    assert papers(case.number) == ["receipt", "correction"]


def test_after_the_correction_the_five_days_run_from_the_corrected_papers(cast: Cast) -> None:
    case = make.corrected(cast, later=NOW + timedelta(days=3))
    assert case.status == "submitted"
    assert case.answer_by == date(2026, 11, 30)


def test_what_an_inspector_finds_wrong_stands_in_the_checklist(cast: Cast) -> None:
    case = make.inspected(cast, found={**make.IN_ORDER, "site_no_cross": "false"})
    from yimen.domains.cases.queries import checklist_of

    found = {one["condition"]: one["finding"] for one in checklist_of(case)}
    assert found["k2"] == "不符合"
    assert {finding for condition, finding in found.items() if condition != "k2"} == {"符合"}


@pytest.mark.parametrize("outcome", ["refuse"])
def test_a_refusal_carries_facts_reasons_and_both_remedies(cast: Cast, outcome: str) -> None:
    wrong = {**make.IN_ORDER, "site_no_cross": "false"}
    case = make.decided(cast, outcome, grounds=["k2"], note="生熟加工在同一操作台，流程交叉", found=wrong)
    assert case.status == "refused"
    document = documents_of(Subject("case", case.number)).get(kind="refuse-permit")
    assert document.data["reasons"][0]["basis"]
    assert document.data["body"]["review_body"] == "云溪市人民政府"
