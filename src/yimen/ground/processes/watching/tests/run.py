"""A process played on a clock, and what its journal tells of it: as the store would write it, without a database."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from yimen.engines import bpmn
from yimen.ground.processes.watching.history import Entry, Job, Watched, stays_of, with_jobs

START = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
SERVICES = Path(__file__).parents[6] / "services"
FOOD = SERVICES / "market-regulation" / "food-business-license" / "process.bpmn"


class Run:
    """``go`` tells the process a happening after some time; ``watched`` is what there is to see then."""

    def __init__(self, path: Path = FOOD) -> None:
        self.process = bpmn.read(path.read_bytes())
        self.now = START
        self.state = bpmn.State()
        self.entries: list[Entry] = []
        self.jobs: list[Job] = []
        self._take("Started", bpmn.start(self.process, {}))

    def go(self, happening: bpmn.Happening, **later: float) -> "Run":
        self.now += timedelta(**later)
        self._take(type(happening).__name__, bpmn.advance(self.process, self.state, happening))
        return self

    def returned(self, **later: float) -> "Run":
        """The system has done its step."""
        return self.go(bpmn.CapabilityReturned(self.token().id, {}), **later)

    def decided(self, **variables: object) -> "Run":
        """The rules have answered."""
        return self.go(bpmn.DecisionMade(self.token().id, variables))

    def done(self, outcome: str, post: str = "受理岗", **later: float) -> "Run":
        """A person has done the task."""
        token = self.token()
        opened = self.now
        self.go(bpmn.TaskCompleted(token.id, outcome), **later)
        self.jobs.append(Job(token.id, post, "王芳", outcome, None, opened, self.now))
        return self

    def token(self) -> bpmn.Token:
        return next(one for one in self.state.tokens if one.waiting and one.host is None)

    def watched(self) -> Watched:
        ended = self.now if self.state.done else None
        stays = with_jobs(stays_of(self.entries, self.process), self.jobs)
        return Watched(self.process, START, ended, tuple(self.entries), stays)

    def _take(self, kind: str, step: bpmn.Step) -> None:
        changed = bpmn.difference(self.state, step.state)
        changes = bpmn.entry(self.state, step.state, changed, step.changes)
        self.entries.append(Entry(self.now, kind, changes))
        self.state = step.state


def corrected() -> Run:
    """A food licence whose papers were corrected once; the acceptor looks again."""
    run = Run().returned(seconds=4).returned(seconds=9).done("correct", days=1, hours=2)
    return run.go(bpmn.CapabilityReturned(run.token().id, {"supply_until": date(2026, 12, 1)}), seconds=5).done(
        "supplied", "", days=2, minutes=30
    )
