"""The parts against each other: every name that one part uses must be known to the part that owns it."""

import re
from collections.abc import Collection, Iterator

from yimen.engines import bpmn, dmn
from yimen.engines.dmn.model import Rule
from yimen.engines.problem import Problem
from yimen.engines.service.inspections import items_of
from yimen.engines.service.model import Service

DECISIONS = ("checklist", "outcome", "materials", "competent", "fee")
FINDINGS = {"不符合", "存疑"}


def check(service: Service, capabilities: Collection[str]) -> Iterator[Problem]:
    """Problems between the parts."""
    yield from _process(service, capabilities)
    yield from _people(service)
    if not service.parts:
        yield from _decisions(service)
        yield from _checklist(service)
        yield from _materials(service)
    yield from _steps(service, capabilities)


def _process(service: Service, capabilities: Collection[str]) -> Iterator[Problem]:
    for node in service.process.nodes.values():
        place = f"process.bpmn#{node.id}"
        if isinstance(node, bpmn.UserTask) and not node.manual and not node.outcomes:
            yield Problem(place, "没有写办理结果，办的人没有可选的，", "在 ym:outcomes 里写明。")
        if isinstance(node, bpmn.ServiceTask) and node.capability and node.capability not in capabilities:
            yield Problem(place, f"能力 {node.capability} 不认识，", f"可以用：{'、'.join(sorted(capabilities))}。")
        if isinstance(node, bpmn.BusinessRuleTask) and node.decision and node.decision not in service.model.decisions:
            yield Problem(place, f"决策 {node.decision} 不在 rules.dmn 里。")
    yield from _intake(service)


def _intake(service: Service) -> Iterator[Problem]:
    """What the acceptor may do needs its ground, its way through the process and its time."""
    nodes = service.process.nodes.values()
    called = {node.capability for node in nodes if isinstance(node, bpmn.ServiceTask)}
    outcomes = {one for node in nodes if isinstance(node, bpmn.UserTask) for one in node.outcomes}
    for outcome, capability in (("correct", "ask-correction"), ("decline", "decline")):
        if outcome in outcomes and capability not in called:
            sentence = f'人工任务可以选 {outcome}，流程里没有 ym:capability="{capability}"，'
            yield Problem("process.bpmn", sentence, "补上这个服务任务。")
    acts = {node.act for node in nodes if isinstance(node, bpmn.UserTask)}
    if "ask-correction" in called and "supplement" not in acts:
        advice = '补上 ym:act="supplement" 的人工任务。'
        yield Problem("process.bpmn", "会请申请人补正，流程里没有让申请人补充的环节，", advice)
    if "decline" in called and not service.meta["not_accepted"]:
        yield Problem("service.yaml#not_accepted", "流程可以不予受理，没有写任何理由，", "写明哪些情形不予受理。")
    for node in nodes:
        timed = isinstance(node, bpmn.BoundaryTimer | bpmn.TimerEvent) and "supply_until" in node.timer.text
        # Without a period the host leaves the variable null, and the timer would end in an incident.
        if timed and "correction" not in service.meta:
            advice = "写明 correction，或者删去这个定时。"
            yield Problem(f"process.bpmn#{node.id}", "定时用到 supply_until，没有写补正的时间，", advice)


def _people(service: Service) -> Iterator[Problem]:
    """The fields of the form that say whose name stands on documents and whom to call."""
    meta, fields = service.meta, service.form.fields
    named = {"addressee": meta["addressee"]} if "addressee" in meta else {}
    if contact := meta.get("contact"):
        named |= {"contact/name": contact["name"], "contact/mobile": contact["mobile"]}
    for place, key in named.items():
        wanted = "mobile" if place == "contact/mobile" else "text"
        if key not in fields:
            yield Problem(f"service.yaml#{place}", f"表单里没有 {key}。")
        elif fields[key].type != wanted:
            advice = "用手机号的那一项。" if wanted == "mobile" else "用填名字的那一项。"
            yield Problem(f"service.yaml#{place}", f"{key} 的类型是 {fields[key].type}，", advice)


