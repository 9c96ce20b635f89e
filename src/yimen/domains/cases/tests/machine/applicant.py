"""What the applicant may try at any moment."""

from typing import Any

from tests.cast import person_of
from yimen.domains.cases import access
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.cases.actions.remove_material import remove_material
from yimen.domains.cases.actions.save_correction import save_correction
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Material
from yimen.domains.cases.queries import form_of
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.machine.around import UNPRINTABLE, Around
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import DomainError
from yimen.ground.processes.queries import open_tasks_of


class Applicant(Around):
    def saves(self, section: str, **instead: Any) -> DomainError | None:
        """One page of the form as the scenario answers it, with ``instead`` for some of its questions."""

        def act() -> None:
            case = access.draft_for_applicant(person_of(self.cast.chen_jing), self.number)
            answers = make_food.typed(case, **instead)
            fields = form_of(case).section(section).fields
            given = {one.key: make_food.raw(one, answers[one.key]) for one in fields if one.key in answers}
            make.save(case, section, given, seen=case.saved_by.get(section, ""), now=self.now)

        if UNPRINTABLE in instead.values():
            self.troubled = True
        return self.tries(act)

    def hands_in(self, material: str) -> DomainError | None:
        return self.tries(lambda: make_food.hand_in(self.mine(), material, now=self.now))

    def takes_back(self, which: int) -> DomainError | None:
        def act() -> None:
            rows = list(Material.objects.filter(case=self.mine()).values_list("pk", flat=True)) or [0]
            remove_material(
                actor=self.cast.chen_jing.actor(self.now), case=self.mine(), row=rows[which % len(rows)], now=self.now
            )

        return self.tries(act)

    def submits(self) -> DomainError | None:
        return self.tries(lambda: submit(actor=self.cast.chen_jing.actor(self.now), case=self.mine(), now=self.now))

    def mends(self, key: str, value: str) -> DomainError | None:
        return self.tries(
            lambda: save_correction(
                actor=self.cast.chen_jing.actor(self.now), case=self.mine(), typed={key: [value]}, now=self.now
            )
        )

    def supplies(self) -> DomainError | None:
        def act() -> None:
            case, task = self.mine(), open_tasks_of("case", self.number).filter(post=None).first()
            supply_correction(actor=self.cast.chen_jing.actor(self.now), case=case, task=task, now=self.now)

        return self.tries(act)

    def withdraws(self) -> DomainError | None:
        actor = self.cast.chen_jing.actor(self.now)
        return self.tries(lambda: withdraw(actor=actor, case=self.mine(), reason="不开店了", now=self.now))

    def urges(self) -> DomainError | None:
        actor = self.cast.chen_jing.actor(self.now)
        return self.tries(lambda: urge(actor=actor, case=self.mine(), text="等着开业", now=self.now))

    def reads(self) -> DomainError | None:
        def act() -> None:
            for one in documents_of(Subject("case", self.number)):
                read_document(actor=self.cast.chen_jing.actor(self.now), case=self.mine(), document=one, now=self.now)

        return self.tries(act)
