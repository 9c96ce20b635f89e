"""The decision on a permit: back to be looked at again, and with or against the checklist (行政许可法 38)."""

from datetime import date

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.errors import ReasonMissing
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import checklist_of
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import UNPRINTABLE, at, evidence, kinds, paper, ready, say, seal_away, steps
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.claim import claim

CROSSED = {**make.IN_ORDER, "site_no_cross": "false"}
FACTS = "生熟加工在同一操作台，流程交叉"


def still_open(case: Case) -> bool:
    found = fresh(case)
    return (found.status, found.decision, task_of(found).act) == ("accepted", "", "decide")


def test_sent_back_it_goes_to_the_reviewer_with_the_reason_and_the_clock_runs_on(cast: Cast) -> None:
    case = ready(cast)
    say(case, cast.zheng_hong, "back", note="核对一下转让合同")
    drain()
    case = fresh(case)
    assert (task_of(case).node, task_of(case).due_on) == ("written-review", date(2026, 11, 27))
    assert (case.decision, case.decided_at, case.reasons) == ("", None, [])
    opinion = case.opinions.get(outcome="back")
    assert (opinion.text, opinion.by) == ("核对一下转让合同", "郑红")


def test_sent_back_it_comes_again_and_is_decided_once(cast: Cast) -> None:
    case = ready(cast)
    say(case, cast.zheng_hong, "back", note="核对一下转让合同")
    drain()
    give_opinion(actor=cast.wu_lei.actor(NOW), case=case, task=task_of(case), outcome="agree", text="已核对", now=NOW)
    drain()
    # Everything on site was in order: nobody has to go there again.
    assert task_of(case).node == "decision"
    assert steps(fresh(case)).count("reviewed") == 2


@pytest.mark.parametrize(("note", "refusal"), [("", ReasonMissing), (f"看{UNPRINTABLE}", MissingGlyphs)])
def test_sending_back_says_what_to_look_at(cast: Cast, note: str, refusal: type[Exception]) -> None:
    case = ready(cast)
    with pytest.raises(refusal):
        say(case, cast.zheng_hong, "back", note=note)
    assert still_open(case)


def test_why_it_was_sent_back_is_between_the_officers(cast: Cast) -> None:
    case = ready(cast)
    say(case, cast.zheng_hong, "back", note="怀疑合同是假的")
    assert "怀疑合同是假的" not in "".join(fresh(case).steps.values_list("note", flat=True))


def test_in_order_it_is_granted_without_a_word(cast: Cast) -> None:
    case = ready(cast)
    assert {one["finding"] for one in checklist_of(case)} == {"符合"}
    say(case, cast.zheng_hong, "grant")
    assert evidence(case, "decide").details["against_checklist"] is False


def test_against_the_checklist_a_grant_needs_a_reason_38(cast: Cast) -> None:
    case = make.inspected(cast, found=CROSSED)
    with pytest.raises(ReasonMissing, match="没通过的条目"):
        say(case, cast.zheng_hong, "grant", note=" ")
    assert still_open(case)
    say(case, cast.zheng_hong, "grant", note="当场已把生熟操作台分开，拍照存档")
    drain()
    assert fresh(case).status == "granted"
    assert evidence(case, "decide").details["against_checklist"] is True


def test_a_refusal_where_all_is_met_is_against_the_checklist_and_rests_on_facts_38(cast: Cast) -> None:
    case = ready(cast)
    with pytest.raises(ReasonMissing, match="查明的事实"):
        say(case, cast.zheng_hong, "refuse", grounds=["k3"])
    assert still_open(case)
    say(case, cast.zheng_hong, "refuse", grounds=["k3"], note="复看照片，没有消毒柜")
    drain()
    assert evidence(case, "decide").details["against_checklist"] is True
    assert paper(case, "refuse-permit").data["reasons"] == [
        {"sentence": "消毒、更衣、盥洗、防蝇防鼠防虫、废弃物设施不齐全", "basis": "食品安全法第三十三条第一款第二项"}
    ]


def test_a_refusal_on_what_was_found_is_not_against_it(cast: Cast) -> None:
    case = make.inspected(cast, found=CROSSED)
    say(case, cast.zheng_hong, "refuse", grounds=["k2"], note=FACTS)
    assert evidence(case, "decide").details["against_checklist"] is False


def test_the_clock_ends_with_the_officers_decision_not_with_the_workers_paper(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ready(cast)
    say(case, cast.zheng_hong, "grant", now=at(11, 27, 17))
    with monkeypatch.context() as away:
        seal_away(away)
        drain(at(11, 27, 17))
        assert fresh(case).status == "accepted"
    drain(at(12, 10))
    case = fresh(case)
    assert (case.status, case.decided_at) == ("granted", at(11, 27, 17))
    # Delivery is five working days from the decision (行政许可法 44; the regulation is stricter).
    assert case.deliver_by == date(2026, 12, 4)
    assert kinds(case)[-2:] == ["grant-permit", "food-business-licence"]


def test_the_written_decision_names_the_certificate_its_number_and_by_when_it_comes_38_39_44(cast: Cast) -> None:
    case = make.granted(cast)
    said = paper(case, "grant-permit").data
    assert (said["certificate"], said["certificate_number"]) == ("食品经营许可证", case.result_number)
    assert said["certificate_by"] == "2026-11-27"
    assert (said["valid_from"], said["valid_until"]) == ("2026-11-20", "2031-11-19")


def test_a_task_in_a_colleagues_hands_is_not_decided_by_another(cast: Cast) -> None:
    case = ready(cast)
    claim(officer=cast.zheng_hong, task=task_of(case), now=NOW)
    with pytest.raises(Stale, match="已经由郑红领取"):
        say(case, cast.ma_jianguo, "grant")
    assert still_open(case)
