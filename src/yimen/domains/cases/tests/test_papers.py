"""Every paper of a case: complete for its kind, its own number, sealed by the body whose it is."""

import re
from datetime import date

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.cases.actions.tell_more_time import tell_more_time
from yimen.domains.cases.capabilities import CAPABILITIES
from yimen.domains.cases.models import Case, Extension
from yimen.domains.cases.papers.timing import tell_extension
from yimen.domains.cases.tests import make, make_allowance, make_food
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, declined, kinds, paper, papers, say, special, visited
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.kinds import all_kinds, kind_of, missing_entries
from yimen.ground.documents.models import Document

WHY = "要等排烟管道改完"
REGISTERED = {one.code for one in all_kinds()}


def sound(case: Case) -> bool:
    """Every paper of the case is complete, about this case, numbered and sealed by its body."""
    for one in papers(case):
        assert check_seals(one.read())[0].good, one
        assert one.data["case_number" if one.kind in REGISTERED else "number"]
        if one.kind in REGISTERED:
            assert not missing_entries(kind_of(one.kind), one.data), one
            assert one.data["case_number"] == case.number
            assert re.fullmatch(rf"{one.body.mark}\S+〔2026〕\d+号", one.number), one.number
        assert "U+" not in str(one.data) and "None" not in str(one.data)
    issued = Document.objects.values_list("body", "kind", "number")
    return len(set(issued)) == len(issued)


def permit(cast: Cast, outcome: str) -> Case:
    """A permit's whole life with every notice that there is."""
    case = make_food.corrected(cast)
    monday = at(11, 23, 14)
    make_food.accept(actor=cast.wang_fang.actor(monday), case=case, task=task_of(case), now=monday)
    drain(monday)
    row = special(fresh(case), cast.wu_lei, now=monday)
    wu_lei = cast.wu_lei.actor(monday)
    tell_more_time(actor=wu_lei, case=case, procedure=row.pk, planned_end=date(2026, 12, 1), why=WHY, now=monday)
    extend(officer=cast.ma_jianguo, case=case, added=2, reason=WHY, now=monday)
    make_food.give_opinion(actor=wu_lei, case=case, task=task_of(case), outcome="agree", text="齐全", now=monday)
    drain(monday)
    seen = visited(case, cast.wu_lei, cast.sun_jian, visited_at=monday, now=monday)
    make_food.confirm_inspection(
        officer=cast.sun_jian, case=case, task=task_of(case), seen_at=seen.recorded_at, now=monday
    )
    drain(monday)
    say(case, cast.zheng_hong, outcome, grounds=["k3"] if outcome == "refuse" else [], note="没有消毒柜", now=monday)
    drain(monday)
    read_document(actor=cast.chen_jing.actor(monday), case=case, document=papers(case)[-1], now=monday)
    drain(monday)
    return fresh(case)


@pytest.mark.printed
@pytest.mark.parametrize(
    ("outcome", "last"),
    [("grant", ["grant-permit", "food-business-licence", "delivery"]), ("refuse", ["refuse-permit", "delivery"])],
)
def test_a_permits_papers_are_complete_and_sealed_by_the_deciding_body_32_38_39_45(
    cast: Cast, outcome: str, last: list[str]
) -> None:
    case = permit(cast, outcome)
    assert kinds(case) == [
        *("receipt", "correction", "acceptance", "special-procedure", "special-procedure", "extension"),
        *last,
    ]
    assert sound(case)
    assert {one.body for one in papers(case)} == {case.body}
    assert {one.addressee for one in papers(case) if one.kind in REGISTERED} == {"云溪市学府路餐饮服务部"}


@pytest.mark.printed
def test_a_registrations_papers_too(cast: Cast) -> None:
    assert sound(make.granted(cast.zhang_wei))
    assert sound(make.refused(cast.chen_jing, cast.li_min))


@pytest.mark.printed
def test_a_benefits_papers_are_sealed_by_who_took_it_in_and_who_confirmed(cast: Cast) -> None:
    case = make_allowance.granted(cast)
    assert sound(case)
    assert {one.kind: one.body.name for one in papers(case)} == {
        "receipt": case.entered_at_body.name,
        "grant-old-age-allowance": case.body.name,
    }
    assert "62" not in str(paper(case, "grant-old-age-allowance").data["paid_to"]).split("尾号")[0]


@pytest.mark.printed
def test_a_benefit_that_is_refused_says_facts_reasons_basis_and_both_remedies(cast: Cast) -> None:
    case = make_allowance.reviewed(cast)
    ground = make_allowance.service_of(case).meta["refusals"][0]["condition"]
    say(case, cast.luo_lan, "refuse", grounds=[ground], note="户籍已迁到邻市")
    drain()
    told = paper(fresh(case), "refuse-benefit").data
    assert (told["facts"], len(told["reasons"])) == (["户籍已迁到邻市"], 1)
    assert told["basis"] and told["body"]["review_body"] and told["body"]["court"]
    assert sound(fresh(case))


@pytest.mark.printed
def test_a_benefit_that_is_not_accepted_names_its_own_rule_and_no_article_of_the_permit_law(cast: Cast) -> None:
    case = make_allowance.submitted(cast)
    grounds = {one["reason"]: one["id"] for one in make_allowance.service_of(case).meta["not_accepted"]}
    declined(case, cast.gao_feng, grounds["not-competent"], facts="户籍在邻市", competent_body="邻市民政局")
    drain()
    told = paper(fresh(case), "refuse-acceptance")
    assert told.data["rule"] and "行政许可法" not in told.data["rule"]
    assert told.body == case.body
    assert sound(fresh(case))


@pytest.mark.parametrize("capability", ["receipt", "accept", "grant", "issue", "deliver"])
def test_a_capability_that_is_asked_twice_makes_no_second_paper(cast: Cast, capability: str) -> None:
    case = make_food.granted(cast)
    before = ([one.pk for one in papers(case)], case.steps.count())
    CAPABILITIES[capability](case.number, now=at(11, 30))
    assert ([one.pk for one in papers(case)], fresh(case).steps.count()) == before


@pytest.mark.parametrize(("unit", "words"), [("workday", "3个工作日"), ("day", "3日"), ("month", "3个月")])
def test_an_extension_is_told_in_the_unit_of_its_rule(cast: Cast, unit: str, words: str) -> None:
    case = make_food.accepted(cast)
    row = Extension(
        case=case,
        added=3,
        unit=unit,
        basis="某条例第一条",
        approved_by="马建国",
        approved_on=date(2026, 11, 20),
        reason=WHY,
    )
    assert tell_extension(case, row, case.statutory_on, NOW).data["extended_by"] == words


def test_the_receipt_lists_what_was_handed_in_and_when_one_is_told_32(cast: Cast) -> None:
    said = paper(make_food.submitted(cast.chen_jing), "receipt").data
    assert said["materials"] == [
        {"name": "食品经营许可申请书", "form": "系统生成，在线签名"},
        {"name": "营业执照或者其他主体资格证明", "form": "电子证照，免交"},
        {"name": "主要设备设施、经营布局、操作流程文件", "form": "电子文件 1 个"},
        {"name": "保证食品安全的规章制度目录清单", "form": "系统生成，在线签名"},
    ]
    assert (said["received_at"], said["told_by"]) == ("2026-11-20T10:00+08:00", "2026-11-27")
