"""Run random processes here and in SpiffWorkflow: ``python tests/conformance/spiff_differential.py [COUNT] [SEED]``.

Processes are drawn from blocks of the common subset: tasks of people, exclusive, parallel and inclusive gateways,
and sub-processes. Conditions such as ``pick > 2`` mean the same in FEEL and in Python. Every task is completed, in a
random order; the sets of completed elements must be equal. SpiffWorkflow is a development dependency.
"""

import random
import sys
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from yimen.engines import bpmn

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">'
    '<process id="p" isExecutable="true">'
)
CHOICES = 3
KINDS = ["task", "chain", "exclusive", "parallel", "inclusive", "sub"]


@dataclass
class Drawing:
    """A process drawn from blocks with one way in and one way out."""

    chance: random.Random
    elements: list[str] = field(default_factory=list)
    count: int = 0

    def node(self, tag: str, inner: str = "") -> str:
        """A node of a tag."""
        self.count += 1
        self.elements.append(f'<{tag} id="n{self.count}">{inner}</{tag}>')
        return f"n{self.count}"

    def flow(self, source: str, target: str, condition: str = "") -> str:
        """A flow, with a condition or without."""
        self.count += 1
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        self.elements.append(
            f'<sequenceFlow id="f{self.count}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
        return f"f{self.count}"

    def default(self, gateway: str, target: str) -> None:
        """The flow that is taken when no other is."""
        flow = self.flow(gateway, target)
        self.elements = [one.replace(f'id="{gateway}"', f'id="{gateway}" default="{flow}"') for one in self.elements]

    def block(self, depth: int = 0) -> tuple[str, str]:
        """A block; its first and its last node."""
        kind = self.chance.choice(
            ["task", "chain", "exclusive", "parallel", "inclusive", "sub"] if depth < 3 else ["task"]
        )
        if kind == "task":
            one = self.node("manualTask")
            return one, one
        if kind == "chain":
            (first, middle), (second, last) = self.block(depth + 1), self.block(depth + 1)
            self.flow(middle, second)
            return first, last
        if kind == "sub":
            one = self._sub_process(depth)
            return one, one
        return self._gateways(kind, depth)

    def _sub_process(self, depth: int) -> str:
        inside = Drawing(self.chance, count=self.count + 1000 * (depth + 1))
        inside.whole(depth + 1)
        self.count = inside.count
        return self.node("subProcess", "".join(inside.elements))

    def _gateways(self, kind: str, depth: int) -> tuple[str, str]:
        split, join = self.node(f"{kind}Gateway"), self.node(f"{kind}Gateway")
        for number in range(self.chance.randint(2, 3)):
            first, last = self.block(depth + 1)
            if kind == "parallel":
                self.flow(split, first)
            elif number == 0:
                self.default(split, first)
            else:
                self.flow(split, first, f"pick &gt; {self.chance.randint(0, CHOICES)}")
            self.flow(last, join)
        return split, join

    def whole(self, depth: int = 0) -> None:
        """Start, a block, end."""
        begin, end = self.node("startEvent"), self.node("endEvent")
        first, last = self.block(depth)
        self.flow(begin, first)
        self.flow(last, end)


def ours(xml: bytes, pick: int, chance: random.Random) -> set[str]:
    """The elements that were completed here."""
    process = bpmn.read(xml)
    tokens: dict[int, bpmn.Token] = {}
    completed: set[str] = set()
    step = bpmn.start(process, {"pick": pick})
    while True:
        for change in step.changes:
            _note(change, tokens, completed)
        tasks = [token for token in step.state.tokens if isinstance(process.nodes[token.node], bpmn.UserTask)]
        if not tasks:
            break
        step = bpmn.advance(process, step.state, bpmn.TaskCompleted(chance.choice(tasks).id))
    if not step.state.done:
        raise AssertionError(f"it does not end: {step.state.tokens}")
    return completed


def _note(change: bpmn.Change, tokens: dict[int, bpmn.Token], completed: set[str]) -> None:
    match change:
        case bpmn.TokenAdded(token) | bpmn.TokenChanged(token):
            before = tokens.get(token.id)
            if before is not None and before.node != token.node:
                completed.add(before.node)
            tokens[token.id] = token
        case bpmn.TokenClosed(_, node, "left" | "merged"):
            completed.add(node)


def theirs(xml: bytes, pick: int, chance: random.Random) -> set[str]:
    """The elements that were completed in SpiffWorkflow."""
    # Not installed everywhere: only this comparison needs them.
    etree: Any = import_module("lxml.etree")
    parser = import_module("SpiffWorkflow.bpmn.parser").BpmnParser()
    state: Any = import_module("SpiffWorkflow.util.task").TaskState
    parser.add_bpmn_xml(etree.fromstring(xml))
    specs = parser.get_subprocess_specs("p")
    workflow = import_module("SpiffWorkflow.bpmn").BpmnWorkflow(parser.get_spec("p"), specs)
    workflow.task_tree.data["pick"] = pick
    for task in workflow.task_tree.children:
        task.data["pick"] = pick
    workflow.do_engine_steps()
    while tasks := workflow.get_tasks(state=state.READY, manual=True):
        chance.choice(tasks).run()
        workflow.do_engine_steps()
        workflow.refresh_timers()
        workflow.do_engine_steps()
    done = workflow.get_tasks(state=state.COMPLETED)
    return {task.task_spec.bpmn_id for task in done if task.task_spec.bpmn_id}


def difference(seed: int) -> tuple[bytes, set[str], set[str]] | None:
    """The process of a seed with the elements that only one of the two completed, or None when they agree."""
    chance = random.Random(seed)
    drawing = Drawing(chance)
    drawing.whole()
    xml = (HEAD + "".join(drawing.elements) + "</process></definitions>").encode()
    pick = chance.randint(0, CHOICES)
    here, there = ours(xml, pick, chance), theirs(xml, pick, chance)
    return None if here == there else (xml, here - there, there - here)


def main(count: int, first: int) -> int:
    """How many processes differ."""
    found = [(seed, one) for seed in range(first, first + count) if (one := difference(seed))]
    for seed, (_, here, there) in found[:10]:
        print(f"seed {seed}: only here {sorted(here)}, only there {sorted(there)}")
    print(f"{count - len(found)} of {count} processes agree")
    return len(found)


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:3]]
    sys.exit(bool(main(*(numbers + [2000, 1][len(numbers) :]))))
