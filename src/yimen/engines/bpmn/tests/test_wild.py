"""What holds for every process that can be drawn and every order in which things come, late and wrong ones too."""

import json
from random import Random

import pytest

from yimen.engines import bpmn
from yimen.engines.bpmn import journal

from .wild import Wild

SEEDS, STEPS = 400, 40
ASKING = (bpmn.OpenTask, bpmn.CallCapability, bpmn.CallProcess, bpmn.AskDecision, bpmn.StartTimer, bpmn.Subscribe)
TAKEN_BACK = {
    bpmn.CloseTask: bpmn.OpenTask,
    bpmn.CancelCall: bpmn.CallProcess,
    bpmn.CancelTimer: bpmn.StartTimer,
    bpmn.Unsubscribe: bpmn.Subscribe,
}
WORKED_ON = (bpmn.UserTask, bpmn.ServiceTask, bpmn.CallActivity, bpmn.BusinessRuleTask)


class Host:
    """Answers at random, and holds what it was asked against what the instance waits for."""

    def __init__(self, process, seed):
        self.process, self.random = process, Random(seed)
        self.asked, self.entries = {}, []
        self.state = bpmn.State()
        self.take(bpmn.start(process, {"x": self.random.randint(0, 3)}))

    def take(self, step):
        self._keep(step)
        self._hear(step.effects)
        self.state = step.state
        self._nothing_is_left_behind()
        if not self.state.done:
            self._somebody_can_go_on()

    def _keep(self, step):
        """The changes lead from the old state to the new one, and JSON loses nothing."""
        changed = journal.difference(self.state, step.state)
        entry = journal.entry(self.state, step.state, changed, step.changes)
        self.entries.append(json.loads(json.dumps(entry)))
        assert journal.replay(self.entries) == step.state
        assert bpmn.State.from_json(json.loads(json.dumps(step.state.to_json()))) == step.state

    def _hear(self, effects):
        for effect in effects:
            if isinstance(effect, ASKING):
                self.asked.setdefault(effect.token, set()).add(type(effect))
            if type(effect) in TAKEN_BACK:
                assert TAKEN_BACK[type(effect)] in self.asked[effect.token], effect

    def _nothing_is_left_behind(self):
        tokens = {token.id for token in self.state.tokens}
        scopes = {scope.id for scope in self.state.scopes} | {0}
        assert len(tokens) == len(self.state.tokens)
        assert self.state.done == (not tokens)
        for token in self.state.tokens:
            assert token.waiting and token.scope in scopes and (token.host is None or token.host in tokens), token
        for scope in self.state.scopes:
            assert scope.parent in scopes and (scope.token is None or scope.token in tokens), scope
            inside = [one for one in self.state.tokens if one.scope == scope.id]
            inside += [one for one in self.state.scopes if one.parent == scope.id]
            assert inside or scope.kind == "round", scope

    def _somebody_can_go_on(self):
        """One of the tokens that are on their way waits for what the host was asked for, or for a person."""
        on_the_way = [token for token in self.state.tokens if token.role != "watch"]
        assert any(self._is_seen(token) for token in on_the_way), self.state.tokens

    def _is_seen(self, token):
        node = self.process.nodes[token.node]
        if token.incident:
            return True
        if token.role in ("loop", "gather"):
            return False
        kinds = {trigger.kind for trigger in bpmn.triggers_of(node)}
        if (
            isinstance(node, WORKED_ON)
            or kinds & {"timer", "message", "signal"}
            and not isinstance(node, bpmn.EndEvent)
        ):
            assert token.id in self.asked, token
            return True
        return "conditional" in kinds

    def answer(self):
        """Something comes; what is late or wrong is stale and changes nothing."""
        happening = self._happening()
        try:
            self.take(bpmn.advance(self.process, self.state, happening))
        except bpmn.StaleHappening:
            return

    def _happening(self):
        token, chance = self.random.choice(self.state.tokens), self.random.random()
        given = {"x": self.random.choice([0, 1, 2, 3, None])}
        if chance < 0.12:
            return bpmn.VariablesChanged(given) if chance < 0.06 else bpmn.SignalCaught("S1", given)
        if chance < 0.2:
            return self.random.choice(_anything(token.id if chance < 0.19 else 9999, given))
        return bpmn.IncidentResolved(token.id, given) if token.incident else self._fitting(token, given)

    def _fitting(self, token, given):
        node, number = self.process.nodes[token.node], token.id
        match node:
            case bpmn.UserTask():
                return bpmn.TaskCompleted(number, "", given)
            case bpmn.ServiceTask():
                code = self.random.choice(["", "E1", "E2", "Q"])
                return bpmn.CapabilityFailed(number, code) if code else bpmn.CapabilityReturned(number, given)
            case bpmn.CallActivity():
                return self.random.choice([bpmn.ProcessReturned(number, "e"), bpmn.CallFailed(number, "E1")])
            case bpmn.BusinessRuleTask():
                return bpmn.DecisionMade(number, self.random.randint(0, 3))
        for trigger in bpmn.triggers_of(node):
            match trigger.kind:
                case "timer":
                    return bpmn.TimerFired(number)
                case "message":
                    return bpmn.MessageArrived(number, trigger.name, given)
                case "signal":
                    return bpmn.SignalCaught(trigger.name, given)
        return bpmn.VariablesChanged(given)


def _anything(number, given):
    return [
        bpmn.TimerFired(number),
        bpmn.TaskCompleted(number),
        bpmn.MessageArrived(number, "M1"),
        bpmn.ProcessReturned(number, "e"),
        bpmn.DecisionMade(number, 1),
        bpmn.CapabilityReturned(number),
        bpmn.CapabilityFailed(number, "E1"),
        bpmn.CallFailed(number, "E2"),
        bpmn.IncidentResolved(number, given),
    ]


@pytest.mark.parametrize("block", range(8))
def test_every_process_ends_or_waits_for_something_that_is_seen(block):
    over = 0
    for seed in range(block, SEEDS, 8):
        process = bpmn.read(Wild(seed).process())
        assert bpmn.law(process) == [], seed
        over += _is_over(process, seed)
    assert over > SEEDS // 16


def _is_over(process, seed):
    """Whether it came to its end. The one thing that the engine may refuse is a loop without an end."""
    try:
        host = Host(process, seed)
        for _ in range(STEPS):
            if host.state.done:
                return True
            host.answer()
    except bpmn.StaleHappening as error:
        raise AssertionError(seed) from error
    except bpmn.BpmnError as error:
        assert "无法结束的循环" in error.sentence, seed
    return False
