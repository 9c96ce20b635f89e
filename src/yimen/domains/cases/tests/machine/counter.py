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

MOBILE = {"kind": "field", "key": "contact_mobile", "why": "打不通", "basis": ""}
NAME = {"kind": "field", "key": "subject_name", "why": "和执照不一样", "basis": ""}


class Counter(Applicant, Officers, Truths):
    inclined = "grant"

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

    def fits(self, choice: int) -> None:
        """One of the things that people really do at this step; ``choice`` says which."""
        task = open_tasks_of("case", self.number).first()
        usual = self._usual(task)
        usual[choice % len(usual)]()

    def _usual(self, task: Task | None) -> list[Callable[[], object]]:
        if task is None:
            return [self.works, self.submits, self.urges]
        if task.kind == Task.INCIDENT:
            return [lambda: self.retries("li_min"), self.seal_returns]
        hearing = [lambda: self.opens_hearing("wu_lei", 1, 9), lambda: self.closes_hearing("wu_lei")]
        match task.act:
            case "accept":
                return [
                    lambda: self.accepts("wang_fang"),
                    lambda: self.asks("wang_fang", [make_food.LAYOUT_LACKS]),
                    lambda: self.asks("wang_fang", [make_food.LAYOUT_LACKS, MOBILE, NAME]),
                    lambda: self.mends_on_the_spot("wang_fang", "contact_mobile", "15400000009"),
                    lambda: self.declines("wang_fang", "elsewhere"),
                    lambda: self.declines("wang_fang", "still-incomplete"),
                ]
            case "supplement":
                return [lambda: self.hands_in("m3"), self.supplies, self.duty, lambda: self.takes_back(0)]
            case "review":
                agree, object_ = (lambda: self.opines("wu_lei", "agree")), (lambda: self.opines("wu_lei", "object"))
                return [agree, object_, *hearing, agree, self.withdraws]
            case "inspect":
                return [
                    self.duty,
                    lambda: self.records("wu_lei", "sun_jian", ago=timedelta(0), changed={}),
                    lambda: self.confirms("sun_jian"),
                    lambda: self.records("wu_lei", "sun_jian", ago=timedelta(0), changed={"site_no_cross": "false"}),
                    lambda: self.takes("sun_jian"),
                ]
            case "decide":
                return [
                    lambda: self.decides("zheng_hong", "grant", note="逐项核实过"),
                    lambda: self.decides("zheng_hong", "refuse", note="生熟加工在同一操作台"),
                    lambda: self.decides("zheng_hong", "back", note="再核对一次面积"),
                    lambda: self.opens_hearing("zheng_hong", 0, 5),
                ]
        raise AssertionError(f"nobody knows how to {task.act}")

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
                return [lambda: self.decides("zheng_hong", self.inclined, note="逐项核实过")]
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
                typed = {key: make_food.raw(fields[key], answers[key])}
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
