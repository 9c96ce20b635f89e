"""What must always hold for the rules of this service, whatever the facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines import bpmn, dmn
from yimen.engines.feel import compile_expression
from yimen.engines.service.tests.folder import service

known = st.sampled_from([True, False, None])
HOME, SHOP = {"street": "990181002", "detail": "滨河路"}, {"street": "990181001", "detail": "幸福路"}
possible_facts = st.fixed_dictionaries(
    {
        "operator_age": st.integers(0, 100),
        "own_income": st.booleans(),
        "operator_id": st.just("1"),
        "operator_name": st.just("张伟"),
        "operator_home": st.sampled_from([HOME, {"street": "110101001", "detail": "长安街"}]),
        "form_kind": st.sampled_from(["个人经营", "家庭经营"]),
        "family": st.sampled_from([[{"name": n, "id_no": i}] for n in ("李娜", "张伟") for i in ("1", "2")]),
        "use_name": st.booleans(),
        "premises_kind": st.sampled_from(["自有", "租赁", "网络经营场所"]),
        "premises": st.just(SHOP),
        "identity_ok": known,
        "name_ok": known,
        "premises_forbidden": known,
        "platform_proof": known,
        "needs_prior_permit": known,
        "prior_permit_ok": known,
    }
)


@given(possible_facts)
def test_it_grants_on_the_spot_exactly_when_nothing_is_open(facts):
    checklist = dmn.decide(service().model, "checklist", facts).outputs
    assert (dmn.decide(service().model, "outcome", facts).outputs == "grant") == (checklist == [])


@given(possible_facts, st.sets(st.sampled_from(["operator_age", "use_name", "premises_kind", "form_kind", "premises"])))
def test_what_is_not_known_never_opens_the_way(facts, lost):
    """Losing facts may close the way to the spot grant; it may not open it."""
    before = dmn.decide(service().model, "outcome", facts).outputs
    after = dmn.decide(service().model, "outcome", facts | dict.fromkeys(lost)).outputs
    assert after == "manual" or before == after


@given(st.fixed_dictionaries({name: st.none() for name in service().model.inputs}))
def test_without_facts_a_person_looks(facts):
    assert dmn.decide(service().model, "outcome", facts).outputs == "manual"
    assert dmn.decide(service().model, "outcome", {}).outputs == "manual"


# What no database takes (NUL) is an incident before anything is decided.
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@given(WORDS.filter(lambda text: text not in ("grant", "refuse")))
def test_no_value_but_the_officers_word_ends_in_a_refusal(value):
    """Whatever the rules return, and whatever word comes from the desk, the case waits for a person."""
    process = service().process
    step = bpmn.start(process, {})
    for _ in ("receipt", "accept", "reserve-name", "collect-facts"):
        step = bpmn.advance(process, step.state, bpmn.CapabilityReturned(step.effects[0].token))
    step = bpmn.advance(process, step.state, bpmn.DecisionMade(step.effects[0].token, value))
    assert isinstance(step.effects[0], bpmn.OpenTask) and step.effects[0].post == "registrar"
    assert not step.state.done


def test_every_reason_names_an_article():
    for rule in service().model.decisions["checklist"].tables[0].rules:
        assert "第" in rule.annotations["依据"] and "条" in rule.annotations["依据"]


def concluded(name: str, records: list[object], **answers: object) -> object:
    """What a fact's expression makes of what its register holds."""
    fact = next(fact for fact in service().meta["facts"] if fact["name"] == name)
    scope = {"records": records, **answers}
    return compile_expression(fact["expression"], tuple(scope)).evaluate(scope).value


ZHANG = {"operator_name": "张伟", "operator_id": "1", "id_kind": "居民身份证"}
HELD = {"name": "张伟", "id_number": "1", "id_kind": "居民身份证"}
SHOP_ADDRESS = {"valid": True, "address": "shop.example/zhangwei"}
FREE, BEFOREHAND = {"prior_permit": False}, {"prior_permit": True}


@pytest.mark.parametrize(
    ("name", "records", "answers", "expected"),
    [
        ("identity_ok", [HELD], ZHANG, True),
        ("identity_ok", [HELD | {"name": "张玮"}], ZHANG, False),
        ("identity_ok", [None], ZHANG, None),
        ("name_ok", [None], {"trade_name": "云溪市桂花面馆"}, True),
        ("name_ok", [{"taken": True}], {"trade_name": "云溪市青禾面馆"}, False),
        ("name_ok", [None], {"trade_name": "中国面馆"}, None),
        ("premises_forbidden", [{"forbidden": True}], {}, True),
        ("premises_forbidden", [{"forbidden": False}], {}, False),
        ("premises_forbidden", [None], {}, None),
        ("platform_proof", [SHOP_ADDRESS], {"online_premises": "云溪集市 https://Shop.example/zhangwei"}, True),
        ("platform_proof", [SHOP_ADDRESS], {"online_premises": "云溪集市"}, None),
        ("platform_proof", [SHOP_ADDRESS | {"valid": False}], {"online_premises": "x"}, False),
        ("platform_proof", [None], {"online_premises": "x"}, None),
        ("needs_prior_permit", [FREE, FREE], {}, False),
        ("needs_prior_permit", [FREE, BEFOREHAND, None], {}, True),
        ("needs_prior_permit", [FREE, None], {}, None),
        ("prior_permit_items", [FREE, BEFOREHAND, None], {"scope_items": ["A", "D", "?"]}, ["D"]),
        ("prior_permit_items", [FREE], {"scope_items": ["A"]}, []),
        ("prior_permit_ok", [{"valid": True}, {"valid": True}], {}, True),
        ("prior_permit_ok", [{"valid": True}, None], {}, None),
        ("prior_permit_ok", [{"valid": True}, {"valid": False}], {}, False),
    ],
)
def test_a_fact_says_yes_no_or_not_known(name, records, answers, expected):
    assert concluded(name, records, **answers) == expected


def test_only_trades_that_need_it_are_asked_for_a_permit():
    fact = next(fact for fact in service().meta["facts"] if fact["name"] == "prior_permit_ok")
    scope = {"prior_permit_items": ["D0402"], "operator_id": "990181199512240331"}
    assert compile_expression(fact["keys"], tuple(scope)).evaluate(scope).value == ["990181199512240331D0402"]
