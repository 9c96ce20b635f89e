"""Each fact that the registration asks for: it holds, it does not hold, or it cannot be known."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cast import NOW, OPENING, Cast
from yimen.domains.catalogue.queries import definition
from yimen.domains.registers.actions.enter import enter
from yimen.domains.registers.facts import Fact, gather
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

ZHANG = "990181199005120110"
ANSWERS: dict[str, Any] = {
    "operator_name": "张伟",
    "operator_id": ZHANG,
    "id_kind": "居民身份证",
    "operator_home": {"street": "990181001", "detail": "桂花路 18 号 2 单元 301 室"},
    "use_name": True,
    "trade_name": "云溪市桂花路小面馆",
    "premises_kind": "租赁",
    "premises": {"street": "990181001", "detail": "桂花路 18 号 1 层"},
    "online_premises": "",
    "scope_items": ["A0101"],
}
ONLINE: dict[str, Any] = {"premises_kind": "网络经营场所", "premises": None}
NOT_ASKED = "这种情形不用核"


def facts(cast: Cast, **answers: object) -> dict[str, Fact]:
    found = gather(
        definition(cast.version).meta["facts"], {**ANSWERS, **answers}, actor=SYSTEM, purpose="YX1 核验", now=NOW
    )
    return {fact.name: fact for fact in found}


CASES: list[tuple[str, dict[str, Any], object]] = [
    ("identity_ok", {}, True),
    ("identity_ok", {"operator_name": "张玮"}, False),
    ("identity_ok", {"id_kind": "港澳居民居住证"}, False),
    ("identity_ok", {"operator_id": "990181199005120030"}, None),
    ("identity_ok", {"operator_id": None}, None),
    ("identity_ok", {"operator_home": {"street": "990181001", "detail": "人民路 40 号"}}, None),
    ("name_ok", {}, True),
    ("name_ok", {"trade_name": "云溪市 青禾面馆"}, False),
    ("name_ok", {"trade_name": "云溪市中国面馆"}, None),
    ("name_ok", {"use_name": False}, None),
    ("premises_forbidden", {}, False),
    ("premises_forbidden", {"premises": {"street": "990181002", "detail": "学府路６号"}}, True),
    ("premises_forbidden", {"premises": {"street": "990181002", "detail": "无名巷1号"}}, None),
    ("premises_forbidden", ONLINE, False),
    ("platform_proof", {**ONLINE, "online_premises": "云溪集市 https://Shop.Example/zhangwei"}, True),
    ("platform_proof", {**ONLINE, "online_premises": "云溪集市 https://shop.example/other"}, None),
    ("platform_proof", {**ONLINE, "operator_id": "990181198711030281"}, None),
    ("platform_proof", {}, None),
    ("prior_permit_items", {}, []),
    ("prior_permit_items", {"scope_items": ["A0101", "D0402", "D0403"]}, ["D0402", "D0403"]),
    ("needs_prior_permit", {}, False),
    ("needs_prior_permit", {"scope_items": ["A0101", "D0402"]}, True),
    ("needs_prior_permit", {"scope_items": ["A0101", "Z9999"]}, None),
    ("prior_permit_ok", {}, None),
    ("prior_permit_ok", {"scope_items": ["D0402"]}, None),
    ("prior_permit_ok", {"scope_items": ["D0402"], "operator_id": "990181199512240336"}, True),
    ("prior_permit_ok", {"scope_items": ["D0402", "D0403"], "operator_id": "990181199512240336"}, None),
]


@pytest.mark.parametrize(("name", "answers", "expected"), CASES)
def test_a_fact_is_true_false_or_not_known(cast: Cast, name: str, answers: dict[str, Any], expected: object) -> None:
    fact = facts(cast, **answers)[name]
    assert fact.value == expected
    assert fact.value is expected or isinstance(expected, list)
    # What is known says where from; what is not known says why.
    assert fact.source if fact.value is not None and fact.doubt != NOT_ASKED else fact.doubt


@pytest.mark.parametrize(("register", "key", "name", "answers"), [
    ("platforms", ZHANG, "platform_proof", {**ONLINE, "online_premises": "https://shop.example/zhangwei"}),
    ("permits", f"{ZHANG}D0402", "prior_permit_ok", {"scope_items": ["D0402"]}),
])  # fmt: skip
def test_a_paper_that_has_lost_its_force_counts_against(
    cast: Cast, register: str, key: str, name: str, answers: dict[str, Any]
) -> None:
    data = {"address": "shop.example/zhangwei", "valid": False}
    enter(actor=SYSTEM, register=register, key=key, data=data, as_of=OPENING, now=NOW)
    assert facts(cast, **answers)[name].value is False


def test_every_fact_of_the_service_is_tried_here(cast: Cast) -> None:
    declared = {one["name"] for one in definition(cast.version).meta["facts"]}
    assert {name for name, _, _ in CASES} == declared


def test_a_fact_carries_the_oldest_time_of_what_it_rests_on(cast: Cast) -> None:
    enter(
        actor=SYSTEM,
        register="trades",
        key="B0201",
        data={"name": "日用百货零售", "prior_permit": False},
        as_of=datetime(2020, 1, 1, tzinfo=UTC),
        now=NOW,
    )
    fact = facts(cast, scope_items=["A0101", "B0201"])["needs_prior_permit"]
    assert fact.source == "经营范围规范条目库（云溪市市场监督管理局）"
    assert fact.as_of == datetime(2020, 1, 1, tzinfo=UTC)


def test_a_condition_that_does_not_apply_asks_no_register(cast: Cast) -> None:
    before = Entry.objects.filter(action="look-up", object_ref="platforms").count()
    assert facts(cast)["platform_proof"].doubt == NOT_ASKED
    assert Entry.objects.filter(action="look-up", object_ref="platforms").count() == before


def test_each_look_up_names_the_case_and_no_person(cast: Cast) -> None:
    facts(cast, scope_items=["D0402"])
    rows = Entry.objects.filter(action="look-up", details__purpose="YX1 核验")
    assert {row.object_ref for row in rows} == {"population", "business-names", "premises", "trades", "permits"}
    assert all(ZHANG not in str(row.details) and "张伟" not in str(row.details) for row in rows)


def test_a_broken_expression_is_a_doubt_and_no_crash(cast: Cast) -> None:
    declaration = {"name": "x", "register": "population", "keys": "operator_id", "expression": "records[1].name + 1"}
    (fact,) = gather([declaration], ANSWERS, actor=SYSTEM, purpose="YX1", now=NOW)
    assert fact.value is None
    assert fact.doubt
