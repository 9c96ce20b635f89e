"""Playing a case through form, rules and process with nothing but the folder: no database, no clock, no network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from yimen.engines import bpmn, dmn, forms
from yimen.engines.service.model import Given, Scenario, Service

_STEPS = 500


@dataclass
class Played:
    """What came out. ``difficulties`` are steps that could not be taken."""

    failures: list[forms.Failure] = field(default_factory=list)
    decisions: dict[str, dmn.Decision] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    ended: tuple[str, ...] = ()
    nodes: set[str] = field(default_factory=set)
    difficulties: list[str] = field(default_factory=list)

    @property
    def rules_hit(self) -> set[tuple[str, str]]:
        """Table and id of every rule that hit."""
        return {(hit.table, hit.rule_id) for decision in self.decisions.values() for hit in decision.rules_hit}


def play(service: Service, scenario: Scenario) -> Played:
    """Take the scenario's steps.

    With ``submit`` the form must be content before anything else happens; without it only the rules are asked.
    """
    played, today = Played(), date.fromisoformat(scenario.given.today)
    answers = scenario.given.answers
    if "submit" in scenario.steps:
        played.failures = forms.validate(service.form, answers, today, lists=_lists(service, scenario.given))
        if played.failures:
            return played
    facts = {**forms.facts(service.form, answers, today), **scenario.given.facts}
    played.decisions = {name: dmn.decide(service.model, name, facts) for name in service.model.decisions}
    if scenario.steps:
        _Case(service, scenario, facts, played).run()
    return played


class _Case:
    """One instance of the process, answered from the scenario."""

    def __init__(self, service: Service, scenario: Scenario, facts: Mapping[str, object], played: Played) -> None:
        self.service, self.scenario, self.facts, self.played = service, scenario, facts, played
        self.state = bpmn.State()
        self.open: dict[str, bpmn.OpenTask] = {}

    def run(self) -> None:
        steps = list(self.scenario.steps)
        if steps[0] != "submit":
            self.played.difficulties.append("第一步要写 submit：没有提交，就没有可办的环节。")
            return
        self._documents("submit")
        self._settle(bpmn.start(self.service.process, {}))
        for step in steps[1:]:
            if isinstance(step, str):
                self.played.difficulties.append("submit 只能是第一步。")
                return
            if not self._complete(step["task"], step["outcome"]):
                return
        self.played.ended = self.state.ended

    def _complete(self, node: str, outcome: str) -> bool:
        task = self.open.pop(node, None)
        if task is None:
            waiting = "、".join(sorted(self.open)) or "没有环节"
            self.played.difficulties.append(f"环节 {node} 没有在等人办，在等的是：{waiting}。")
            return False
        if outcome not in task.outcomes:
            self.played.difficulties.append(f"环节 {node} 没有结果 {outcome}，可以是：{'、'.join(task.outcomes)}。")
            return False
        self._settle(self._advance(bpmn.TaskCompleted(task.token, outcome)))
        return True

    def _advance(self, happening: bpmn.Happening) -> bpmn.Step:
        return bpmn.advance(self.service.process, self.state, happening)

    def _settle(self, step: bpmn.Step) -> None:
        """Answer what the process asks of the host until only people and timers are waited for."""
        queue: list[bpmn.Effect] = self._took(step)
        for _ in range(_STEPS):
            if not queue:
                return
            for happening in self._answer(queue.pop(0)):
                queue += self._took(self._advance(happening))
        self.played.difficulties.append(f"走了 {_STEPS} 步还没有停，流程里可能有循环。")

    def _took(self, step: bpmn.Step) -> list[bpmn.Effect]:
        self.state = step.state
        return list(step.effects)

    def _answer(self, effect: bpmn.Effect) -> Iterator[bpmn.Happening]:
        match effect:
            case bpmn.CallCapability():
                self.played.nodes.add(effect.node)
                self._documents(effect.capability)
                yield bpmn.CapabilityReturned(effect.token)
            case bpmn.AskDecision():
                self.played.nodes.add(effect.node)
                if effect.decision not in self.service.model.decisions:
                    self.played.difficulties.append(f"rules.dmn 里没有决策 {effect.decision}。")
                    return
                outputs = dmn.decide(self.service.model, effect.decision, self.facts).outputs
                yield bpmn.DecisionMade(effect.token, outputs)
            case bpmn.OpenTask():
                self.played.nodes.add(effect.node)
                self.open[effect.node] = effect
            case bpmn.CloseTask():
                self.open = {node: task for node, task in self.open.items() if task.token != effect.token}
            case bpmn.RaiseIncident():
                self.played.difficulties.append(f"停在 {effect.node}：{effect.code}。")

    def _documents(self, capability: str) -> None:
        self.played.documents += self.service.meta["documents"].get(capability, [])


def _lists(service: Service, given: Given) -> dict[str, list[str]]:
    """Reference lists the scenario gives; of the others it takes for granted what it answers itself."""
    lists: dict[str, list[str]] = {}
    for item in service.form.fields.values():
        for one in (item, *item.columns):
            if one.options_from:
                lists.setdefault(one.options_from, []).extend(_chosen(given.answers.get(item.key)))
    return lists | {name: list(values) for name, values in given.lists.items()}


def _chosen(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _chosen(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _chosen(inner)
