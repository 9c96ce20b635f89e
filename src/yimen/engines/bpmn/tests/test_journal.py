"""What is written down with every step leads to the same state again."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.spiff_differential import HEAD, Drawing
from yimen.engines import bpmn
from yimen.engines.bpmn import BpmnError, State, difference, entry, replay
from yimen.engines.bpmn.journal import token_of, token_row
from yimen.engines.bpmn.state import Token

from .make import chain, process


class Life:
    """An instance with its journal, each entry through JSON as a host stores it."""

    def __init__(self, flow, variables):
        self.process, self.state, self.entries = flow, State(), []
        self.take(bpmn.start(flow, variables))

    def take(self, step):
        changed = difference(self.state, step.state)
        self.entries.append(json.loads(json.dumps(entry(self.state, step.state, changed, step.changes))))
        self.state = step.state

    def tell(self, happening):
        self.take(bpmn.advance(self.process, self.state, happening))


def waiting(life):
    return [token for token in life.state.tokens if isinstance(life.process.nodes[token.node], bpmn.UserTask)]


@given(st.integers(0, 10_000), st.integers(0, 3))
def test_all_entries_together_are_the_state(seed, pick):
    drawing = Drawing(random.Random(seed))
    first, last = drawing.block()
    ends = f'<startEvent id="s"/><endEvent id="e"/>{chain("s", first)}{chain(last, "e")}'
    flow = bpmn.read(f"{HEAD}{ends}{''.join(drawing.elements)}</process></definitions>")
    life = Life(flow, {"pick": pick, "form": {"amount": 1.5, "rooms": [1, True]}})
    while not life.state.done:
        assert replay(life.entries) == life.state
        life.tell(
            bpmn.TaskCompleted(drawing.chance.choice(waiting(life)).id, variables={"seen": life.state.next_token})
        )
    assert replay(life.entries) == life.state


SCOPED = process(
    """<startEvent id="s"/><userTask id="before" ym:post="c"/>
    <subProcess id="sub"><multiInstanceLoopCharacteristics isSequential="false">
    <loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>
    <startEvent id="in"/><userTask id="each" ym:post="c"/><endEvent id="out"/>"""
    + chain("in", "each", "out")
    + """</subProcess><endEvent id="e"/>"""
    + chain("s", "before", "sub", "e")
)


def test_scopes_and_their_variables_come_back_too():
    life = Life(SCOPED, {})
    life.tell(bpmn.TaskCompleted(life.state.tokens[0].id))
    assert len(life.state.scopes) > 3
    while not life.state.done:
        assert replay(life.entries) == life.state
        token = next(token for token in life.state.tokens if token.node == "each")
        life.tell(bpmn.TaskCompleted(token.id, variables={"note": token.id}))
    assert replay(life.entries) == life.state
    assert life.state.scopes == ()


def test_a_cancelled_instance_is_over_and_its_tokens_say_how():
    life = Life(SCOPED, {})
    life.tell(bpmn.InstanceCancelled())
    assert [how for _, how in life.entries[-1]["x"]] == ["cancelled"]
    assert replay(life.entries) == life.state
    assert life.state.done


def test_what_is_only_passed_is_named_in_order():
    flow = process(
        """<startEvent id="s"/><scriptTask id="t" scriptFormat="feel"
        ym:result="x"><script>1</script></scriptTask><userTask id="u" ym:post="c"/><endEvent id="e"/>"""
        + chain("s", "t", "u", "e")
    )
    life = Life(flow, {})
    assert life.entries[0]["p"] == ["s", "t"]
    life.tell(bpmn.TaskCompleted(life.state.tokens[0].id))
    assert life.entries[1]["p"] == ["e"]
    assert life.entries[1]["e"] == ["e"]


@given(
    st.builds(
        Token,
        id=st.integers(1),
        node=st.text(min_size=1, max_size=3),
        waiting=st.booleans(),
        flow=st.text(max_size=3),
        host=st.none() | st.integers(1),
        incident=st.text(max_size=3),
        scope=st.integers(0, 3),
        role=st.sampled_from(["", "watch", "loop"]),
        left=st.none() | st.integers(0, 3),
        got=st.lists(st.integers(0, 3), max_size=2).map(tuple),
    )
)
def test_a_token_comes_back_from_its_row(token):
    assert token_of(json.loads(json.dumps(token_row(token)))) == token


@pytest.mark.parametrize("broken", [{"t": [[1]]}, {"v": [[9, "x", 1]]}, {"x": 3}, {"v": [[0, "x", {"@number": "a"}]]}])
def test_a_damaged_entry_is_refused(broken):
    with pytest.raises(BpmnError, match="从备份恢复"):
        replay([broken])
