"""What holds for every process and every order of happenings."""

import json
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.engines.bpmn import (
    AskDecision,
    BpmnError,
    CallCapability,
    CallFailed,
    CallProcess,
    CancelCall,
    CancelTimer,
    CapabilityFailed,
    CapabilityReturned,
    CloseTask,
    DecisionMade,
    EndReached,
    IncidentResolved,
    OpenTask,
    ParallelGateway,
    ProcessReturned,
    RaiseIncident,
    StaleHappening,
    StartTimer,
    State,
    TaskCompleted,
    TimerFired,
    TokenAdded,
    TokenChanged,
    TokenClosed,
    VariableSet,
    advance,
    check,
    start,
)
from yimen.engines.bpmn.soundness import explore

from .make import flow, process

CHOICES = 3


@dataclass
class Drawing:
    """A process being drawn from blocks that each have one way in and one way out."""

    elements: list[str] = field(default_factory=list)
    count: int = 0

    def node(self, tag, attributes="", inner=""):
        self.count += 1
        self.elements.append(f'<{tag} id="n{self.count}" {attributes}>{inner}</{tag}>')
        return f"n{self.count}"

    def flow(self, source, target, condition=""):
        self.count += 1
        self.elements.append(flow(source, target, condition, key=f"f{self.count}"))
        return f"f{self.count}"

    def default(self, gateway, target):
        key = self.flow(gateway, target)
        self.elements = [one.replace(f'id="{gateway}"', f'id="{gateway}" default="{key}"') for one in self.elements]


TASKS = [
    ("userTask", 'ym:post="clerk" ym:outcomes="grant refuse"', ""),
    ("manualTask", 'ym:post="clerk"', ""),
    ("serviceTask", 'ym:capability="c"', ""),
    ("callActivity", 'calledElement="part"', ""),
    ("businessRuleTask", 'ym:decision="d" ym:result="pick"', ""),
    ("scriptTask", 'ym:result="half"', "<script>pick / 2</script>"),
    (
        "intermediateCatchEvent",
        "",
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>",
    ),
]


@st.composite
def blocks(draw, drawing, depth=0):
    """One block; its first and its last node."""
    kind = draw(
        st.sampled_from(["task", "task", "chain", "choice", "parallel", "loop", "edge"] if depth < 3 else ["task"])
    )
    inner = lambda: draw(blocks(drawing, depth + 1))  # noqa: E731
    if kind == "task":
        node = drawing.node(*draw(st.sampled_from(TASKS)))
        return node, node
    if kind == "chain":
        (first, middle), (second, last) = inner(), inner()
        drawing.flow(middle, second)
        return first, last
    if kind == "edge":
        return _edge(draw, drawing, inner)
    return _gateways(draw, drawing, kind, [inner() for _ in range(1 if kind == "loop" else draw(st.integers(2, 3)))])


def _gateways(draw, drawing, kind, branches):
    tag = "parallelGateway" if kind == "parallel" else "exclusiveGateway"
    first, last = drawing.node(tag), drawing.node(tag)
    if kind == "loop":
        again, out = (drawing.node("manualTask", 'ym:post="clerk"') for _ in range(2))
        drawing.flow(first, branches[0][0])
        drawing.flow(branches[0][1], last)
        drawing.default(last, out)
        drawing.flow(last, again, f"pick = {draw(st.integers(1, CHOICES))}")
        drawing.flow(again, first)
        return first, out
    for number, (head, tail) in enumerate(branches):
        if kind == "choice" and number == 0:
            drawing.default(first, head)
        else:
            drawing.flow(first, head, f"pick = {number}" if kind == "choice" else "")
        drawing.flow(tail, last)
    return first, last


