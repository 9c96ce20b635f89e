"""People at their counters, and an operator: they hand in, answer, mend and migrate, and keep what they were told."""

from pathlib import Path

from django.db import transaction

from tests.crash import clock, outside
from tests.crash.matter import KIND, lock
from tests.crash.models import Matter
from tests.crash.process import ANSWERS
from yimen.ground.audit import Actor
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.migrate_instance import migrate_instance
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.actions.send import throw_signal
from yimen.ground.processes.actions.skip_step import skip_step
from yimen.ground.processes.actions.start import start_process
from yimen.ground.processes.models import Message, Subscription, Task
from yimen.ground.processes.models.letters import SIGNAL

OFFICER = Actor(id="crash", name="李敏", kind="staff", authority="登记审查员")
OPERATOR = Actor(id="crash-operator", name="周涛", kind="staff", authority="系统运维员")
OLD, NEW, SEASON = "main@1", "main@2", "season"


def at_work(folder: Path, references: list[str], at_once: int | None = None) -> int:
    """A round of all who have something to do, so many new ones at a time; how much that was."""
    done = hand_in(folder, references, at_once) + answer(folder)
    return done + migrate(folder) + mend(folder) + open_season(folder, references)


def hand_in(folder: Path, references: list[str], at_once: int | None = None) -> int:
    """Hand in what is not there yet. Returns how many that were."""
    there = set(Matter.objects.values_list("reference", flat=True))
    missing = [one for one in references if one not in there][:at_once]
    for reference in missing:
        with transaction.atomic():
            _, is_new = Matter.objects.get_or_create(reference=reference)
            if is_new:
                told = {"definition": OLD, "kind": KIND, "reference": reference}
                start_process(actor=OFFICER, variables={"main": reference}, now=clock.now(), **told)
                beside = Matter.objects.create(reference=f"{reference}/{SEASON}")
                told = {"definition": SEASON, "kind": KIND, "reference": beside.reference}
                start_process(actor=OFFICER, variables={}, now=clock.now(), **told)
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


def migrate(folder: Path) -> int:
    """Bring to the new version what a person has looked at, wherever else it stands. Returns how many."""
    looked_at = Task.objects.filter(node="check", instance__definition=OLD).exclude(closed_at=None)
    found = list(looked_at.values_list("instance", "instance__subject_ref"))
    for number, reference in found:
        move(number)
        outside.append(folder / "told", {"act": "migrate", "reference": reference})
    return len(found)


def move(number: int) -> None:
    migrate_instance(actor=OPERATOR, instance_id=number, to=NEW, mapping={}, now=clock.now())


def mend(folder: Path) -> int:
    """Try one failed step again, its cause removed, and go round the other. Returns how many were mended."""
    failed = Task.objects.filter(closed_at=None, kind=Task.INCIDENT, instance__definition=NEW)
    mended = 0
    for task in failed.select_related("instance").order_by("id"):
        act = {"allow": again, "seal": go_round}[task.node]
        try:
            act(task)
        except Stale:
            continue
        outside.append(folder / "told", {"act": task.node, "reference": task.instance.subject_ref})
        mended += 1
    return mended


@transaction.atomic
def again(task: Task) -> None:
    reference = task.instance.subject_ref
    lock(reference)
    Matter.objects.filter(reference=reference).update(mended=True)
    retry(actor=OPERATOR, incident=task, now=clock.now())


def go_round(task: Task) -> None:
    # The number of the command after which the operator looked: what happens in between makes the page old.
    skip_step(
        actor=OPERATOR,
        instance_id=task.instance_id,
        token=task.token,
        seen=task.instance.version,
        now=clock.now(),
    )


def open_season(folder: Path, references: list[str]) -> int:
    """Tell all who wait, once, when the last of them waits. Returns how often that was."""
    waiting = Subscription.objects.filter(kind=SIGNAL, name=SEASON).count()
    if waiting < len(references) or thrown_already():
        return 0
    throw()
    outside.append(folder / "told", {"act": SEASON, "reference": SEASON})
    return 1


def thrown_already() -> bool:
    return Message.objects.filter(kind=SIGNAL, name=SEASON).exists()


@transaction.atomic
def throw(sender: str = "season-1") -> None:
    throw_signal(actor=OPERATOR, name=SEASON, variables={}, sender=sender, now=clock.now())
