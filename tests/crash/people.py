"""People at their counters: they hand in, they answer what waits for them, and remember what they were told."""

from pathlib import Path

from django.db import transaction

from tests.crash import clock, outside
from tests.crash.matter import KIND, lock
from tests.crash.models import Matter
from tests.crash.process import ANSWERS
from yimen.ground.audit import Actor
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.start import start_process
from yimen.ground.processes.models import Task

OFFICER = Actor(id="crash", name="李敏", kind="staff", authority="登记审查员")


def hand_in(folder: Path, references: list[str]) -> int:
    """Hand in what is not there yet. Returns how many that were."""
    missing = [one for one in references if not Matter.objects.filter(reference=one).exists()]
    for reference in missing:
        with transaction.atomic():
            _, is_new = Matter.objects.get_or_create(reference=reference)
            if is_new:
                told = {"definition": "main@1", "kind": KIND, "reference": reference}
                start_process(actor=OFFICER, variables={"main": reference}, now=clock.now(), **told)
        outside.append(folder / "told", {"act": "hand-in", "reference": reference})
    return len(missing)


def answer(folder: Path) -> int:
    """Answer what waits for people; what a colleague has answered meanwhile is none of theirs. Returns how many."""
    waiting = Task.objects.filter(closed_at=None, kind=Task.WORK, node__in=ANSWERS).select_related("instance")
    answered = 0
    for task in waiting.order_by("id"):
        reference, outcome = task.instance.subject_ref, ANSWERS[task.node]
        try:
            with transaction.atomic():
                lock(reference)
                complete_task(actor=OFFICER, task=task, outcome=outcome, variables={}, now=clock.now())
        except Stale:
            continue
        outside.append(folder / "told", {"act": task.node, "reference": reference})
        answered += 1
    return answered
