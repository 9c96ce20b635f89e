"""A house sold with the demo city's registers, bodies and officers: tax, transfer, meters, one after the other."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.lanes import lanes_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_joint import lane
from yimen.domains.cases.tests.test_services_of_the_county import (
    accepted,
    decided,
    officer,
    paper,
    reasons,
    submitted,
)
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.domains.registers.keys import register_key
from yimen.domains.registers.queries import look_up
from yimen.ground.audit import SYSTEM

pytestmark = pytest.mark.django_db
SLUG, OLD, BUYER = "second-hand-house", "云（2019）云溪市不动产权第0000123号", "990181199005120110"


@pytest.fixture
def sale(cast: Cast) -> Case:
    return submitted(cast.zhang_wei, SLUG, "everything")


def taxed(case: Case, paid: str = "true") -> Case:
    """The officer has worked the tax out and written down whether it was paid."""
    one, found = lane(case, "tax-check"), {"tax_paid": paid, "tax_receipt": "320261123000000123"}
    record_inspection(
        officer=officer("shuibo"),
        case=one,
        task=task_of(one),
        visited_at=NOW,
        second=None,
        found=found,
        note="",
        now=NOW,
    )
    drain()
    return fresh(case)


def recorded(case: Case) -> Case:
    one = accepted(lane(case, "transfer"), "fangqi")
    reviewer = officer("fangqi").actor(NOW)
    give_opinion(actor=reviewer, case=one, task=task_of(one), outcome="agree", text="同意", now=NOW)
    drain()
    decided(fresh(one), "bude", "grant")
    return fresh(case)


def held(register: str, key: str) -> Mapping[str, Any]:
    found = look_up(actor=SYSTEM, register=register, keys=[register_key(key)], purpose="test", now=NOW)[0].data
    assert found is not None
    return found


def test_the_tax_is_worked_out_from_registers_and_the_transfer_waits_for_it(cast: Cast, sale: Case) -> None:
    assert [one.part for one in lanes_of(sale)] == ["tax-check"]
    case = taxed(sale)
    assert [one["value"] for one in paper(lane(case, "tax-check"), "grant-service").data["entries"]] == [
        "成交价 800000 元，税率 1%，税额 8000 元"
    ]
    assert [one.part for one in lanes_of(case)] == ["tax-check", "transfer"]
    assert held("tax-payments", OLD + BUYER)["paid"] is True


def test_the_registry_finds_everything_and_the_new_certificate_says_it(cast: Cast, sale: Case) -> None:
    case = recorded(taxed(sale))
    one = lane(case, "transfer")
    assert reasons(one) == []
    certificate = certificate_of_subject("case", one.number)
    assert certificate is not None
    told = dict(certificate.fields)
    assert told["证号"] == "云（2026）云溪市不动产权第0000001号"
    assert (told["坐落"], told["面积（㎡）"]) == ("云溪市城关街道桂花路 18 号 2 单元 301 室", "89")
    assert held("real-estate", OLD)["moved_to"] == BUYER
    assert held("real-estate", told["证号"])["owner_ids"] == [BUYER]


def test_the_meters_follow_the_house_and_arrears_stop_only_their_own(cast: Cast, sale: Case) -> None:
    case = recorded(taxed(sale))
    assert {one.part: one.status for one in lanes_of(case)} == {
        "tax-check": "granted",
        "transfer": "granted",
        "water": "granted",
        "power": "granted",
        "gas": "accepted",
        "cable": "granted",
    }
    assert held("water-accounts", "S990100123")["holder_id"] == BUYER
    assert reasons(lane(case, "gas")) == ["燃气户号还有欠费，卖方缴清以后再办"]
    gas = lane(case, "gas")
    handler = officer("ranxing").actor(NOW)
    decide(actor=handler, case=gas, task=task_of(gas), outcome="refuse", grounds=["c3"], note="欠费", now=NOW)
    drain()
    assert fresh(case).status == "concluded"
    said = paper(lane(case, "gas"), "refuse-service").data
    assert (said["recheck_days"], said["complain"]) == (15, "0300-0000253")


def test_without_the_tax_the_house_is_not_transferred(cast: Cast, sale: Case) -> None:
    case = taxed(sale, paid="false")
    one = lane(case, "tax-check")
    handler = officer("shuibo").actor(NOW)
    decide(actor=handler, case=one, task=task_of(one), outcome="refuse", grounds=["k1"], note="没有缴", now=NOW)
    drain()
    assert [(each.part, each.status) for each in lanes_of(case)] == [("tax-check", "refused")]
    assert fresh(case).status == "concluded"


def test_a_seizure_is_told_before_any_tax_is_paid(cast: Cast) -> None:
    told = {
        "cert_no": "云（2016）云溪市不动产权第0000456号",
        "seller_contact": "刘洋",
        "seller_id": "990181199512240336",
        "buyer_contact": "陈静",
        "buyer_id": "990181198711030281",
        "unit_no": "990181002001GB00034F00020005",
    }
    case = submitted(cast.chen_jing, SLUG, "everything", **told)
    assert "房子被查封，过不了户，先不要缴税" in reasons(lane(case, "tax-check"))
