"""Random processes with everything that the engine knows, nested at will: sub-processes, events on edges, loops."""

from random import Random

from .make import xml

DECLARED = "".join(
    f'<signal id="S{n}" name="S{n}"/><message id="M{n}" name="M{n}"/><error id="E{n}" errorCode="E{n}"/>'
    f'<escalation id="C{n}" escalationCode="C{n}"/>'
    for n in (1, 2)
)
DEFINITIONS = {
    "timer": "<timerEventDefinition><timeDuration>P{}D</timeDuration></timerEventDefinition>",
    "cycle": "<timerEventDefinition><timeCycle>R{}/P1D</timeCycle></timerEventDefinition>",
    "message": '<messageEventDefinition messageRef="M{}"/>',
    "signal": '<signalEventDefinition signalRef="S{}"/>',
    "conditional": "<conditionalEventDefinition><condition>x = {}</condition></conditionalEventDefinition>",
    "error": '<errorEventDefinition errorRef="E{}"/>',
    "any error": "<errorEventDefinition/>",
    "escalation": '<escalationEventDefinition escalationRef="C{}"/>',
    "compensation": "<compensateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "terminate": "<terminateEventDefinition/>",
}
AWAITED = ["timer", "message", "signal", "conditional", "cycle"]
CAUGHT = [*AWAITED, "error", "any error", "escalation"]
ALWAYS_INTERRUPTING = ("error", "any error", "cancel", "compensation")
SIMPLE = {
    "user": '<userTask id="{id}" ym:post="p">{loop}</userTask>',
    "service": '<serviceTask id="{id}" ym:capability="c">{loop}</serviceTask>',
    "call": '<callActivity id="{id}" calledElement="q">{loop}</callActivity>',
    "receive": '<receiveTask id="{id}" messageRef="M1">{loop}</receiveTask>',
    "task": '<task id="{id}">{loop}</task>',
    "send": '<sendTask id="{id}" messageRef="M2">{loop}</sendTask>',
    "rule": '<businessRuleTask id="{id}" ym:decision="d" ym:result="x">{loop}</businessRuleTask>',
    "script": '<scriptTask id="{id}" ym:result="x">{loop}<script>modulo(x + 1, 4)</script></scriptTask>',
}
GATEWAYS = {
    "parallel": ("parallel", "parallel"),
    "inclusive": ("inclusive", "inclusive"),
    "exclusive": ("exclusive", "exclusive"),
    "complex": ("parallel", "complex"),
    "mixed": ("inclusive", "exclusive"),
}
DEEPEST = 3
Block = tuple[str, str, str]


