"""An enterprise opened with the demo city's registers, bodies and officers: the licence first, all else follows it."""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.hand_over_together import hand_over_together
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.lanes import lanes_of, not_begun, whole_promise
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_joint import lane
from yimen.domains.cases.tests.test_services_of_the_county import decided, officer, paper, reasons, submitted
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.domains.registers.keys import register_key
from yimen.domains.registers.queries import look_up
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day
from yimen.portals.citizen.joint import joint_page

pytestmark = pytest.mark.django_db
NAME = "云溪市山泉文化传播有限公司"
AFTER = ["seal", "tax", "social", "medical", "fund", "bank"]


@pytest.fixture
def opening(cast: Cast) -> Case:
    return submitted(cast.zhang_wei, "enterprise-opening", "everything", issue_together=True)


def registered(case: Case) -> Case:
    """The registrar has granted: the licence is there."""
    decided(lane(case, "set-up"), "limin", "grant")
    return fresh(case)


def engraved(case: Case) -> Case:
    found = {"seals_made": "true", "seal_codes": "9901810000123"}
    seal, engraver = lane(case, "seal"), officer("luoke")
    record_inspection(
        officer=engraver,
        case=seal,
        task=task_of(seal),
        visited_at=NOW,
        second=None,
        found=found,
        note="刻好三枚",
        now=NOW,
    )
    drain()
    return fresh(case)


def test_nothing_begins_before_the_licence_and_the_page_names_what_follows(cast: Cast, opening: Case) -> None:
    lanes = lanes_of(opening)
    later = not_begun(opening, lanes)
    assert ([one.part for one in lanes], [one.id for one in later]) == (["set-up"], AFTER)
    whole = whole_promise(lanes, legal_day(NOW))
    assert whole is not None and whole.then == tuple(one.name for one in later)
    told = "".join(joint_page(opening, NOW)["standing"].told)
    assert "后面还有：公章刻制备案、税务信息确认与发票申领" in told


def test_the_code_of_the_new_licence_reaches_the_parts_that_nobody_told_it(cast: Cast, opening: Case) -> None:
    case = engraved(registered(opening))
    code = lane(case, "set-up").result_number
    assert code.startswith("91990181")
    for part in AFTER:
        one = lane(case, part)
        assert one.status == "granted", part
        certificate = certificate_of_subject("case", one.number)
        assert certificate is not None
        assert ["统一社会信用代码", code] in [list(pair) for pair in certificate.fields], part
    for key in (code, NAME):
        found = look_up(actor=SYSTEM, register="business-licences", keys=[register_key(key)], purpose="test", now=NOW)
        assert found[0].data is not None and found[0].data["uscc"] == code


def test_the_papers_say_what_each_part_did(cast: Cast, opening: Case) -> None:
    case = engraved(registered(opening))
    assert [one["value"] for one in paper(lane(case, "tax"), "grant-service").data["entries"]] == [
        "增值税、城市维护建设税、企业所得税，每月发票额度 100000 元"
    ]
    assert [one["value"] for one in paper(lane(case, "social"), "grant-confirmation").data["entries"]] == [
        "单位已登记，首批参保 6 人"
    ]


def test_seals_and_licence_are_handed_over_together_and_the_whole_ends(cast: Cast, opening: Case) -> None:
    case = engraved(registered(opening))
    issuer = officer("wangfang").actor(NOW)
    hand_over_together(actor=issuer, case=case, task=task_of(case), received_by="张伟", place="综合窗口", now=NOW)
    drain()
    assert fresh(case).status == "concluded"


def test_without_the_licence_nothing_else_begins_and_the_name_is_free_again(cast: Cast, opening: Case) -> None:
    one = lane(opening, "set-up")
    registrar = officer("limin").actor(NOW)
    decide(actor=registrar, case=one, task=task_of(one), outcome="refuse", grounds=["c8"], note="住所不能用", now=NOW)
    drain()
    assert [(each.part, each.status) for each in lanes_of(opening)] == [("set-up", "refused")]
    case = fresh(opening)
    assert (case.status, [part.id for part in not_begun(case, lanes_of(case))]) == ("concluded", AFTER)
    held = look_up(actor=SYSTEM, register="business-names", keys=[register_key(NAME)], purpose="test", now=NOW)[0]
    assert held.data is None or not held.data.get("taken")


def test_a_shareholder_who_declined_to_sign_is_said_to_the_registrar(cast: Cast) -> None:
    both = {"kind": "自然人", "way": "货币", "pledged": False}
    rows = [
        {"name": "张伟", "id_no": "990181199005120110", "amount": "60", **both},
        {"name": "刘洋", "id_no": "990181199512240336", "amount": "40", **both},
    ]
    told = {"ent_name": "云溪市桂花里餐饮有限公司", "shareholders": rows}
    case = submitted(cast.zhang_wei, "enterprise-opening", "everything", **told)
    assert "有股东没有完成实名电子签名" in reasons(lane(case, "set-up"))


def test_between_the_licence_and_what_follows_the_page_says_where_it_goes(cast: Cast, opening: Case) -> None:
    one = lane(opening, "set-up")
    one.status, one.decision = "granted", "grant"
    one.save(update_fields=["status", "decision"])
    standing = joint_page(opening, NOW)["standing"]
    assert standing.title == "正在转给下面的部门"
    assert "公章刻制备案" in "".join(standing.told)
