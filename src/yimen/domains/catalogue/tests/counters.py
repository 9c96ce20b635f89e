"""Two counters that handle a case: the product's own tables, and the engines alone with the state kept as JSON.

Both know a case by the key of its version only and ask the catalogue for everything else at each step.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.decisions import decide_by_rules
from yimen.domains.cases.models import Case, DecisionRecord
from yimen.domains.cases.queries import failures_of
from yimen.domains.cases.states import Status
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition, definition_by_key, version_by_key
from yimen.engines import bpmn, dmn, forms
from yimen.engines.service import Service
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day
from yimen.ground.places.queries import organisation_with
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.start import start_process
from yimen.ground.processes.models import Instance
from yimen.ground.processes.queries import open_tasks_of

TODAY = legal_day(NOW)


@dataclass(frozen=True)
class Look:
    """What a case is at one moment: what it is pinned to, what lacks in it, what waits, what the rules said."""

    key: str
    fingerprint: str
    faults: tuple[str, ...]
    tasks: tuple[str, ...]
    outcomes: tuple[str, ...]
    fee: str


class Counter(Protocol):
    """Where a case is handled; ``begin`` returns what the case is called there."""

    def begin(self, version: Version, answers: Mapping[str, object], now: datetime) -> str: ...

    def submit(self, name: str, now: datetime) -> None: ...

    def complete(self, name: str, outcome: str, now: datetime) -> None: ...

    def look(self, name: str, now: datetime) -> Look: ...


class Tables:
    """The product: rows of the case, of its process and tasks, of its decisions, read anew at each step."""

    def __init__(self, cast: Cast, numbers: Iterator[int]) -> None:
        self._applicant, self._numbers = person_of(cast.zhang_wei), numbers
        self._body = organisation_with("market-regulator", "990181")

    def begin(self, version: Version, answers: Mapping[str, object], now: datetime) -> str:
        case = Case.objects.create(
            number=f"T{next(self._numbers)}",
            version=version,
            applicant=self._applicant,
            body=self._body,
            answers=dict(answers),
            # One open draft per person and version: these cases are all of one person.
            status=Status.SUBMITTED,
            created_at=now,
            saved_at=now,
            keep_until=now,
            submitted_at=NOW,
        )
        return case.number

    def submit(self, name: str, now: datetime) -> None:
        key = self._case(name).version.key
        start_process(actor=SYSTEM, definition=key, kind="case", reference=name, variables={}, now=now)

    def complete(self, name: str, outcome: str, now: datetime) -> None:
        task = open_tasks_of("case", name).get()
        complete_task(actor=SYSTEM, task=task, outcome=outcome, variables={}, now=now)

    def look(self, name: str, now: datetime) -> Look:
        case = self._case(name)
        instance = Instance.objects.filter(subject_ref=name).first()
        assert instance is None or instance.definition == case.version.key
        said = DecisionRecord.objects.filter(case=case, decision="outcome").order_by("pk")
        return Look(
            key=case.version.key,
            fingerprint=case.version.fingerprint,
            faults=tuple(f"{one.key} {one.sentence}" for one in failures_of(case, TODAY, {})),
            tasks=tuple(open_tasks_of("case", name).values_list("node", flat=True)),
            outcomes=tuple(f"{one.outputs} {one.rules_hit[0]['rule']}" for one in said),
            fee=str(decide_by_rules(case, "fee", now).outputs),
        )

    def _case(self, name: str) -> Case:
        return Case.objects.select_related("version__item").get(number=name)


@dataclass
class _Paper:
    key: str
    answers: dict[str, Any]
    state: str = ""
    tasks: dict[str, int] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)


class Engines:
    """The engines with the published definitions; a case is its key, its answers and its state as JSON."""

    def __init__(self) -> None:
        self._cases: list[_Paper] = []

    def begin(self, version: Version, answers: Mapping[str, object], now: datetime) -> str:
        self._cases.append(_Paper(version.key, dict(answers)))
        return str(len(self._cases) - 1)

    def submit(self, name: str, now: datetime) -> None:
        case = self._cases[int(name)]
        service = definition_by_key(case.key)
        self._take(case, service, bpmn.start(service.process, {}))

    def complete(self, name: str, outcome: str, now: datetime) -> None:
        case = self._cases[int(name)]
        service, (token,) = definition_by_key(case.key), case.tasks.values()
        case.tasks.clear()
        self._go_on(case, service, bpmn.TaskCompleted(token, outcome, {}))

    def look(self, name: str, now: datetime) -> Look:
        case = self._cases[int(name)]
        version = version_by_key(case.key)
        service = definition(version)
        faults = forms.validate(service.form, case.answers, TODAY, lists={})
        return Look(
            key=case.key,
            fingerprint=version.fingerprint,
            faults=tuple(f"{one.key} {one.sentence}" for one in faults),
            tasks=tuple(case.tasks),
            outcomes=tuple(case.outcomes),
            fee=str(dmn.decide(service.model, "fee", _facts(case, service)).outputs),
        )

    def _take(self, case: _Paper, service: Service, step: bpmn.Step) -> None:
        """Carry out what the step asks for, until the case waits for somebody or is over."""
        case.state = json.dumps(step.state.to_json())
        for effect in step.effects:
            if isinstance(effect, bpmn.OpenTask):
                case.tasks[effect.node] = effect.token
            elif isinstance(effect, bpmn.AskDecision):
                said = dmn.decide(service.model, effect.decision, _facts(case, service))
                case.outcomes.append(f"{said.outputs} {said.rules_hit[0].rule_id}")
                self._go_on(case, service, bpmn.DecisionMade(effect.token, said.outputs))

    def _go_on(self, case: _Paper, service: Service, happening: bpmn.Happening) -> None:
        state = bpmn.State.from_json(json.loads(case.state))
        self._take(case, service, bpmn.advance(service.process, state, happening))


def _facts(case: _Paper, service: Service) -> dict[str, Any]:
    known = {str(one["name"]): None for one in service.meta["facts"]}
    return {**forms.facts(service.form, case.answers, TODAY), **known}
