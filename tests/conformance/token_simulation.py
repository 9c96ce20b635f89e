"""Run the token simulation suite: ``python tests/conformance/token_simulation.py PATH``.

Each trace names what was triggered (``signal:ELEMENT:…``). Two inputs of the simulation have no such line and are taken
from the trace too: where a task is held (entered and never left), and which way an exclusive gateway without conditions
goes where that is not always its first. How often each node and sequence flow was entered and left is then compared.
Pools, message flows and the process itself are no steps here.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from yimen.engines import bpmn

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def translated(xml: bytes, triggered: set[str], ways: Mapping[str, Sequence[str]] = MappingProxyType({})) -> bytes:
    """The file with conditions as variables; tasks without a type that are triggered are done by a person."""
    root = fromstring(xml)
    for gateway in [one for one in root.iter(f"{BPMN}exclusiveGateway") if one.get("id") in ways]:
        for flow in root.iter(f"{BPMN}sequenceFlow"):
            if flow.get("sourceRef") == gateway.get("id"):
                asked = f'get value(way, "{gateway.get("id")}") = "{flow.get("id")}"'
                SubElement(flow, f"{BPMN}conditionExpression").text = asked
    root.attrib.pop("expressionLanguage", None)
    # A task is held where it is triggered itself, or by an event on its edge.
    edges = (one for one in root.iter(f"{BPMN}boundaryEvent") if one.get("id") in triggered)
    waiting = triggered | {edge.get("attachedToRef", "") for edge in edges if _awaits(edge)}
    defaults = {one.get("id"): one.get("default") for one in root.iter() if one.get("default")}
    for flow in root.iter(f"{BPMN}sequenceFlow"):
        # Beside a default a flow without a condition is one whose condition nobody wrote down.
        if flow.get("sourceRef") in defaults and flow.get("id") != defaults[flow.get("sourceRef")] and not len(flow):
            SubElement(flow, f"{BPMN}conditionExpression").text = "false"
    for element in root.iter():
        key = element.get("id", "")
        if element.tag == f"{BPMN}task" and key in waiting:
            element.tag = f"{BPMN}manualTask"
        for definition in element.findall(f"{BPMN}conditionalEventDefinition"):
            _set_condition(definition, key)
        for definition in element.findall(f"{BPMN}linkEventDefinition"):
            # The drawing names the events, not their definitions.
            definition.set("name", definition.get("name") or element.get("name") or "link")
        for definition in element.findall(f"{BPMN}timerEventDefinition"):
            if not len(definition):
                SubElement(definition, f"{BPMN}timeDuration").text = "P1D"
    return tostring(root)


def choices(xml: bytes, trace: list[str]) -> dict[str, list[str]]:
    """The ways taken by exclusive gateways without conditions, one after the other, where not always the first."""
    root, found = fromstring(xml), {}
    entered = [line.split(":")[1] for line in trace if line.startswith("enter:")]
    for gateway in root.iter(f"{BPMN}exclusiveGateway"):
        out = [one for one in root.iter(f"{BPMN}sequenceFlow") if one.get("sourceRef") == gateway.get("id")]
        names = [one.get("id", "") for one in out]
        taken = [name for name in entered if name in names]
        if gateway.get("default") is None and not any(len(one) for one in out) and set(taken) - {*names[:1]}:
            found[gateway.get("id", "")] = taken
    return found


def _awaits(edge: Element) -> bool:
    kinds = ("timer", "message", "signal", "conditional")
    return any(edge.find(f"{BPMN}{kind}EventDefinition") is not None for kind in kinds)


def _set_condition(definition: Element, key: str) -> None:
    for child in definition.findall(f"{BPMN}condition"):
        definition.remove(child)
    condition = Element(f"{BPMN}condition")
    condition.text = f'get value(go, "{key}") = true'
    definition.append(condition)


@dataclass
class Instance:
    """One running instance, with the node on which each token stands."""

    process: bpmn.Process
    state: bpmn.State
    tokens: dict[int, bpmn.Token] = field(default_factory=dict)
    scopes: dict[int, bpmn.Scope] = field(default_factory=dict)
    works: dict[int, bpmn.Work] = field(default_factory=dict)
    at: str = ""


@dataclass
class Simulation:
    """The instances of one file, and how often each element was entered and left."""

    processes: list[bpmn.Process]
    pools: dict[str, str]
    entered: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    ways: dict[str, list[str]] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)

    def run(self, triggers: list[str]) -> None:
        """Trigger one after the other what has not come about by itself."""
        seen: Counter[str] = Counter()
        for element in triggers:
            seen[element] += 1
            if self._happened(element) < seen[element]:
                self._trigger(element)

    def _happened(self, element: str) -> int:
        return self.left[element]

    def _trigger(self, element: str) -> None:
        for instance in self.instances:
            for token in instance.state.tokens:
                if token.node == element and token.waiting and self._tell(instance, token):
                    return
        for process in self.processes:
            node = process.nodes.get(element)
            if node is not None and not node.parent and not isinstance(node, bpmn.SubProcess | bpmn.BoundaryEvent):
                self._start(process, node.id)
            begins = any(isinstance(one, bpmn.StartEvent) for one in process.inside.get("", ()))
            if element in (process.id, self.pools.get(process.id)) and not begins and process.entries(""):
                self._start(process, "")

    def _start(self, process: bpmn.Process, at: str) -> None:
        instance = Instance(process, bpmn.State(), at=at)
        self.instances.append(instance)
        self._take(instance, bpmn.start(process, {"go": {}, "way": self._ways()}, at=at))

    def _ways(self) -> dict[str, object]:
        """The way that each gateway goes next."""
        return {gate: ways[min(self.left[gate], len(ways) - 1)] for gate, ways in self.ways.items()}

    def _tell(self, instance: Instance, token: bpmn.Token) -> bool:
        node = instance.process.nodes[token.node]
        if self.ways:
            self._happen(instance, bpmn.VariablesChanged({"way": self._ways()}))
        if isinstance(node, bpmn.UserTask):
            self._happen(instance, bpmn.TaskCompleted(token.id))
            return True
        for trigger in bpmn.triggers_of(node):
            match trigger.kind:
                case "timer":
                    self._happen(instance, bpmn.TimerFired(token.id))
                case "message":
                    self._happen(instance, bpmn.MessageArrived(token.id, trigger.name))
                case "signal":
                    self._happen(instance, bpmn.SignalCaught(trigger.name))
                case "conditional":
                    self._happen(instance, bpmn.VariablesChanged({"go": {token.node: True}}))
                case _:
                    continue
            return True
        return False

    def _happen(self, instance: Instance, happening: Any) -> None:
        self._take(instance, bpmn.advance(instance.process, instance.state, happening))

    def _take(self, instance: Instance, step: bpmn.Step) -> None:
        instance.state = step.state
        undoes = any(isinstance(one, bpmn.ScopeOpened) and one.scope.kind == "undo" for one in step.changes)
        for change in step.changes:
            if undoes or not isinstance(change, bpmn.WorkForgotten):
                self._count(instance, change)
        for effect in step.effects:
            if isinstance(effect, bpmn.ThrowSignal):
                self._signal(instance, effect.name)

    def _signal(self, thrower: Instance, name: str) -> None:
        for instance in list(self.instances):
            if instance is not thrower and not instance.state.done:
                self._happen(instance, bpmn.SignalCaught(name))
        for process in self.processes:
            for node in process.inside.get("", ()):
                named = any((one.kind, one.name) == ("signal", name) for one in bpmn.triggers_of(node))
                if isinstance(node, bpmn.StartEvent) and named:
                    self._start(process, node.id)

    def _count(self, instance: Instance, change: bpmn.Change) -> None:
        match change:
            case bpmn.TokenAdded(token):
                instance.tokens[token.id] = token
                self._enter(instance, token)
            case bpmn.TokenChanged(token):
                before = instance.tokens[token.id]
                instance.tokens[token.id] = token
                if before.node != token.node:
                    self.left[before.node] += 1
                    self._enter(instance, token)
            case bpmn.TokenClosed(number, _, how):
                self._close(instance, instance.tokens.pop(number), how)
            case bpmn.ScopeOpened(scope):
                instance.scopes[scope.id] = scope
            case bpmn.WorkKept(work):
                instance.works[work.id] = work
            case bpmn.WorkForgotten(number):
                self._undone(instance.process, instance.works[number])
            case bpmn.ScopeClosed(number, node, "ended"):
                scope = instance.scopes[number]
                # A sub-process whose own handler undoes it is entered once more to be undone, and left again.
                undone = [instance.process.nodes[node].parent] if scope.of is not None else []
                for name in [node, *undone] if scope.kind == "event" else []:
                    self.left[name] += 1

    def _undone(self, process: bpmn.Process, work: bpmn.Work) -> None:
        """A sub-process that is undone by what is inside it is left once more."""
        undone = [one for start in process.event_starts(work.node) for one in start.triggers]
        inside = work.inner is not None and work.node not in process.handlers
        self.left[work.node] += int(inside and all(one.kind != "compensation" for one in undone))

    def _enter(self, instance: Instance, token: bpmn.Token) -> None:
        node = instance.process.nodes[token.node]
        if token.host is not None or token.role:
            return
        if token.flow:
            self.entered[token.flow] += 1
            self.left[token.flow] += 1
        if token.node == instance.at:
            return
        jumped = isinstance(node, bpmn.CatchEvent) and any(one.kind == "link" for one in node.triggers)
        edge = isinstance(node, bpmn.BoundaryTimer | bpmn.BoundaryError | bpmn.BoundaryEvent)
        if token.flow or not (jumped or edge or isinstance(node, bpmn.StartEvent)):
            self.entered[token.node] += 1

    def _close(self, instance: Instance, token: bpmn.Token, how: str) -> None:
        waits_for_nothing = token.role == "watch" or token.host is not None
        if how == "left" and not waits_for_nothing:
            self.left[token.node] += 1
        node = instance.process.nodes[token.node]
        if how == "cancelled" and isinstance(node, bpmn.SubProcess | bpmn.UserTask | bpmn.ReceiveTask):
            self.left[token.node] += self._interrupted(instance, token)

    def _interrupted(self, instance: Instance, token: bpmn.Token) -> int:
        """Whether the activity was left by an event on its edge, and not swept away together with its surroundings."""
        edges = {edge.id for edge in instance.process.boundaries.get(token.node, ())}
        return int(any(other.node in edges and other.host is None for other in instance.tokens.values()))


def pools_of(xml: bytes) -> dict[str, str]:
    """The pool of each process."""
    found = fromstring(xml).iter(f"{BPMN}participant")
    return {one.get("processRef", ""): one.get("id", "") for one in found}


def counts(trace: list[str], kind: str, elements: set[str]) -> Counter[str]:
    """How often a trace enters, leaves or triggers each of the elements."""
    lines = (line.split(":") for line in trace)
    return Counter(parts[1] for parts in lines if parts[0] == kind and parts[1] in elements)


def held(trace: list[str]) -> set[str]:
    """What was entered and never left: where a task is held is an input that has no ``signal`` line."""
    entered, left = ({line.split(":")[1] for line in trace if line.startswith(kind)} for kind in ("enter:", "exit:"))
    return entered - left


def model_of(trace: Path) -> Path | None:
    """The model a trace belongs to: its own, or that of the name without a number or a word behind."""
    name = trace.stem
    while name:
        if (found := trace.with_name(f"{name}.bpmn")).is_file():
            return found
        name = name.rpartition("-")[0]
    return None


def differences(model: Path, trace: list[str]) -> list[str]:
    """Where a run differs from the trace, in words; nothing when it is the same."""
    triggers = [line.split(":")[1] for line in trace if line.startswith("signal:")]
    try:
        xml = model.read_bytes()
        ways = choices(xml, trace)
        processes = bpmn.read_all(translated(xml, {*triggers, *held(trace)}, ways), sketch=True)
        simulation = Simulation(processes, pools_of(xml), ways=ways)
        simulation.run(triggers)
    except bpmn.BpmnError as error:
        return [str(error)]
    elements = {key for process in processes for key in (*process.nodes, *process.flows)}
    found = []
    for kind, counted in (("enter", simulation.entered), ("exit", simulation.left)):
        expected = counts(trace, kind, elements)
        names = sorted(name for name in elements if expected[name] != counted[name])
        found += [f"{kind} {name}: {counted[name]}, expected {expected[name]}" for name in names]
    return found


def main(path: Path, *, verbose: bool = False) -> None:
    """Run every trace that has a model."""
    passed = cases = 0
    for file in sorted(path.glob("*.json")):
        model = model_of(file)
        trace = json.loads(file.read_text(encoding="utf-8"))
        if model is None or b"process " not in model.read_bytes():
            continue
        wrong = differences(model, trace)
        cases += 1
        passed += not wrong
        if verbose and wrong:
            print(file.stem, "; ".join(wrong))
    print(f"passed {passed} of {cases} traces")


if __name__ == "__main__":
    main(Path(sys.argv[1]), verbose="-v" in sys.argv[2:])
