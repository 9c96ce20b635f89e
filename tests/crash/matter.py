"""The domain of the runs: what its processes may ask, and who listens. Written as a city's domain is."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tests.crash import outside
from tests.crash.events import PaperMade
from tests.crash.models import Matter, Paper
from tests.crash.process import PROCESSES
from yimen.ground.errors import DomainError
from yimen.ground.numbering.serials import next_serial
from yimen.ground.outbox.announce import announce
from yimen.ground.outbox.registry import listen
from yimen.ground.places.models import Post
from yimen.ground.processes import subjects
from yimen.ground.processes.subjects import Called, Schedule, Subject

KIND = "matter"
_PAPERS = ("receipt", "reminder", "lapse", "licence", "opinion", "file", "note")


def wire() -> None:
    listen(PaperMade, post_paper, name="crash.post-paper")
    subjects.register(
        Subject(
            kind=KIND,
            definition=PROCESSES.__getitem__,
            capabilities={kind: _making(kind) for kind in _PAPERS} | {"permit": permit, "stamp": stamp},
            decide=lambda reference, decision, variables, now: variables["check_outcome"],
            post=_post,
            schedule=lambda reference, now: Schedule(),
            call=_call,
            lock=lock,
            moved=moved,
        )
    )


def lock(reference: str) -> None:
    Matter.objects.select_for_update().get(reference=reference)


def _making(kind: str) -> subjects.Capability:
    @transaction.atomic
    def make(reference: str, *, now: datetime) -> Mapping[str, object]:
        """Make the paper, or find it made already: a worker that was killed has asked before."""
        lock(reference)
        if not made_already(reference, kind):
            Paper.objects.create(reference=reference, kind=kind, number=next_serial("crash"))
            announce(PaperMade(reference, kind), now=now)
        return {kind: "made"}

    return make


def permit(reference: str, *, now: datetime) -> Mapping[str, object]:
    """Refused until an operator has removed the cause."""
    if not Matter.objects.get(reference=reference).mended:
        raise DomainError("登记簿里少一行", "补上这一行，再试一次。")
    return _making("permit")(reference, now=now)


def stamp(reference: str, *, now: datetime) -> Mapping[str, object]:
    """Refused for ever: an operator goes round it."""
    raise DomainError("印章已经停用", "跳过这一步。")


def moved(reference: str, definition: str, now: datetime) -> None:
    Matter.objects.filter(reference=reference).update(version=definition.partition("@")[2])


def made_already(reference: str, kind: str) -> bool:
    return Paper.objects.filter(reference=reference, kind=kind).exists()


def post_paper(event: PaperMade, now: datetime) -> None:
    outside.send(f"{event.kind} {event.reference}", f"{event.kind} of {event.reference}")
    Paper.objects.filter(reference=event.reference, kind=event.kind).update(posted=True)


def _call(reference: str, called: str, now: datetime) -> Called:
    child, _ = Matter.objects.get_or_create(reference=f"{reference}/{called}")
    return Called(KIND, child.reference, called, {"part": called, "main": reference})


def _post(reference: str, code: str) -> Post:
    return Post.objects.get(code=code or "operator")
