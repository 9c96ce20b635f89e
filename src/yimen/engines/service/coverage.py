"""The scenarios: those that fail are errors; ends, rows and situations that none of them shows are warnings."""

from collections.abc import Iterator, Sequence
from datetime import date

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service import situations
from yimen.engines.service.benefits import told_days, told_names
from yimen.engines.service.inspections import items_of
from yimen.engines.service.links import conditions
from yimen.engines.service.meta import Situation
from yimen.engines.service.model import Scenario, Service
from yimen.engines.service.play import Played, play
from yimen.engines.service.scenario import compare

_REFUSING = {"不符合", "refuse", "decline"}
_ADVICE = "加一个情景。"


def check(service: Service) -> Iterator[Problem]:
    """Play every scenario once; report failures and what is not shown."""
    if not service.scenarios:
        yield Problem("scenarios/", "一个情景也没有。", "至少写一个办成的和一个办不成的。")
    shown = [(scenario, play(service, scenario)) for scenario in service.scenarios]
    for scenario, played in shown:
        for difference in compare(played, scenario.then).differences:
            yield Problem(scenario.file, f"{scenario.name}：{difference}。")
    yield from _unknown_names(service)
    # A scenario that failed in the form shows nothing of what comes after it.
    passed = [(scenario, played) for scenario, played in shown if not played.failures]
    yield from _ends(service, [played for _, played in passed])
    yield from _outcomes(service, [played for _, played in passed])
    yield from _rows(service, [played for _, played in passed])
    yield from _situations(service, [scenario for scenario, _ in passed])
    yield from _time(service, [played for _, played in passed])


def _warning(place: str, sentence: str) -> Problem:
    return Problem(place, sentence, _ADVICE, "warning")


def _unknown_names(service: Service) -> Iterator[Problem]:
    """A misspelt fact would be null in silence, and the scenario would show something else than it says."""
    asked = [service, *(part.service for part in service.parts)]
    facts = {fact["name"] for one in asked for fact in one.meta["facts"]}
    found = {item["id"] for one in asked for item in items_of(one)}
    for scenario in service.scenarios:
        for name in scenario.given.answers:
            if name not in service.form.fields:
                yield Problem(scenario.file, f"answers 里的 {name} 不在表单里。")
        # With steps, officers find out in a step; only rules asked by themselves may be told beforehand.
        given = (facts if scenario.steps else facts | found) | told_names(service)
        for name in scenario.given.facts:
            if name in found - given:
                advice = "写在那一步的 found 里。"
                yield Problem(scenario.file, f"facts 里的 {name} 是现场查到的，", advice)
            elif name not in given:
                yield Problem(scenario.file, f"facts 里的 {name} 没有写在 service.yaml 里。")
        for name, day in told_days(service, scenario.given.facts).items():
            if day is not None and not isinstance(day, date):
                yield Problem(scenario.file, f"facts 里的 {name} 不是日期，", "写成 2026-01-05 这样。")


def _ends(service: Service, shown: Sequence[Played]) -> Iterator[Problem]:
    reached = {end for played in shown for end in played.ended}
    for node in service.process.nodes.values():
        if isinstance(node, bpmn.EndEvent) and node.id not in reached:
            yield _warning(f"process.bpmn#{node.id}", f"没有情景办到“{node.name or node.id}”。")


def _time(service: Service, shown: Sequence[Played]) -> Iterator[Problem]:
    """What may stop the clock, and the longer limit: each is shown once, with the last day that comes of it."""
    limits = service.meta["limits"]
    held = {kind for played in shown for kind in played.specials}
    for kind in (pause["kind"] for pause in limits["pauses"]):
        if kind not in held:
            yield _warning(f"service.yaml#limits/pauses/{kind}", f"没有情景做过特别程序“{kind}”。")
    if "extension" in limits and not any(played.extended for played in shown):
        yield _warning("service.yaml#limits/extension", "没有情景延长过期限。")


def _outcomes(service: Service, shown: Sequence[Played]) -> Iterator[Problem]:
    taken = {pair for played in shown for pair in played.outcomes}
    for node in service.process.nodes.values():
        for outcome in node.outcomes if isinstance(node, bpmn.UserTask) else ():
            if (node.id, outcome) not in taken:
                yield _warning(f"process.bpmn#{node.id}", f"没有情景在“{node.label}”选 {outcome}。")


def _rows(service: Service, shown: Sequence[Played]) -> Iterator[Problem]:
    hit = {rule for played in shown for _, rule in played.rules_hit}
    tables = {name: one.tables for name, one in service.model.decisions.items()}
    tables |= {name: one.tables for name, one in service.model.knowledge.items()}
    for name, found in tables.items():
        for rule in (rule for table in found for rule in table.rules):
            refuses = bool(conditions(rule) & _REFUSING)
            if rule.id not in hit:
                said = rule.annotations.get("说明", rule.id)
                sentence = f"没有情景用到 {name} 的第 {rule.position} 行（{said}）"
                yield _warning(f"rules.dmn#{rule.id}", sentence + ("，它会让人办不成。" if refuses else "。"))


def _situations(service: Service, shown: Sequence[Scenario]) -> Iterator[Problem]:
    for situation in service.meta["situations"]:
        if any(situations.faults(service, situation)):
            continue
        given = [_given(scenario, situation) for scenario in shown]
        found = [situations.follows(situation, value) for value in given if value is not None]
        for answer in situation["answers"]:
            if answer not in found:
                place = f"service.yaml#situations/{situation['id']}"
                yield _warning(place, f"没有情景是“{situation['question']}{answer['label']}”。")


def _given(scenario: Scenario, situation: Situation) -> object:
    """What a scenario says to the question; None when it says nothing."""
    if "fact" in situation:
        return scenario.given.facts.get(situation["fact"])
    return scenario.given.answers.get(situation.get("field", ""))
