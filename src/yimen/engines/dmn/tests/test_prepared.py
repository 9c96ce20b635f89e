"""Prepared decisions answer as evaluation does: outputs, rules hit, reasons, doubts, facts and their digest."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from random import Random

import pytest

from yimen.engines.dmn import Model, decide, prepare
from yimen.engines.dmn.decide import evaluate
from yimen.engines.dmn.lone import lone_table

from .make import decision, fact, literal, model, needs, table, typed_table

CELLS = {
    "number": ("-", "< 5", "[2..7)", "(3..9]", ">= 6", "1, 2, 3", "not(4)", "5", "2.5", "[1..2], 8", "!= 3", "null"),
    "string": ("-", '"a"', '"a","b"', 'not("c")', '"d"', "null", 'not("a","d")', '< "c"'),
    "boolean": ("-", "true", "false", "null", "not(true)"),
    "date": ("-", '< @"2026-01-05"', '[@"2026-01-02"..@"2026-01-09"]', '@"2026-01-03"', 'date("2026-01-04")'),
}
COMPLEX = ("? > 3 and y != null", "y", "string length(string(?)) > 1", "[1, 2]")
POLICIES = ("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT")
NAMES = {"x": "number", "y": "string", "z": "boolean", "d": "date"}


def _value(random: Random, kind: str) -> object:
    usual: Mapping[str, object] = {
        "number": random.choice((random.randint(-1, 10), Decimal(random.randint(0, 20)) / 2, 10**40, Decimal("NaN"))),
        "string": random.choice("abcde"),
        "boolean": random.choice((True, False)),
        "date": date(2026, 1, random.randint(1, 12)),
    }
    odd = (None, "a", 3, True, [3], date(2026, 1, 3), [1, 2])
    return usual[kind] if random.random() < 0.85 else random.choice(odd)


def _facts(random: Random) -> dict[str, object]:
    facts = {name: _value(random, kind) for name, kind in NAMES.items()}
    if random.random() < 0.05:
        del facts[random.choice(list(facts))]
    return facts


def _model(random: Random) -> Model:
    names = random.sample(list(NAMES), random.randint(1, 4))
    hard = random.random() < 0.3
    rows = []
    for _ in range(random.choice((1, 3, 8, 12, 20, 40))):
        cells = [random.choice(CELLS[NAMES[name]] + (COMPLEX if hard else ())) for name in names]
        rows.append([*cells, random.choice(("1", "2", "3", "y" if hard else "1", '"p"')), '"t"', "因为", "第一条"])
    policy = random.choice(POLICIES)
    types = [NAMES[name] if random.random() < 0.7 else "Any" for name in names]
    logic = typed_table(names, types, ["out=1,2,3", "text"], rows, policy, ["说明", "依据"])
    used = names if random.random() < 0.6 else list(NAMES)
    facts = [fact(name, kind if random.random() < 0.6 else "Any") for name, kind in NAMES.items()]
    return model(*facts, decision("d1", logic, needs(*used)))


@pytest.mark.parametrize("seed", range(80))
def test_random_tables_agree(seed: int) -> None:
    random = Random(seed)
    made = _model(random)
    prepared = prepare(made, "d1")
    codes = dict(made.readiness.codes)
    for _ in range(25):
        facts = _facts(random)
        made.readiness.codes.clear()
        expected = evaluate(made, made.decisions["d1"], facts, None, {"x": "form"})
        made.readiness.codes.update(codes)
        assert repr(prepared.decide(facts, None, {"x": "form"})) == repr(expected), facts
        answer = prepared.answer(facts)
        assert answer.outputs == expected.outputs
        assert answer.rules == tuple(hit.rule_id for hit in expected.rules_hit)
        assert answer.doubts == expected.doubts


SIMPLE = table(["x"], ["out"], [["< 5", '"low"'], [">= 5", '"high"']])


def test_a_table_over_facts_alone_is_one_function() -> None:
    made = model(fact("x", "number"), decision("d", SIMPLE, needs("x")))
    find = lone_table(made, made.decisions["d"], lambda value, env: value)
    outcome = find({"x": 3})
    assert outcome is not None
    assert (outcome.value, outcome.hits[0].rule_id) == ("low", "r1")
    assert find({"x": None}) is None
    assert find({}) is None
    assert find({"x": "3"}) is None


def test_a_decision_asked_often_is_prepared_by_itself() -> None:
    made = model(fact("x", "number"), decision("d", SIMPLE, needs("x")))
    answers = [decide(made, "d", {"x": n % 10}) for n in range(60)]
    assert "d" in made.readiness.prepared
    assert [one.outputs for one in answers[:10]] == [one.outputs for one in answers[50:]]
    assert repr(answers[:10]) == repr(answers[50:])


def test_decisions_that_require_others_are_prepared_too() -> None:
    made = model(
        fact("x", "number"),
        decision("double", literal("x * 2"), needs("x"), "number"),
        decision("d", table(["double", "x"], ["out"], [["> 4", "-", "double + 1"], ["-", "-", "0"]], "FIRST")).replace(
            "<decisionTable", needs("x", decisions=["double"]) + "<decisionTable"
        ),
    )
    prepared = prepare(made, "d")
    assert prepared.decide({"x": 3}).outputs == 7
    assert prepared.decide({"x": 3}).rules_hit[0].rule_id == "r1"
    assert prepared.answer({"x": 1}) == (0, ("r2",), ())
    assert prepared.decide({"x": None}).doubts == evaluate(made, made.decisions["d"], {"x": None}, None).doubts


def test_what_is_handed_out_may_be_changed_by_its_owner() -> None:
    made = model(fact("x"), decision("d", table(["x"], ["a", "b"], [["1", "1", "2"]], "COLLECT"), needs("x")))
    prepared = prepare(made, "d")
    outputs = prepared.decide({"x": 1}).outputs
    assert isinstance(outputs, list)
    outputs[0]["a"] = "changed"
    outputs.append("more")
    assert prepared.decide({"x": 1}).outputs == [{"a": 1, "b": 2}]


def test_the_record_says_which_facts_were_read_and_whence() -> None:
    made = model(fact("x", "number"), fact("other"), decision("d", SIMPLE, needs("x")))
    facts = {"x": 3, "other": "secret"}
    sources = {"x": "form:income", "other": "register"}
    for found in (
        evaluate(made, made.decisions["d"], facts, None, sources),
        prepare(made, "d").decide(facts, None, sources),
    ):
        assert found.facts == {"x": Decimal(3)}
        assert found.sources == {"x": "form:income"}
        assert found.digest == sha256(b"x: 3").hexdigest()


def test_the_digest_tells_one_from_a_text_that_says_one() -> None:
    made = model(fact("x"), decision("d", literal("x"), needs("x")))
    assert decide(made, "d", {"x": 1}).digest != decide(made, "d", {"x": "1"}).digest
    assert decide(made, "d", {"x": 1}).digest == decide(made, "d", {"x": Decimal("1.0")}).digest


EXACT = [[f'"k{n}"', "-" if n % 3 else "< 5", f"{n}"] for n in range(500)]


@pytest.mark.parametrize("policy", ["FIRST", "COLLECT"])
def test_a_long_table_is_told_by_its_equality_column(policy: str) -> None:
    rows = [*EXACT, ["-", "> 100", "-1"]]
    made = model(fact("k"), fact("x"), decision("d", table(["k", "x"], ["out"], rows, policy), needs("k", "x")))
    prepared = prepare(made, "d")
    random = Random(1)
    for _ in range(100):
        facts = {"k": f"k{random.randrange(510)}", "x": random.randint(0, 120)}
        assert repr(prepared.decide(facts)) == repr(evaluate(made, made.decisions["d"], facts, None))