def _edge(draw, drawing, inner):
    """A task with something on its edge that leads around the block after it."""
    task = drawing.node(*draw(st.sampled_from([one for one in TASKS if one[0] in ("serviceTask", "callActivity")])))
    last = drawing.node("exclusiveGateway")
    event = draw(st.sampled_from(["timer", "error"]))
    definition = "<errorEventDefinition/>"
    if event == "timer":
        definition = "<timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition>"
    boundary = drawing.node("boundaryEvent", f'attachedToRef="{task}"', definition)
    (head, tail), (second, end) = inner(), inner()
    for source, target in ((task, head), (tail, last), (boundary, second), (end, last)):
        drawing.flow(source, target)
    return task, last


@st.composite
def sound_processes(draw):
    """A process of nested blocks: it can always come to its end."""
    drawing = Drawing()
    first, last = draw(blocks(drawing))
    begin, end = drawing.node("startEvent"), drawing.node("endEvent")
    drawing.flow(begin, first)
    drawing.flow(last, end)
    return process("".join(drawing.elements))


GATEWAYS = [("exclusiveGateway", "", ""), ("parallelGateway", "", ""), ("parallelGateway", "", "")]
HOSTS = ("userTask", "manualTask", "serviceTask", "businessRuleTask", "callActivity")
TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"


@st.composite
def wild_processes(draw):
    """Any nodes joined in any way."""
    drawing = Drawing()
    kinds = draw(st.lists(st.sampled_from([*TASKS, *GATEWAYS]), min_size=1, max_size=7))
    nodes = [drawing.node(*kind) for kind in kinds]
    begin = drawing.node("startEvent")
    end = drawing.node("endEvent", "", draw(st.sampled_from(["", "<terminateEventDefinition/>"])))
    drawing.flow(begin, draw(st.sampled_from(nodes)))
    for node in nodes:
        for target in draw(st.lists(st.sampled_from([*nodes, end]), min_size=1, max_size=3, unique=True)):
            drawing.flow(node, target, draw(st.sampled_from(["", "", "pick = 1", "pick > 1"])))
    hosts = [node for node, kind in zip(nodes, kinds, strict=True) if kind[0] in HOSTS]
    for host in draw(st.lists(st.sampled_from(hosts), max_size=2)) if hosts else ():
        stops = draw(st.sampled_from(["true", "false"]))
        boundary = drawing.node("boundaryEvent", f'attachedToRef="{host}" cancelActivity="{stops}"', TIMER)
        drawing.flow(boundary, draw(st.sampled_from([*nodes, end])))
    return process("".join(drawing.elements))


