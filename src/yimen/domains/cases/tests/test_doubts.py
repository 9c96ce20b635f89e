"""Whatever does not hold, or cannot be known, goes to an officer; nothing is refused by a machine."""

from datetime import date

import pytest

from tests.cast import NOW, OPENING, Cast
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import checklist_of, findings_of
from yimen.domains.cases.tests import make
from yimen.domains.certificates.models import Certificate
from yimen.domains.registers.actions.enter import enter
from yimen.ground.audit import SYSTEM

ONLINE = {"premises_kind": "网络经营场所", "scope_items": ["B0204"]}
DOUBTS: dict[str, tuple[dict[str, object], dict[str, str]]] = {
    "a name that is taken": ({"trade_name": "云溪市青禾面馆"}, {"c4": "不符合"}),
    "a name that needs a permission": ({"trade_name": "云溪市中国面馆"}, {"c4": "存疑"}),
    "premises where no shop may be": (
        {"premises": {"street": "990181002", "detail": "学府路 6 号"}},
        {"c5": "存疑"},
    ),
    "premises that no register knows": (
        {"premises": {"street": "990181001", "detail": "无名巷 1 号"}},
        {"c5": "存疑"},
    ),
    "a name that differs from the identity register": (
        {"operator_name": "张玮", "disputed": ["operator_name"]},
        {"c6": "不符合"},
    ),
    "a number that the identity register does not know": (
        {"operator_id": "990181199005120030", "disputed": ["operator_id"]},
        {"c6": "存疑"},
    ),
    "a trade that needs a permit first": ({"scope_items": ["A0101", "D0402"]}, {"c7": "存疑"}),
    "a shop on a platform that proves another one": (
        {**ONLINE, "online_premises": "云溪集市 https://shop.example/other"},
        {"c3": "存疑"},
    ),
    "a home elsewhere for a shop on a platform": (
        {
            **ONLINE,
            "online_premises": "云溪集市 https://shop.example/zhangwei",
            "operator_home": {"street": "110101001", "detail": "长安街 1 号"},
            "disputed": ["operator_home"],
        },
        {"c0": "存疑", "c6": "存疑"},
    ),
}


def found(case: Case) -> dict[str, str]:
    return {one["condition"]: one["finding"] for one in findings_of(case)}


@pytest.mark.parametrize("name", DOUBTS)
def test_it_goes_to_an_officer(cast: Cast, name: str) -> None:
    filling, expected = DOUBTS[name]
    case = make.handled(cast.zhang_wei, **filling)
    assert found(case) == expected
    assert case.status == "accepted"
    assert case.decided_at is None
    task = make.task_of(case)
    assert (task.name, task.post.code, task.outcomes) == ("形式审查", "registrar", ["grant", "refuse"])
    assert not Certificate.objects.exists()


def test_a_minor_without_own_income_goes_to_an_officer(cast: Cast) -> None:
    case = make.handled(cast.zhou_xiaoyu, own_income="否")
    assert found(case) == {"c1": "不符合"}


def test_a_platform_that_never_heard_of_the_shop_is_no_refusal(cast: Cast) -> None:
    case = make.handled(cast.chen_jing, **ONLINE, online_premises="云溪集市 https://shop.example/chenjing")
    assert found(case) == {"c3": "存疑"}


def test_a_platform_that_has_withdrawn_its_proof_counts_against_the_shop(cast: Cast) -> None:
    gone = {"platform": "云溪集市", "address": "shop.example/zhangwei", "valid": False}
    enter(actor=SYSTEM, register="platforms", key="990181199005120110", data=gone, as_of=OPENING, now=NOW)
    case = make.handled(cast.zhang_wei, **ONLINE, online_premises="云溪集市 https://shop.example/zhangwei")
    assert found(case) == {"c3": "不符合"}


@pytest.mark.parametrize(("valid", "expected"), [(True, {}), (False, {"c7": "不符合"})])
def test_a_permit_that_is_held_is_found_and_one_that_has_ended_too(
    cast: Cast, valid: bool, expected: dict[str, str]
) -> None:
    permit = {"name": "烟花爆竹经营（零售）许可证", "valid": valid}
    enter(actor=SYSTEM, register="permits", key="990181199005120110D0402", data=permit, as_of=OPENING, now=NOW)
    assert found(make.handled(cast.zhang_wei, scope_items=["D0402"])) == expected


def test_several_doubts_are_all_told(cast: Cast) -> None:
    case = make.handled(
        cast.zhang_wei,
        trade_name="云溪市青禾面馆",
        premises={"street": "990181002", "detail": "学府路 6 号"},
        scope_items=["D0402"],
    )
    assert found(case) == {"c4": "不符合", "c5": "存疑", "c7": "存疑"}
    told = {one["condition"]: one for one in checklist_of(case)}
    assert set(told) == {f"c{number}" for number in range(8)}
    assert told["c6"]["finding"] == "符合"
    assert all(told[one]["sentence"] and told[one]["basis"] for one in ("c4", "c5", "c7"))


def test_the_officer_has_one_working_day(cast: Cast) -> None:
    # Accepted on a Friday: due on Monday.
    assert make.task_of(make.in_review(cast.chen_jing)).due_on == date(2026, 11, 23)
