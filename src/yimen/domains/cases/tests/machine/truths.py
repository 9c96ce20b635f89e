"""What must be true after whatever anybody did."""

from django_tasks_db.models import DBTaskResult

from yimen.domains.cases import clocks
from yimen.domains.cases.models import Case, Extension, Material
from yimen.domains.cases.states import OPEN, Status
from yimen.domains.cases.tests.machine.around import Around
from yimen.engines.clock import State
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.messages.models import Notice
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance, Task, Timer
from yimen.ground.processes.queries import open_tasks_of
from yimen.ground.processes.work_list import LIGHTS, work_list

SEVERAL = frozenset({"special-procedure", "delivery"})
_LIGHT = {State.LATE: "late", State.SOON: "soon", State.STOPPED: "pause", State.OK: "ok"}


class Truths(Around):
    def check(self) -> None:
        """Raise AssertionError for an illegal state; a clock that cannot be told raises by itself."""
        self.fine = False
        self._check()
        self.fine = True

    def _check(self) -> None:
        self._check_log()
        case = (
            Case.objects.select_related("version__item", "body", "correction", "extension")
            .filter(number=self.number)
            .first()
        )
        if case is None:
            assert self.moves[-1] == Status.DRAFT
            return
        assert case.status == self.moves[-1]
        self._check_clock(case)
        self._check_open_work(case)
        self._check_papers(case)
        for row in Material.objects.filter(case=case).select_related("file"):
            if row.removed_at is None or (case.submitted_at and row.removed_at >= case.submitted_at):
                assert row.file.read()
            else:
                assert row.file.is_gone

    def _check_log(self) -> None:
        if self.last_entry:
            assert Entry.objects.filter(pk__lte=self.last_entry).count() == self.entries
        self.last_entry = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.entries = Entry.objects.count()
        assert not self.errors, self.errors
        failed = DBTaskResult.objects.filter(status="FAILED").first()
        assert failed is None, failed and failed.traceback
        for one in Delivery.objects.exclude(last_error=""):
            # Not now: the seal is away, or nobody has the case at this moment. Tried again, and nobody has to know.
            expected = one.last_error.startswith("Unavailable") or (self.troubled and "SealUnav" in one.last_error)
            assert expected, (one, one.last_error)

    def _check_clock(self, case: Case) -> None:
        today = legal_day(self.now)
        clocks.rules_of(case)
        clocks.running(case)
        due, light = clocks.due_of(case, today), clocks.light_of(case, self.now)
        if case.accepted_on is not None:
            self.accepted_seen = self.accepted_seen or today
            assert case.received_on is not None and case.received_on <= case.accepted_on <= self.accepted_seen
        if not self.days_settled or case.closed_at is not None or case.status == Status.CORRECTING:
            # Closed: the days stay as they were told. Correcting: no day of the department's runs.
            return
        changed = clocks.set_days(case, self.now)
        assert not changed, f"not what the rules say now: {changed}"
        for task in open_tasks_of("case", self.number).filter(kind=Task.WORK).select_related("post"):
            assert task.due_on == (due.day if due else None)
            # What the list shows is brought up to the day once a day.
            if task.post is not None and self.worked_on == today:
                place = (task.post_id, task.due_on, task.soon_on, task.paused_until, task.kind, task.claimed_by_id)
                listed = next(one for one in work_list([task.post], today).groups if one.place == place)
                assert LIGHTS[listed.light] == _LIGHT[light.state], (light, task.due_on, task.soon_on)

    def _check_open_work(self, case: Case) -> None:
        instance = Instance.objects.filter(subject_ref=self.number).first()
        if instance is None:
            assert case.status == Status.DRAFT
            return
        waiting = Task.objects.filter(instance=instance, closed_at=None)
        asked = Delivery.objects.filter(listener="processes.perform", done_at=None, given_up_at=None)
        under_way = sum(1 for one in asked if one.payload["instance"] == instance.pk)
        timers = Timer.objects.filter(instance=instance, closed_at=None).count()
        if instance.ended_at is not None:
            assert (waiting.count(), timers) == (0, 0)
            assert case.closed_at is not None
            return
        assert case.status not in (Status.DRAFT, Status.WITHDRAWN)
        # Withdrawn or decided, what was asked of the worker before may still lie in the outbox: it finds nothing to do.
        assert waiting.count() == 1 or (waiting.count() == 0 and under_way >= 1), (waiting.count(), under_way)
        assert timers <= waiting.filter(post=None).count()
        for incident in waiting.filter(kind=Task.INCIDENT):
            assert self.troubled, incident.reason
        if case.status in OPEN:
            assert case.closed_at is None

    def _check_papers(self, case: Case) -> None:
        kinds = [one.kind for one in documents_of(Subject("case", self.number))]
        once = [kind for kind in kinds if kind not in SEVERAL]
        assert len(once) == len(set(once)), kinds
        notices = sum(1 + len(one.later_notices) for one in case.special_procedures.all())
        assert kinds.count("special-procedure") == notices
        assert kinds.count("extension") == Extension.objects.filter(case=case).count()
        wanted = {
            Status.CORRECTING: "correction",
            Status.ACCEPTED: "acceptance",
            Status.NOT_ACCEPTED: "refuse-acceptance",
            Status.GRANTED: "grant-permit",
            Status.REFUSED: "refuse-permit",
        }.get(Status(case.status))
        assert wanted is None or wanted in kinds, kinds

    def check_settled(self) -> None:
        """What holds besides once the worker has nothing left to do."""
        case = self.found()
        if case is None:
            return
        open_acts = Notice.objects.filter(kind=Notice.ACT, done_at=None, link_reference=self.number).count()
        assert not open_acts or case.status == Status.CORRECTING
        if case.status == Status.GRANTED and case.closed_at is not None:
            kinds = [one.kind for one in documents_of(Subject("case", self.number))]
            assert "food-business-licence" in kinds
        for one in documents_of(Subject("case", self.number)):
            assert one.read()
