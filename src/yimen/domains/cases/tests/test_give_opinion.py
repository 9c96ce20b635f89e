"""审查意见: an officer agrees or objects with reasons and decides nothing."""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.errors import NoteTooLong, ReasonMissing, WrongOutcome
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import UNPRINTABLE, evidence, ready, steps
from yimen.ground.accounts.models import Account
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.errors import Stale

TEXT = "布局图和设备清单一致，材料齐全"


def give(case: Case, officer: Account, outcome: str = "agree", text: str = TEXT, **named) -> Case:
    give_opinion(
        actor=officer.actor(NOW),
        case=case,
        task=named.get("task") or task_of(case),
        outcome=outcome,
        text=text,
        now=NOW,
    )
    drain()
    return fresh(case)


@pytest.mark.parametrize("outcome", ["agree", "object"])
def test_both_opinions_hand_the_case_on_and_decide_nothing(cast: Cast, outcome: str) -> None:
    case = give(make.accepted(cast), cast.wu_lei, outcome)
    opinion = case.opinions.get()
    assert (opinion.outcome, opinion.text, opinion.by, opinion.step) == (outcome, TEXT, "吴磊", "书面审查")
    assert (case.status, case.decision, task_of(case).act) == ("accepted", "", "inspect")
    assert evidence(case, "give-opinion").details == {"outcome": outcome}


def test_the_history_that_the_applicant_reads_does_not_tell_the_opinion(cast: Cast) -> None:
    case = give(make.accepted(cast), cast.wu_lei, "object", "面积存疑")
    assert "面积存疑" not in "".join(case.steps.values_list("note", flat=True))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", ReasonMissing), (" \n", ReasonMissing), ("长" * 2001, NoteTooLong), (f"同意{UNPRINTABLE}", MissingGlyphs)],
)
def test_an_opinion_says_something_that_can_be_kept(cast: Cast, text: str, refusal: type[Exception]) -> None:
    case = make.accepted(cast)
    with pytest.raises(refusal):
        give(case, cast.wu_lei, text=text)
    assert not case.opinions.exists()
    assert task_of(case).act == "review"


def test_the_second_of_two_reviewers_is_told(cast: Cast) -> None:
    case = make.accepted(cast)
    task = task_of(case)
    give(case, cast.wu_lei)
    with pytest.raises(Stale):
        give(case, cast.wu_lei, "object", task=task)
    assert case.opinions.count() == 1


@pytest.mark.parametrize("outcome", ["", "grant", "accept"])
def test_only_agree_and_object_are_opinions(cast: Cast, outcome: str) -> None:
    with pytest.raises(WrongOutcome):
        give(make.accepted(cast), cast.wu_lei, outcome)


def test_an_opinion_is_no_decision_even_at_the_step_of_the_decision_38(cast: Cast) -> None:
    case = ready(cast)
    with pytest.raises(WrongOutcome):
        give(case, cast.zheng_hong, "grant")
    assert "granted" not in steps(fresh(case))


def test_a_decision_is_no_opinion_even_at_the_step_of_the_review(cast: Cast) -> None:
    case = make.accepted(cast)
    with pytest.raises(WrongOutcome):
        decide(
            actor=cast.wu_lei.actor(NOW), case=case, task=task_of(case), outcome="agree", grounds=[], note=TEXT, now=NOW
        )
    assert fresh(case).decision == ""
