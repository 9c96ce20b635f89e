"""Services of the demo city from the form to the sealed paper, each by its own first scenario."""

import pytest

from tests.cast import Cast
from yimen.domains.cases.tests.make_service import handled, submitted
from yimen.domains.cases.tests.make_steps import kinds, paper
from yimen.domains.cases.tests.test_papers import sound
from yimen.domains.registers.models import Record
from yimen.ground.accounts.models import Account

ZHOU_XIAOHE, HUANG_CHUNSHENG, HU_YIMING = "15400000011", "15400000016", "15400000017"
CHEN_JING, FENG_YUAN = "15400000002", "15400000028"
# Who applies, the service, a scenario that the demo's registers bear out, the papers, and a line of the decision.
GRANTED = [
    (
        ZHOU_XIAOHE,
        "disability-allowances",
        "granted-both",
        ["receipt", "grant-benefit"],
        {"label": "重度残疾人护理补贴", "value": "每月110元，自2026年11月起计发"},
    ),
    (
        HUANG_CHUNSHENG,
        "minimum-living-allowance",
        "granted-family",
        ["receipt", "grant-benefit"],
        {"label": "月保障金额", "value": "1650元"},
    ),
    (
        HU_YIMING,
        "disability-certificate",
        "granted-at-hospital",
        ["receipt", "grant-confirmation"],
        {"label": "残疾人证号", "value": "99018119980315041042"},
    ),
    (
        HUANG_CHUNSHENG,
        "public-rental-housing",
        "granted-family",
        ["receipt", "grant-confirmation"],
        {"label": "优先情形", "value": "低保"},
    ),
    (
        FENG_YUAN,
        "residence-permit",
        "granted-by-job",
        ["receipt", "grant-confirmation", "residence-permit"],
        {"label": "申领事由", "value": "合法稳定就业"},
    ),
    (
        CHEN_JING,
        "housing-fund-withdrawal",
        "granted-for-rent",
        ["receipt", "grant-service"],
        {"label": "提取金额", "value": "18000 元"},
    ),
]


@pytest.mark.printed
@pytest.mark.parametrize(("who", "slug", "scenario", "made", "line"), GRANTED, ids=[one[1] for one in GRANTED])
def test_it_goes_from_the_form_to_the_sealed_papers(
    cast: Cast, who: str, slug: str, scenario: str, made: list[str], line: dict[str, str]
) -> None:
    case = handled(submitted(Account.objects.get(login=who), slug, scenario), scenario)
    assert case.status == "granted"
    assert kinds(case) == made
    assert sound(case)
    assert line in paper(case, made[1]).data["entries"]


@pytest.mark.printed
def test_a_benefit_that_is_refused_says_why(cast: Cast) -> None:
    applicant = Account.objects.get(login=ZHOU_XIAOHE)
    case = handled(submitted(applicant, "disability-allowances", "granted-both"), "certificate-expired")
    assert case.status == "refused"
    assert kinds(case) == ["receipt", "refuse-benefit"]
    assert sound(case)


@pytest.mark.printed
def test_a_confirmation_that_is_refused_says_why(cast: Cast) -> None:
    applicant = Account.objects.get(login=HU_YIMING)
    case = handled(submitted(applicant, "disability-certificate", "granted-at-hospital"), "below-standard")
    assert case.status == "refused"
    assert kinds(case) == ["receipt", "refuse-confirmation"]
    assert sound(case)


def test_what_the_doctors_found_stands_in_the_register_at_once(cast: Cast) -> None:
    applicant = Account.objects.get(login=HU_YIMING)
    case = handled(submitted(applicant, "disability-certificate", "granted-at-hospital"), "granted-at-hospital")
    held = Record.objects.get(register_id="disability-certificates", key="990181199803150410", replaced_at=None).data
    assert held["case"] == case.number
    assert held["cert_no"] == "99018119980315041042"
    assert (held["kind"], held["grade"], held["valid_to"]) == ("肢体", 2, "2036-11-20")


@pytest.mark.printed
def test_a_residence_permit_is_in_its_register_at_once_and_too_short_a_stay_is_refused(cast: Cast) -> None:
    applicant = Account.objects.get(login=FENG_YUAN)
    case = handled(submitted(applicant, "residence-permit", "granted-by-job"), "granted-by-job")
    held = Record.objects.get(register_id="residence-permits", key="990281199406170333", replaced_at=None).data
    assert (held["name"], held["live_street"], held["case"]) == ("冯远", "990181001", case.number)
    again = handled(submitted(applicant, "residence-permit", "granted-by-job"), "already-held")
    assert again.status == "refused"
    assert kinds(again) == ["receipt", "refuse-confirmation"]
    assert sound(again)


@pytest.mark.printed
def test_what_the_registers_bear_out_is_paid_at_once_and_says_that_no_officer_decided(cast: Cast) -> None:
    case = submitted(Account.objects.get(login=CHEN_JING), "housing-fund-withdrawal", "granted-on-retirement")
    assert case.status == "accepted", "her day of retirement is far ahead: an officer looks"
    paid = submitted(Account.objects.get(login=CHEN_JING), "housing-fund-withdrawal", "granted-for-loan")
    said = paper(paid, "grant-service").data
    assert (said["automatic"], said["finished_on"]) == (True, "2026-11-20")
    assert {"label": "收款账户", "value": "尾号 0018"} in said["entries"]
    received = paper(paid, "receipt").data
    assert (received["permit"], received["rule"], received["deemed_by"]) == (False, "", "")


@pytest.mark.printed
def test_a_public_service_that_is_refused_names_recheck_and_complaint_on_the_paper(cast: Cast) -> None:
    case = submitted(Account.objects.get(login=CHEN_JING), "housing-fund-withdrawal", "loan-more-than-paid")
    case = handled(case, "loan-more-than-paid")
    said = paper(case, "refuse-service").data
    assert (said["recheck_days"], said["recheck_answer_days"], said["complain"]) == (30, 15, "0300-0000213")
    assert kinds(case) == ["receipt", "refuse-service"]
    assert sound(case)
