"""A joint service: parts chosen by answers, each told only what it needs, played in parallel to its own end."""

import json
from datetime import date
from typing import Any

import pytest

from yimen.engines import service as engine
from yimen.engines.service import Expected, Given, Scenario, ServiceError, Work, strict_yaml
from yimen.engines.service.chains import longest
from yimen.engines.service.play import play
from yimen.engines.service.scenario import compare
from yimen.engines.service.tests import joint_shop
from yimen.engines.service.tests.joint_shop import FOOD, files, process

TODAY = date(2026, 11, 24)


def find(slug: str) -> engine.Service:
    if slug != "food-business-license":
        raise LookupError(slug)
    return engine.read_folder(FOOD)


@pytest.fixture(scope="module")
def joint() -> engine.Service:
    return engine.read(files(), find)


@pytest.fixture(scope="module")
def granted() -> Scenario:
    return joint_shop.granted()


def in_part(part: str, steps: Any) -> tuple[Any, ...]:
    return tuple(Work(f"{part}/{one.task}", one.outcome, one.found) for one in steps if isinstance(one, Work))


def tried(joint: engine.Service, like: Scenario, area: str, steps: Any, then: Expected) -> list[str]:
    given = Given(like.given.today, {**like.given.answers, "floor_area": area}, like.given.facts, like.given.lists)
    scenario = Scenario("scenarios/x.yaml", "x", given, ("submit", *steps), then)
    return list(compare(play(joint, scenario), then).differences)


@pytest.mark.parametrize(("area", "chosen"), [("299", ["food"]), ("300", ["food", "large"]), (None, ["food"])])
def test_parts_are_chosen_by_answers_and_the_unknown_chooses_nothing(
    joint: engine.Service, area: str | None, chosen: list[str]
) -> None:
    assert [one.id for one in engine.chosen_parts(joint, {"floor_area": area}, TODAY)] == chosen


def test_each_part_is_told_its_own_questions_only(joint: engine.Service) -> None:
    answers = {"floor_area": "300", "secret": "for nobody"}
    assert engine.answers_for(joint.part("food"), answers) == {"floor_area": "300"}
    assert joint.needed_by["floor_area"] == ("food", "large")


def test_small_shops_need_one_part_and_it_ends_as_it_does_alone(joint: engine.Service, granted: Scenario) -> None:
    then = Expected(ends="done", parts={"food": "granted"})
    assert tried(joint, granted, "86", in_part("food", granted.steps), then) == []


def test_parts_go_their_own_ways_in_any_order(joint: engine.Service, granted: Scenario) -> None:
    food, large = in_part("food", granted.steps), in_part("large", granted.steps)
    alternating = [one for pair in zip(food, large, strict=True) for one in pair]
    then = Expected(ends="done", parts={"food": "granted", "large": "granted"})
    for steps in (food + large, large + food, alternating):
        assert tried(joint, granted, "300", steps, then) == []


def test_the_whole_waits_for_the_last_part(joint: engine.Service, granted: Scenario) -> None:
    half = in_part("food", granted.steps)
    assert tried(joint, granted, "300", half, Expected(parts={"food": "granted", "large": "open"})) == []
    assert tried(joint, granted, "300", half, Expected(ends="done")) == ["预期办到 done，实际停在中途"]


def test_a_claim_about_a_part_that_is_not_chosen_fails(joint: engine.Service, granted: Scenario) -> None:
    then = Expected(parts={"food": "granted", "large": "granted"})
    (difference,) = tried(joint, granted, "86", in_part("food", granted.steps), then)
    assert difference == "部分 large 预期 granted，实际 不用办"


def test_one_paper_serves_all_parts_that_need_it(joint: engine.Service) -> None:
    assert engine.joint_materials(joint, {"food": ["m2", "m3"], "large": ["m3"]}) == ["m2", "m3"]
    assert engine.joint_materials(joint, {"food": None}) == []


def test_a_whole_joint_service_has_no_problems_of_its_own(joint: engine.Service) -> None:
    assert [str(one) for one in engine.check(joint) if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"process.bpmn": process("food")}, "流程里没有调用它"),
        ({"process.bpmn": process("food", "large", "gas")}, "没有 gas 这一部分"),
        ({"meta": {"materials": []}}, "没有写在总的材料里"),
        (
            {"meta": {"limits": {"promised": {"value": 4, "unit": "workday", "plain": "四天", "src": "D"}}}},
            "最长的",
        ),
    ],
)
def test_what_does_not_fit_the_parts_is_named(changed: dict[str, Any], said: str) -> None:
    meta = changed.get("meta", {})
    if "limits" in meta:
        whole = strict_yaml.load((FOOD / "service.yaml").read_text(encoding="utf-8"))
        assert isinstance(whole, dict)
        meta["limits"] = {**whole["limits"], **meta["limits"]}
    found = engine.check(engine.read(files(**changed), find))
    assert any(said in str(one) for one in found)


def test_parts_that_wait_for_each_other_are_promised_together(joint: engine.Service) -> None:
    alone = joint.meta["limits"]["promised"]["value"]
    row = engine.read(files(**{"process.bpmn": joint_shop.in_a_row("food", "large")}), find)
    assert (longest(joint), longest(row)) == (alone, 2 * alone)
    told = f"承诺 {alone} 天，最长的部分（一个接一个的加起来）是 {2 * alone} 天"
    assert any(told in str(one) for one in engine.check(row))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([{"id": "a", "name": "甲", "plain": "甲", "src": "F"}], "要写 service 或者 folder"),
        ([{"id": "a", "name": "甲", "plain": "甲", "service": "nowhere", "src": "F"}], "没有找到事项 nowhere"),
        ([{"id": "a", "name": "甲", "plain": "甲", "folder": "parts/b", "src": "F"}], "没有文件夹 parts/b"),
        ([{"id": "a", "name": "甲", "plain": "甲", "folder": "../other", "src": "F"}], "没有文件夹 ../other"),
        ([{"id": "a", "name": "甲", "plain": "甲", "folder": "parts/large", "when": "(", "src": "F"}], "when 第"),
    ],
)
def test_a_part_that_cannot_be_found_or_chosen_is_refused(parts: list[dict[str, str]], said: str) -> None:
    form = json.dumps({"format": 1, "sections": [{"id": "s", "title": "s", "fields": [{"from": "a.business.*"}]}]})
    with pytest.raises(ServiceError) as refused:
        engine.read(files(meta={"parts": parts}, **{"form.json": form.encode()}), find)
    assert said in str(refused.value)


def test_faults_inside_a_part_are_told_with_its_folder() -> None:
    with pytest.raises(ServiceError, match="parts/large/form.json"):
        engine.read(files(**{"parts/large/form.json": b"{"}), find)