def _decisions(service: Service) -> Iterator[Problem]:
    for name in DECISIONS:
        if name not in service.model.decisions:
            yield Problem("rules.dmn", f"没有决策 {name}。", f"每个事项都要有：{'、'.join(DECISIONS)}。")


def rules_of(service: Service, decision: str) -> tuple[Rule, ...]:
    """The rules of a decision's tables, in order."""
    found = service.model.decisions.get(decision)
    return tuple(rule for table in found.tables for rule in table.rules) if found else ()


def conditions(rule: Rule) -> set[str]:
    """The texts that a rule's output cells name: ``"c1"`` → ``c1``."""
    return {text.strip().strip('"') for text in rule.output_texts}


def _checklist(service: Service) -> Iterator[Problem]:
    known: set[str] = set()
    for rule in rules_of(service, "checklist"):
        place, notes = f"rules.dmn#{rule.id}", rule.annotations
        known |= conditions(rule) - FINDINGS
        for column in ("说明", "依据"):
            if not notes.get(column, "").strip():
                yield Problem(place, f"没有写{column}。", "申请人和法院都要看得到理由和依据。")
        if not FINDINGS & conditions(rule):
            yield Problem(place, "没有写是“不符合”还是“存疑”。")
        if "不符合" in conditions(rule):
            yield from _unverified(service, rule, place)
    yield from _conditions(service, known)


def _conditions(service: Service, known: set[str]) -> Iterator[Problem]:
    """The officer's list, the rules and the grounds of refusal speak of the same conditions."""
    listed = {condition["id"] for condition in service.meta["conditions"]}
    for one in sorted(known - listed):
        yield Problem("rules.dmn#checklist", f"条件 {one} 没有写在 service.yaml 的 conditions 里。")
    for one in sorted(listed - known):
        yield Problem(f"service.yaml#conditions/{one}", "checklist 里没有一行判断它。")
    for refusal in service.meta["refusals"]:
        if refusal["condition"] not in listed:
            yield Problem(f"service.yaml#refusals/{refusal['condition']}", "没有写在 conditions 里。")


def _unverified(service: Service, rule: Rule, place: str) -> Iterator[Problem]:
    """What nobody has verified may raise a doubt for the officer; it never refuses by itself."""
    if rule.annotations.get("来源") and not re.search("[LF]", rule.annotations["来源"]):
        yield Problem(place, "依据还没有核实（K 或者 D），只能存疑，不能不符合。")
    unverified = {fact["name"] for fact in service.meta["facts"] if fact["src"] in "KD"}
    unverified |= {item["id"] for item in items_of(service) if item["src"] in "KD"}
    for condition in sorted(conditions(rule) & service.model.decisions.keys()):
        for name in sorted(unverified & set(dmn.inputs_of(service.model, condition))):
            yield Problem(place, f"{condition} 用到的 {name} 还没有核实（K 或者 D），只能存疑，不能不符合。")


def _materials(service: Service) -> Iterator[Problem]:
    declared = {material["id"] for material in service.meta["materials"]}
    asked = {name for rule in rules_of(service, "materials") for name in conditions(rule)}
    for name in sorted(asked - declared):
        yield Problem("rules.dmn#materials", f"材料 {name} 没有写在 service.yaml 里。")
    for name in sorted(declared - asked):
        yield Problem(f"service.yaml#materials/{name}", "没有一条规则要这份材料，", "用不上就删掉。")


def _steps(service: Service, capabilities: Collection[str]) -> Iterator[Problem]:
    for step in service.meta["steps"]:
        if step.get("task") and step["task"] not in service.process.nodes:
            yield Problem(f"service.yaml#steps/{step['name']}", f"流程里没有环节 {step['task']}。")
    for capability in service.meta["documents"]:
        if capability not in {*capabilities, "submit"}:
            yield Problem(f"service.yaml#documents/{capability}", "不认识这个能力。")
