"""Playing a case through form, rules and process with nothing but the folder: no database, no clock, no network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from yimen.engines import bpmn, clock, dmn, forms
from yimen.engines.service.benefits import known_later, told_days
from yimen.engines.service.found import found_facts
from yimen.engines.service.inspections import items_of
from yimen.engines.service.letterbox import Letterbox
from yimen.engines.service.limits import extension_rule, limit_of, stop_rules
from yimen.engines.service.model import Extend, Fire, Given, Part, Scenario, Service, Special, Step, Work
from yimen.engines.service.parts import answers_for, chosen_parts, joint_materials
from yimen.engines.service.reservations import KEPT

_STEPS = 500
OPEN = "open"
# How the case of a scenario is called by those it is told apart from.
WHOLE = "case"
# Where a case ends that the applicant takes back: at no end of its process.
WITHDRAWN = "withdrawn"
# A folder knows no holidays: days are counted by weekdays.
_WEEKDAYS = clock.WorkingCalendar()


@dataclass
class Played:
    """What came out. ``decisions`` are those over everything known at the end; ``difficulties`` could not be done.

    ``kept``: something is kept in a register for the case. ``specials``: what stopped the clock; ``extended``: the
    limit was; ``statutory_on``: the last day of the law, None where none runs.

    Of a joint service: ``parts`` says where each chosen part ended (``OPEN``: it has not), ``materials`` which of the
    joint service's papers the rules of the chosen parts ask for.
    """

    failures: list[forms.Failure] = field(default_factory=list)
    decisions: dict[str, dmn.Decision] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    ended: tuple[str, ...] = ()
    nodes: set[str] = field(default_factory=set)
    outcomes: set[tuple[str, str]] = field(default_factory=set)
    rules_hit: set[tuple[str, str]] = field(default_factory=set)
    difficulties: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    materials: list[str] | None = None
    kept: bool = False
    specials: set[str] = field(default_factory=set)
    extended: bool = False
    statutory_on: date | None = None

    def note(self, decision: dmn.Decision) -> dmn.Decision:
        """Remember the table and id of every rule that hit, on the way and at the end."""
        self.rules_hit |= {(hit.table, hit.rule_id) for hit in decision.rules_hit}
        return decision


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
    facts = _facts(service, scenario, answers, today)
    if scenario.steps:
        _Case(service, scenario, facts, played, Letterbox()).run()
    facts |= told_days(service, scenario.given.facts)
    played.decisions = {name: played.note(dmn.decide(service.model, name, facts)) for name in service.model.decisions}
    if service.parts:
        _ask_parts(service, scenario, played, today)
    return played


def _facts(service: Service, scenario: Scenario, answers: Mapping[str, object], today: date) -> dict[str, object]:
    unseen: dict[str, object] = {item["id"]: None for item in items_of(service)}
    return {**unseen, **forms.facts(service.form, answers, today), **scenario.given.facts, **known_later(service)}


def _part_facts(part: Part, scenario: Scenario, today: date) -> dict[str, object]:
    return _facts(part.service, scenario, answers_for(part, scenario.given.answers), today)


def _ask_parts(service: Service, scenario: Scenario, played: Played, today: date) -> None:
    chosen = chosen_parts(service, scenario.given.answers, today)
    played.parts = {part.id: played.parts.get(part.id, OPEN) for part in chosen}
    wanted = {
        part.id: dmn.decide(part.service.model, "materials", _part_facts(part, scenario, today)).outputs
        for part in chosen
    }
    played.materials = joint_materials(service, wanted)


class _Case:
    """One instance of the process, answered from the scenario. ``facts`` grows by what officers find."""

    def __init__(
        self,
        service: Service,
        scenario: Scenario,
        facts: dict[str, object],
        played: Played,
        letterbox: Letterbox,
        reference: str = WHOLE,
    ) -> None:
        self.service, self.scenario, self.facts, self.played = service, scenario, facts, played
        self.letterbox, self.reference = letterbox, reference
        self.state = bpmn.State()
        self.open: dict[str, bpmn.OpenTask] = {}
        self.timers: dict[str, int] = {}
        self.parts: dict[str, tuple[int, _Case]] = {}
        self.withdrawn = False
        self.clock: clock.LegalClock | None = None

    def run(self) -> None:
        first, *steps = self.scenario.steps
        if first != "submit":
            self.played.difficulties.append("第一步要写 submit：没有提交，就没有可办的环节。")
            return
        self._documents("submit")
        today = date.fromisoformat(self.scenario.given.today)
        chosen = [part.id for part in chosen_parts(self.service, self.scenario.given.answers, today)]
        self.begin({"joint": WHOLE, "parts": chosen} if self.service.parts else {"joint": WHOLE})
        for step in steps:
            if not self._take(step):
                return
        self.played.ended = (WITHDRAWN,) if self.withdrawn else self.state.ended
        statutory = self.service.meta["limits"].get("statutory")
        if self.clock is not None and statutory:
            self.played.statutory_on = clock.last_day(self.clock, limit_of(statutory), _WEEKDAYS).day

    def begin(self, variables: Mapping[str, object]) -> None:
        self._settle(bpmn.start(self.service.process, variables))

    def _take(self, step: Step) -> bool:
        """Whether the step could be taken; why not is noted."""
        match step:
            case Work():
                difficulty = self._complete(step)
            case Fire():
                difficulty = self._fire(step.timer)
            case Special() | Extend():
                difficulty = self._keep_time(step)
            case "withdraw":
                difficulty = self._withdraw()
            case _:
                difficulty = "submit 只能是第一步。"
        if difficulty:
            self.played.difficulties.append(difficulty)
        return not difficulty

    def _complete(self, work: Work) -> str:
        part, _, inside = work.task.partition("/")
        if inside:
            return self._in_part(part, replace(work, task=inside))
        task = self.open.get(work.task)
        if task is None:
            waiting = "、".join(sorted(self.open)) or "没有环节"
            return f"环节 {work.task} 没有在等人办，在等的是：{waiting}。"
        if work.outcome not in task.outcomes:
            return f"环节 {work.task} 没有结果 {work.outcome}，可以是：{'、'.join(task.outcomes)}。"
        found, difficulty = found_facts(self.service, work)
        if difficulty:
            return difficulty
        self.facts.update(found)
        self.played.outcomes.add((work.task, work.outcome))
        del self.open[work.task]
        self._settle(self._advance(bpmn.TaskCompleted(task.token, work.outcome)))
        return ""

    def _keep_time(self, step: Special | Extend) -> str:
        """What the desk does to the clock: by the same rules, refused with the same sentence."""
        if isinstance(step, Special) and "/" in step.kind:
            part, _, kind = step.kind.partition("/")
            return self._in_part(part, replace(step, kind=kind))
        if self.clock is None:
            return "还没有受理，没有在走的期限。"
        limits = self.service.meta["limits"]
        limit = limit_of(limits["statutory"]) if "statutory" in limits else None
        try:
            if isinstance(step, Special):
                self.clock = self._stopped(self.clock, step, limit)
            elif limit is None:
                return "没有法定期限，也就不用延长。"
            else:
                self.clock = self._extended(self.clock, step, limit)
        except clock.ClockError as refused:
            return str(refused)
        return ""

    def _stopped(self, running: clock.LegalClock, step: Special, limit: clock.Limit | None) -> clock.LegalClock:
        stopped = clock.open_stop(
            running,
            rules=stop_rules(self.service.meta),
            kind=step.kind,
            start=step.start,
            planned_end=step.until,
            notice_on=step.start,
            limit=limit,
            calendar=_WEEKDAYS,
        )
        self.played.specials.add(step.kind)
        return clock.close_stop(stopped, step.kind, step.until)

    def _extended(self, running: clock.LegalClock, step: Extend, limit: clock.Limit) -> clock.LegalClock:
        rule = extension_rule(self.service.meta["limits"])
        approver = rule.approver if rule else ""
        longer = clock.extend(
            running,
            rule=rule,
            limit=limit,
            calendar=_WEEKDAYS,
            added=step.by,
            approved_by=approver,
            approver=approver,
            on=step.on,
            notice_on=step.on,
            reason=self.scenario.name,
        )
        self.played.extended = True
        return longer

    def _withdraw(self) -> str:
        if self.state.done:
            return "已经办完，不能再撤回。"
        self.withdrawn = True
        self._settle(self._advance(bpmn.InstanceCancelled()))
        return "" if self.state.done else "撤回以后还有事没有做完。"

    def _in_part(self, name: str, step: Work | Fire | Special) -> str:
        """A step ``food/check-papers`` is taken in the process of that part, which may end by it."""
        if name not in self.parts:
            return f"部分 {name} 没有在办，在办的是：{'、'.join(sorted(self.parts)) or '没有'}。"
        token, part = self.parts[name]
        match step:
            case Work():
                difficulty = part._complete(step)
            case Fire():
                difficulty = part._fire(step.timer)
            case Special():
                difficulty = part._keep_time(step)
        if not difficulty and part.state.done:
            self._settle(self._advance(self._returned_from(name, token, part)))
        return difficulty

    def _call(self, effect: bpmn.CallProcess) -> Iterator[bpmn.Happening]:
        today = date.fromisoformat(self.scenario.given.today)
        part = self.service.part(effect.called)
        above = self.played
        inside = Played(documents=above.documents, difficulties=above.difficulties, specials=above.specials)
        facts, reference = _part_facts(part, self.scenario, today), f"{self.reference}-{part.id}"
        called = _Case(part.service, self.scenario, facts, inside, self.letterbox, reference)
        self.parts[part.id] = effect.token, called
        called.begin({"joint": self.reference})
        if called.state.done:
            yield self._returned_from(part.id, effect.token, called)

    def _returned_from(self, name: str, token: int, part: "_Case") -> bpmn.Happening:
        del self.parts[name]
        self.played.parts[name] = part.state.ended[-1]
        return bpmn.ProcessReturned(token, part.state.ended[-1])

    def _fire(self, node: str) -> str:
        part, _, inside = node.partition("/")
        if inside:
            return self._in_part(part, Fire(inside))
        if node not in self.timers:
            return f"定时 {node} 没有在走，在走的是：{'、'.join(sorted(self.timers)) or '没有'}。"
        self._settle(self._advance(bpmn.TimerFired(self.timers.pop(node))))
        return ""

    @property
    def process(self) -> bpmn.Process:
        return self.service.process

    def take_in(self, happening: bpmn.Happening) -> None:
        """What another case has sent."""
        self._settle(self._advance(happening))

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
                if effect.capability in self.scenario.given.refuses:
                    yield bpmn.CapabilityFailed(effect.token, self.scenario.given.refuses[effect.capability])
                    return
                self.played.kept = KEPT.get(effect.capability, self.played.kept)
                self._documents(effect.capability)
                if effect.capability == "accept":
                    self.clock = clock.LegalClock(date.fromisoformat(self.scenario.given.today), "受理")
                yield bpmn.CapabilityReturned(effect.token, self._returned(effect.capability))
            case bpmn.AskDecision():
                self.played.nodes.add(effect.node)
                if effect.decision not in self.service.model.decisions:
                    self.played.difficulties.append(f"rules.dmn 里没有决策 {effect.decision}。")
                    return
                decision = self.played.note(dmn.decide(self.service.model, effect.decision, self.facts))
                yield bpmn.DecisionMade(effect.token, decision.outputs)
            case bpmn.CallProcess():
                self.played.nodes.add(effect.node)
                yield from self._call(effect)
            case bpmn.CancelCall():
                self.parts = {name: one for name, one in self.parts.items() if one[0] != effect.token}
            case bpmn.OpenTask():
                self.played.nodes.add(effect.node)
                self.open[effect.node] = effect
            case bpmn.CloseTask():
                self.open = {node: task for node, task in self.open.items() if task.token != effect.token}
            case bpmn.StartTimer():
                self.timers[effect.node] = effect.token
            case bpmn.CancelTimer():
                self.timers = {node: token for node, token in self.timers.items() if token != effect.token}
            case bpmn.Subscribe():
                yield from self.letterbox.wait(self, effect, self.reference)
            case bpmn.Unsubscribe():
                self.letterbox.forget(self, effect.token)
            case bpmn.SendMessage():
                self.letterbox.send(effect, self.reference)
            case bpmn.ThrowSignal():
                self.letterbox.throw(self, effect)
            case bpmn.RaiseIncident():
                self.played.difficulties.append(f"停在 {effect.node}：{effect.code}。")

    def _returned(self, capability: str) -> dict[str, object]:
        """The variables that the capability leaves. A folder knows no holidays: the day is as good as any for a try."""
        if capability != "ask-correction":
            return {}
        correction = self.service.meta.get("correction")
        today = date.fromisoformat(self.scenario.given.today)
        return {"supply_until": today + timedelta(days=correction["value"] + 1) if correction else None}

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
