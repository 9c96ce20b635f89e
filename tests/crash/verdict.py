"""The judge: what stands is held against what would stand if nobody had been killed, and against what people know."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from django.db.models import Q

from tests.crash import outside
from tests.crash.models import Matter
from tests.crash.people import NEW
from tests.crash.process import ANSWERS
from tests.crash.standing import Books, books
from yimen.ground.audit.models import Entry
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance, Message, Task, Timer
from yimen.ground.processes.models.letters import SIGNAL
from yimen.ground.processes.store import load, rebuilt


@dataclass
class Verdict:
    """How many rows are lost, doubled and stuck, and which."""

    lost: int = 0
    doubled: int = 0
    stuck: int = 0
    words: list[str] = field(default_factory=list)

    def add(self, other: "Verdict") -> None:
        self.lost, self.doubled, self.stuck = (
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.stuck + other.stuck,
        )
        self.words += other.words

    def of(self, run: str) -> "Verdict":
        """The same, each sentence with the run it was found in."""
        self.words = [f"{run}: {one}" for one in self.words]
        return self

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.stuck)


def judge(folder: Path, expected: Books) -> Verdict:
    """Look at everything a run has left."""
    found = Verdict()
    for name, rows in books().items():
        for row in (expected[name] - rows).elements():
            found.lost += 1
            found.words.append(f"lost from {name}: {row}")
        for row in (rows - expected[name]).elements():
            found.doubled += 1
            found.words.append(f"too many of {name}: {row}")
    for sentence in chain(_told_in_vain(folder), _not_rebuilt()):
        found.lost += 1
        found.words.append(sentence)
    for sentence in _stuck():
        found.stuck += 1
        found.words.append(sentence)
    return found


def _told_in_vain(folder: Path) -> Iterator[str]:
    """What somebody was told was saved, and is not."""
    for one in outside.lines(folder / "told"):
        act, reference = one["act"], one["reference"]
        if not _saved(act, reference):
            yield f"told that it was saved: {act} of {reference}"


def _saved(act: str, reference: str) -> bool:
    match act:
        case "hand-in":
            return Matter.objects.filter(reference=reference).exists()
        case "migrate":
            moved = Instance.objects.filter(subject_ref=reference, definition=NEW).exists()
            return moved and Matter.objects.filter(reference=reference, version=NEW.partition("@")[2]).exists()
        case "allow" | "seal":
            verb = {"allow": "retry-step", "seal": "skip-step"}[act]
            return Entry.objects.filter(action=verb, object_ref=reference).exists()
        case "season":
            return Message.objects.filter(kind=SIGNAL, name=act).exists()
        case _:
            done = Task.objects.filter(instance__subject_ref=reference, node=act, outcome=ANSWERS[act])
            return done.exclude(closed_at=None).exists()


def _not_rebuilt() -> Iterator[str]:
    """Whose events do not lead to where its rows say it stands, or do not follow each other."""
    for instance in Instance.objects.all():
        numbers = list(instance.events.order_by("seq").values_list("seq", flat=True))
        if numbers != list(range(1, instance.version + 1)):
            yield f"the events of {instance} are {numbers}, not 1 to {instance.version}"
        elif rebuilt(instance) != load(instance):
            yield f"the events of {instance} do not lead to where it stands"


def _stuck() -> Iterator[str]:
    """What neither ended nor will be taken up by anybody again."""
    for instance in Instance.objects.filter(ended_at=None):
        yield f"{instance} has not ended"
    for delivery in Delivery.objects.filter(done_at=None):
        yield f"{delivery} is not delivered: {delivery.last_error}"
    for timer in Timer.objects.filter(Q(closed_at=None)).select_related("instance"):
        yield f"the timer {timer} of {timer.instance} is still open"
    for task in Task.objects.filter(closed_at=None).select_related("instance"):
        yield f"the task {task} is still open"