class Host:
    """Keeps what the effects asked for, as a real host would, and answers at random."""

    def __init__(self, found, data):
        self.process = found
        self.data = data
        self.open = {}
        self.incidents = set()
        self.stuck = False
        self.take(State(), start(found, {"pick": data.draw(st.integers(0, CHOICES))}), None)

    def take(self, before, step, answered):
        self.open.pop(answered, None)
        for effect in step.effects:
            self._carry_out(effect)
        self.step = step
        assert replayed(before, step) == step.state
        assert State.from_json(json.loads(json.dumps(step.state.to_json()))) == step.state
        self.compare()

    def _carry_out(self, effect):
        match effect:
            case OpenTask() | CallCapability() | CallProcess() | AskDecision() | StartTimer():
                assert effect.token not in self.open, "asked twice under one number"
                self.open[effect.token] = effect
            case CloseTask():
                assert isinstance(self.open.pop(effect.token), OpenTask)
            case CancelCall():
                assert isinstance(self.open.pop(effect.token), CallProcess)
            case CancelTimer():
                assert isinstance(self.open.pop(effect.token), StartTimer)
            case RaiseIncident():
                self.incidents.add(effect.token)
                self.stuck = self.stuck or effect.code == "ym:join-stuck"

    def compare(self):
        """Every token waits on something that the host can see, and nothing else is open."""
        state = self.step.state
        numbers = [token.id for token in state.tokens]
        assert len(set(numbers)) == len(numbers) and all(number < state.next_token for number in numbers)
        assert all(token.waiting for token in state.tokens)
        assert state.done == (not state.tokens)
        waiting = {token.id: token for token in state.tokens}
        for number in [number for number in self.open if number not in waiting]:
            # A call or a decision cannot be taken back: its answer will find nobody.
            assert isinstance(self.open.pop(number), CallCapability | AskDecision)
        for token in state.tokens:
            if isinstance(self.process.nodes[token.node], ParallelGateway) and not token.incident:
                assert token.id not in self.open
            elif token.incident:
                assert token.id in self.incidents
                self.open.pop(token.id, None)
            else:
                assert self.open[token.id].node == token.node
        joins_only = [t for t in state.tokens if isinstance(self.process.nodes[t.node], ParallelGateway)]
        if joins_only and len(joins_only) == len(state.tokens):
            assert any(token.incident for token in joins_only), "stuck without anybody being asked"

    def answer(self):
        """One random answer to something that is open."""
        state = self.step.state
        movable = [t for t in state.tokens if t.incident or t.id in self.open]
        token = self.data.draw(st.sampled_from(movable))
        pick = {"pick": self.data.draw(st.integers(0, CHOICES))}
        happening = self._happening(token, pick)
        try:
            self.take(state, advance(self.process, state, happening), token.id)
        except StaleHappening as error:
            raise AssertionError(str(error)) from error
        if token.id not in {t.id for t in self.step.state.tokens}:
            self._expect_stale(happening)

    def _expect_stale(self, happening):
        try:
            advance(self.process, self.step.state, happening)
        except StaleHappening:
            return
        raise AssertionError("the same answer was taken twice")

    def _happening(self, token, pick):
        if token.incident:
            return IncidentResolved(token.id, pick)
        match self.open[token.id]:
            case OpenTask() as task:
                outcome = self.data.draw(st.sampled_from(task.outcomes)) if task.outcomes else ""
                return TaskCompleted(token.id, outcome, pick)
            case CallCapability():
                if self.data.draw(st.booleans()):
                    return CapabilityFailed(token.id, "ANY")
                return CapabilityReturned(token.id, pick)
            case CallProcess():
                if self.data.draw(st.booleans()):
                    return CallFailed(token.id, "ANY")
                return ProcessReturned(token.id, self.data.draw(st.sampled_from(["granted", "cancelled"])))
            case AskDecision():
                return DecisionMade(token.id, pick["pick"])
            case _:
                return TimerFired(token.id)


def replayed(before, step):
    """The old state with the changes of the step applied: what a host stores row by row."""
    tokens, variables = {token.id: token for token in before.tokens}, dict(before.variables)
    ended = list(before.ended)
    for change in step.changes:
        match change:
            case TokenAdded(token) | TokenChanged(token):
                assert (token.id in tokens) == isinstance(change, TokenChanged)
                tokens[token.id] = token
            case TokenClosed(number, node):
                assert tokens.pop(number).node == node
            case VariableSet(name, value):
                variables[name] = value
            case EndReached(node):
                ended.append(node)
    return State(tuple(tokens.values()), variables, step.state.next_token, tuple(ended), not tokens)


@settings(max_examples=120, deadline=None)
@given(sound_processes(), st.data())
def test_a_process_of_blocks_ends_or_waits_on_something_visible(found, data):
    assert [problem for problem in check(found) if problem.severity == "error"] == []
    host = Host(found, data)
    for _ in range(25):
        if host.step.state.done:
            assert host.step.state.ended
            break
        host.answer()
    assert not host.stuck


@settings(max_examples=200, deadline=None)
@given(wild_processes(), st.data())
def test_any_process_keeps_its_tokens_and_a_join_is_stuck_only_when_the_check_said_so(found, data):
    findings = explore(found)
    try:
        host = Host(found, data)
        for _ in range(12):
            if host.step.state.done:
                return
            host.answer()
    except StaleHappening:
        raise
    except BpmnError as error:
        assert "无法结束的循环" in error.sentence
        return
    if host.stuck:
        assert findings.never or findings.sometimes or findings.crowded or not findings.complete
