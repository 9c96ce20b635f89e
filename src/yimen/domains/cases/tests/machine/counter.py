"""Everybody together, and how a case comes to its end when each does the own duty."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from tests.cast import person_of
from yimen.domains.cases import access
from yimen.domains.cases.actions.save_correction import save_correction
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.queries import form_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.machine.applicant import Applicant
from yimen.domains.cases.tests.machine.officers import Officers
from yimen.domains.cases.tests.machine.truths import Truths
from yimen.ground.errors import DomainError, Stale
from yimen.ground.processes.actions.release import release
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_tasks_of


class Counter(Applicant, Officers, Truths):
    def duty(self) -> bool:
        """Whoever is asked does what the step asks for, in the first way that is not refused.

        Returns whether there was something to do. An open step that nobody can do is a fault.
        """
        task = open_tasks_of("case", self.number).first()
        if task is None:
            case = self.found()
            if case is None or case.status != Status.DRAFT:
                return False
            self._fills()
            assert self.submits() is None
            return True
        if task.claimed_by is not None:
            with suppress(Stale):
                release(officer=task.claimed_by, task=task, now=self.now)
        refusals = []
        for way in self._ways(task):
            refusal = way()
            if refusal is None:
                return True
            refusals.append(refusal.sentence)
        raise AssertionError(f"{task.name} cannot be done: {refusals}")

    def _ways(self, task: Task) -> list[Callable[[], DomainError | None]]:
        if task.kind == Task.INCIDENT:
            return [lambda: self.retries("li_min")]
        match task.act:
            case "accept":
                return [lambda: self.accepts("wang_fang"), lambda: self.declines("wang_fang", "still-incomplete")]
            case "supplement":
                self._brings()
                return [self.supplies]
            case "review":
                return [lambda: self.opines("wu_lei", "agree")]
            case "inspect":
                self.records("wu_lei", "sun_jian", ago=timedelta(0), changed={})
                return [lambda: self.confirms("sun_jian"), lambda: self.confirms("wu_lei")]
            case "decide":
                return [lambda: self.decides("zheng_hong", "grant", note="逐项核实过")]
        raise AssertionError(f"nobody knows how to {task.act}")

    def _fills(self) -> None:
        case = access.draft_for_applicant(person_of(self.cast.chen_jing), self.number)
        for section in form_of(case).sections:
            assert self.saves(section.id) is None
        for one in lacking_materials(access.case_for_applicant(person_of(self.cast.chen_jing), self.number), self.now):
            assert self.hands_in(one["id"]) is None

    def _brings(self) -> None:
        """Everything that a correction asks for."""
        case = self.mine()
        answers = make_food.typed(case)
        fields = form_of(case).fields
        for key in case.correction.fields:
            if key in answers:
                actor = self.cast.chen_jing.actor(self.now)
                typed = {key: make_food._raw(fields[key], answers[key])}
                save_correction(actor=actor, case=case, typed=typed, now=self.now)
        for one in lacking_materials(self.mine(), self.now):
            assert self.hands_in(one["id"]) is None

    def story(self) -> list[str]:
        """What has happened in this life, in one word each: for the statistics of a run."""
        case = self.found()
        return ["draft cleared"] if case is None else [*case.steps.order_by().values_list("kind", flat=True).distinct()]

    def finish(self) -> None:
        """The seal is back, every officer does the own duty: whatever happened before, the case comes to an end."""
        self.seal_returns()
        for _ in range(30):
            self.works_on()
            self.check()
            if not self.duty():
                break
        self.works_on()
        self.check()
        self.check_settled()
        case = self.found()
        assert case is None or case.closed_at is not None, f"{self.number} never ends: {case.status}"