class Wild:
    """Draws one process; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.random, self.count = Random(seed), 0

    def process(self) -> bytes:
        """A file with one process."""
        return xml(self.body(0, False)).replace(b"<process", DECLARED.encode() + b"<process")

    def body(self, depth: int, transaction: bool) -> str:
        """What lies inside a process or sub-process, sometimes with event sub-processes."""
        inner, first, last = self.block(depth, transaction)
        start, (end, end_id) = self.id(), self.end(transaction)
        inner += f'<startEvent id="{start}"/>{end}' + self.flow(start, first) + self.flow(last, end_id)
        for _ in range(self.random.choice([0, 0, 1, 2]) if depth < DEEPEST else 0):
            inner += self._event_sub_process(depth)
        return inner

    def _event_sub_process(self, depth: int) -> str:
        kind = self.random.choice([*CAUGHT, "compensation"])
        interrupting = "true" if kind in ALWAYS_INTERRUPTING else self.either("true", "false")
        key, start, (end, end_id) = self.id(), self.id(), self.end(False)
        inner, first, last = self.block(max(depth, 2), False)
        begin = f'<startEvent id="{start}" isInterrupting="{interrupting}">{self.definition(kind)}</startEvent>'
        ways = self.flow(start, first) + self.flow(last, end_id)
        return f'<subProcess id="{key}" triggeredByEvent="true">{begin}{inner}{end}{ways}</subProcess>'

    def block(self, depth: int, transaction: bool) -> Block:
        """A piece with one way in and one way out."""
        many = ["act", "act", "act", "chain", "again", "events", "catch", "throw", *GATEWAYS]
        kind = self.random.choice(many if depth < DEEPEST else ["act", "act", "catch", "throw"])
        if kind == "act":
            return self._activity(depth, transaction)
        if kind in ("catch", "throw"):
            return self._event(kind)
        if kind == "events":
            return self._choice_of_events()
        if kind == "chain":
            (one, first, middle), (two, second, last) = (self.block(depth + 1, transaction) for _ in range(2))
            return one + two + self.flow(middle, second), first, last
        if kind == "again":
            return self._again(self.block(depth + 1, transaction))
        return self._gateways(*GATEWAYS[kind], depth, transaction)

    def _activity(self, depth: int, transaction: bool) -> Block:
        key, loop = self.id(), self._loop()
        kind = self.random.choice([*SIMPLE, *(["sub", "sub", "transaction", "adhoc"] if depth < DEEPEST else [])])
        if kind in SIMPLE:
            drawn = SIMPLE[kind].format(id=key, loop=loop)
        elif kind == "adhoc":
            inside = "".join(SIMPLE[self.either("user", "task")].format(id=self.id(), loop="") for _ in range(2))
            order = self.either("Parallel", "Sequential")
            drawn = f'<adHocSubProcess id="{key}" ordering="{order}">{loop}{inside}</adHocSubProcess>'
        else:
            tag = "transaction" if kind == "transaction" else "subProcess"
            drawn = f'<{tag} id="{key}">{loop}{self.body(depth + 1, transaction or kind == "transaction")}</{tag}>'
        if depth < DEEPEST and self.random.random() < 0.25:
            drawn += self._undone(key)
        if self.random.random() < 0.45:
            drawn += self._edge(key, [*CAUGHT, *(["cancel"] * 3 if kind == "transaction" else [])], transaction)
        return drawn, key, key

    def _undone(self, host: str) -> str:
        edge, handler = self.id(), self.id()
        event = f'<boundaryEvent id="{edge}" attachedToRef="{host}">{DEFINITIONS["compensation"]}</boundaryEvent>'
        task = f'<userTask id="{handler}" ym:post="p" isForCompensation="true"/>'
        return f'{event}{task}<association id="{self.id()}" sourceRef="{edge}" targetRef="{handler}"/>'

    def _edge(self, host: str, kinds: list[str], transaction: bool) -> str:
        kind, edge, (end, end_id) = self.random.choice(kinds), self.id(), self.end(transaction)
        stops = "true" if kind in ALWAYS_INTERRUPTING else self.either("true", "false")
        attributes = f'id="{edge}" attachedToRef="{host}" cancelActivity="{stops}"'
        event = f"<boundaryEvent {attributes}>{self.definition(kind)}</boundaryEvent>{end}"
        if self.random.random() < 0.6:
            return event + self.flow(edge, end_id)
        inner, first, last = self.block(DEEPEST, transaction)
        return event + inner + self.flow(edge, first) + self.flow(last, end_id)

    def _event(self, kind: str) -> Block:
        key, tag = self.id(), "intermediateCatchEvent" if kind == "catch" else "intermediateThrowEvent"
        kinds = AWAITED if kind == "catch" else ["message", "signal", "signal", "escalation", "compensation"]
        return f'<{tag} id="{key}">{self.definition(self.random.choice(kinds))}</{tag}>', key, key

    def _choice_of_events(self) -> Block:
        gate, join = self.id(), self.id()
        drawn = f'<eventBasedGateway id="{gate}"/><exclusiveGateway id="{join}"/>'
        for _ in range(2):
            key, definition = self.id(), self.definition(self.random.choice(AWAITED[:4]))
            drawn += f'<intermediateCatchEvent id="{key}">{definition}</intermediateCatchEvent>'
            drawn += self.flow(gate, key) + self.flow(key, join)
        return drawn, gate, join

    def _again(self, inner: Block) -> Block:
        drawn, first, last = inner
        merge, gate, again, out = (self.id() for _ in range(4))
        on = self.flow(gate, out)
        kind = self.either("exclusiveGateway", "inclusiveGateway")
        drawn += f'<exclusiveGateway id="{merge}"/><{kind} id="{gate}" default="{out}-{gate}"/>'
        drawn += "".join(SIMPLE["user"].format(id=key, loop="") for key in (again, out)) + on
        ways = (
            self.flow(merge, first),
            self.flow(last, gate),
            self.flow(gate, again, "x = 1"),
            self.flow(again, merge),
        )
        return drawn + "".join(ways), merge, out

    def _gateways(self, split: str, merge: str, depth: int, transaction: bool) -> Block:
        gate, join = self.id(), self.id()
        enough = "<activationCondition>activationCount &gt;= 2</activationCondition>" if merge == "complex" else ""
        drawn, default = "", ""
        for number in range(self.random.randint(2, 3)):
            inner, first, last = self.block(depth + 1, transaction)
            asked = split != "parallel"
            drawn += inner + self.flow(gate, first, f"x = {number}" if asked and number else "") + self.flow(last, join)
            default = default or (f'default="{first}-{gate}"' if asked else "")
        gates = f'<{split}Gateway id="{gate}" {default}/><{merge}Gateway id="{join}">{enough}</{merge}Gateway>'
        return gates + drawn, gate, join

    def _loop(self) -> str:
        chance = self.random.random()
        if chance < 0.75:
            return ""
        if chance < 0.82:
            attributes = f'testBefore="{self.either("true", "false")}" loopMaximum="2"'
            return _loop("standardLoop", attributes, "<loopCondition>x &lt; 2</loopCondition>")
        enough = f"numberOfCompletedInstances &gt;= {self.random.randint(1, 2)}"
        count = f"<loopCardinality>{self.either('2', 'x')}</loopCardinality>"
        count += self.either(f"<completionCondition>{enough}</completionCondition>", "")
        return _loop("multiInstanceLoop", f'isSequential="{self.either("true", "false")}"', count)

    def end(self, transaction: bool) -> tuple[str, str]:
        """An end event, often one that throws."""
        key, kinds = self.id(), ["terminate", "error", "escalation", "signal", "message", "compensation"]
        throws = self.random.random() < 0.45
        definition = self.definition(self.random.choice(kinds + ["cancel"] * 4 * transaction)) if throws else ""
        return f'<endEvent id="{key}">{definition}</endEvent>', key

    def definition(self, kind: str) -> str:
        """An event definition of that kind."""
        return DEFINITIONS[kind].format(self.random.randint(1, 2))

    def flow(self, source: str, target: str, condition: str = "") -> str:
        """A sequence flow, named after its ends."""
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        return f'<sequenceFlow id="{target}-{source}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'

    def either(self, one: str, other: str) -> str:
        """One of the two."""
        return self.random.choice((one, other))

    def id(self) -> str:
        """A new id."""
        self.count += 1
        return f"n{self.count}"


def _loop(kind: str, attributes: str, inner: str) -> str:
    return f"<{kind}Characteristics {attributes}>{inner}</{kind}Characteristics>"
