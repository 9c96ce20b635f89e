"""One food application and everybody who may touch it, in any order: the model of ``test_state_machine``.

Officers act as the desk lets them: through ``access``, with the task that waits for their own post, or with a page
that they opened earlier. What a person tries is done, or refused with a sentence; anything else is a fault.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django_tasks_db.models import DBTaskResult

from tests.cast import NOW, Cast, person_of
from yimen.config import schedule
from yimen.domains.cases import access, clocks
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.answer_urge import answer_urge
from yimen.domains.cases.actions.close_special_procedure import close_special_procedure
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.correct_on_the_spot import correct_on_the_spot
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.hand_over import hand_over
from yimen.domains.cases.actions.open_special_procedure import open_special_procedure
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.remove_material import remove_material
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.save_correction import save_correction
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.actions.tell_more_time import tell_more_time
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case, Extension, Inspection, Material
from yimen.domains.cases.queries import form_of, grounds_of
from yimen.domains.cases.states import OPEN, Status, may_follow
from yimen.domains.cases.tests import make, make_food
from yimen.engines.clock import State
from yimen.ground.accounts.models import Account, organisations_of, posts_of
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.actions.correct_day import DayKind, correct_day
from yimen.ground.calendar.actions.enter_order import enter_order
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.order import OrderedDay
from yimen.ground.documents import ports
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import DomainError, NotFound, Stale
from yimen.ground.messages.models import Notice
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.actions.release import release
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.models import Instance, Task, Timer
from yimen.ground.processes.queries import LIGHTS, open_tasks_of, work_list

Page = tuple[Case, Task]

OFFICERS = ("wang_fang", "wu_lei", "sun_jian", "zheng_hong", "ma_jianguo", "li_min")
STRANGERS = ("zhou_tao", "luo_lan", "gao_feng", "he_miao")
SEVERAL = frozenset({"special-procedure", "delivery"})
UNPRINTABLE = "云溪市\ue000记餐饮有限公司"
_LIGHT = {State.LATE: "late", State.SOON: "soon", State.STOPPED: "pause", State.OK: "ok"}
# How the outbox waits between its attempts (4 to the n seconds), and then some.
ATTEMPTS = [timedelta(seconds=sum(4**n for n in range(done)) + done) for done in range(8)]


class Counter:
    """The application ``number`` at the moment ``now``. Methods are what people, worker and clock do."""

    def __init__(self, cast: Cast, number: str) -> None:
        self.cast, self.number, self.now = cast, number, NOW
        self.moves: list[str] = [Case.objects.get(number=number).status]
        self.page: Page | None = None
        self.troubled = False
        # False while something is under way that may raise: then there is nothing to be finished.
        self.fine = True
        self.accepted_seen: date | None = None
        self.entries, self.last_entry = 0, 0
        self.seal = list(ports._plugged)
        self.errors: list[str] = []
        self.days_settled = True
        self.worked_on: date | None = None
        self._ear = _Ear(self.errors)
        logging.getLogger("yimen").addHandler(self._ear)
        post_save.connect(self._saved, sender=Case)
        schedule._done.clear()

    def close(self) -> None:
        logging.getLogger("yimen").removeHandler(self._ear)
        post_save.disconnect(self._saved, sender=Case)
        ports._plugged[:] = self.seal
        schedule._done.clear()

    def _saved(self, instance: Case, **_: Any) -> None:
        if instance.number == self.number and instance.status != self.moves[-1]:
            assert may_follow(self.moves[-1], instance.status), f"{self.moves[-1]} → {instance.status}"
            self.moves.append(instance.status)

    # How anybody acts.

    def tries(self, act: Callable[[], object]) -> DomainError | None:
        """Do it as a request does, in one transaction. Returns the refusal, None when it was done."""
        moves, self.fine = len(self.moves), False
        try:
            with transaction.atomic():
                act()
        except DomainError as error:
            del self.moves[moves:]
            assert any("一" <= sign <= "鿿" for sign in error.sentence), f"no sentence: {error!r}"
            return error
        return None

    def mine(self) -> Case:
        """The application as the applicant's page finds it."""
        return access.case_for_applicant(person_of(self.cast.chen_jing), self.number)

    def desk(self, who: str, *, old: bool = False) -> Page:
        """The application and the task of one of the officer's posts; ``old``: as a page showed it that was opened
        earlier. Raises NotFound for strangers, Stale when nothing waits for the officer."""
        officer = self.officer(who)
        posts = posts_of(officer, self.now)
        case = access.case_for_officer(organisations_of(officer, self.now), self.number, posts)
        if old and self.page is not None:
            return self.page
        task = access.task_for_officer(posts, case)
        if task is None:
            raise Stale("这一步刚刚已经办完", "看页面上最新的进度。")
        self.page = self.page or (case, task)
        return case, task

    def officer(self, who: str) -> Account:
        found = getattr(self.cast, who)
        assert isinstance(found, Account)
        return found

    def found(self) -> Case | None:
        return Case.objects.filter(number=self.number).first()

    # The applicant.

    def saves(self, section: str, **instead: Any) -> DomainError | None:
        """One page of the form as the scenario answers it, with ``instead`` for some of its questions."""

        def act() -> None:
            case = access.draft_for_applicant(person_of(self.cast.chen_jing), self.number)
            answers = make_food.typed(case, **instead)
            fields = form_of(case).section(section).fields
            given = {one.key: make_food._raw(one, answers[one.key]) for one in fields if one.key in answers}
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

    # The officers.

    def accepts(self, who: str, *, old: bool = False) -> DomainError | None:
        def act() -> None:
            case, task = self.desk(who, old=old)
            accept(actor=self.officer(who).actor(self.now), case=case, task=task, now=self.now)

        return self.tries(act)

    def asks(self, who: str, points: list[Mapping[str, str]], *, old: bool = False) -> DomainError | None:
        def act() -> None:
            case, task = self.desk(who, old=old)
            actor = self.officer(who).actor(self.now)
            request_correction(actor=actor, case=case, task=task, points=points, now=self.now)

        return self.tries(act)

    def declines(self, who: str, ground: str, *, old: bool = False) -> DomainError | None:
        def act() -> None:
            case, task = self.desk(who, old=old)
            decline(
                actor=self.officer(who).actor(self.now),
                case=case,
                task=task,
                ground=ground,
                facts="核对了申请的内容和材料",
                competent_body="邻市市场监督管理局",
                barred_until=legal_day(self.now) + timedelta(days=300),
                now=self.now,
            )

        return self.tries(act)

    def mends_on_the_spot(self, who: str, key: str, value: str) -> DomainError | None:
        def act() -> None:
            case, task = self.desk(who)
            if task.act != "accept":
                raise Stale("这件申请现在不在受理这一步", "回到办件页面看最新进度。")
            actor = self.officer(who).actor(self.now)
            correct_on_the_spot(
                actor=actor, case=case, key=key, typed=[value], agreed_by="申请人在窗口确认", now=self.now
            )

        return self.tries(act)

    def opines(self, who: str, outcome: str, *, old: bool = False) -> DomainError | None:
        def act() -> None:
            case, task = self.desk(who, old=old)
            actor = self.officer(who).actor(self.now)
            give_opinion(actor=actor, case=case, task=task, outcome=outcome, text="材料看过，写明意见", now=self.now)

        return self.tries(act)

    def records(
        self, who: str, second: str, *, ago: timedelta, changed: Mapping[str, str], old: bool = False
    ) -> DomainError | None:
        def act() -> None:
            case, task = self.desk(who, old=old)
            record_inspection(
                officer=self.officer(who),
                case=case,
                task=task,
                visited_at=self.now - ago,
                second=self.officer(second),
                found={**make_food.IN_ORDER, **changed},
                note="现场拍照",
                now=self.now,
            )

        return self.tries(act)

    def confirms(self, who: str, *, old: bool = False) -> DomainError | None:
        def act() -> None:
            case, task = self.desk(who, old=old)
            row = Inspection.objects.filter(case=case).order_by("-recorded_at").first()
            seen = row.recorded_at if row else self.now
            confirm_inspection(officer=self.officer(who), case=case, task=task, seen_at=seen, now=self.now)

        return self.tries(act)

    def decides(self, who: str, outcome: str, *, note: str, old: bool = False) -> DomainError | None:
        def act() -> None:
            case, task = self.desk(who, old=old)
            grounds = [one["condition"] for one in grounds_of(case, every=True)][:2] if outcome == "refuse" else []
            actor = self.officer(who).actor(self.now)
            decide(actor=actor, case=case, task=task, outcome=outcome, grounds=grounds, note=note, now=self.now)

        return self.tries(act)

    def opens_hearing(self, who: str, starts: int, lasts: int) -> DomainError | None:
        def act() -> None:
            case, _ = self.desk(who)
            start = legal_day(self.now) + timedelta(days=starts)
            open_special_procedure(
                actor=self.officer(who).actor(self.now),
                case=case,
                kind="听证",
                required_by="",
                why="利害关系人要求听证",
                done_by="云溪市市场监督管理局",
                start=start,
                planned_end=start + timedelta(days=lasts),
                now=self.now,
            )

        return self.tries(act)

    def tells_more_time(self, who: str, lasts: int) -> DomainError | None:
        def act() -> None:
            case, _ = self.desk(who)
            tell_more_time(
                actor=self.officer(who).actor(self.now),
                case=case,
                procedure=self._procedure(case),
                planned_end=legal_day(self.now) + timedelta(days=lasts),
                why="参加的人多，要多听一次",
                now=self.now,
            )

        return self.tries(act)

    def closes_hearing(self, who: str) -> DomainError | None:
        def act() -> None:
            case, _ = self.desk(who)
            actor, row = self.officer(who).actor(self.now), self._procedure(case)
            close_special_procedure(actor=actor, case=case, procedure=row, result="听证笔录已经签字", now=self.now)

        return self.tries(act)

    def extends(self, who: str, added: int) -> DomainError | None:
        """The head holds no task: the act is offered on the page of the case."""

        def act() -> None:
            officer = self.officer(who)
            posts = posts_of(officer, self.now)
            case = access.case_for_officer(organisations_of(officer, self.now), self.number, posts)
            extend(officer=officer, case=case, added=added, reason="现场要再看一次", now=self.now)

        return self.tries(act)

    def takes(self, who: str, *, old: bool = False) -> DomainError | None:
        return self.tries(lambda: claim(officer=self.officer(who), task=self.desk(who, old=old)[1], now=self.now))

    def gives_back(self, who: str, *, old: bool = False) -> DomainError | None:
        return self.tries(lambda: release(officer=self.officer(who), task=self.desk(who, old=old)[1], now=self.now))

    def retries(self, who: str, *, old: bool = False) -> DomainError | None:
        def act() -> None:
            _, task = self.desk(who, old=old)
            retry(actor=self.officer(who).actor(self.now), incident=task, now=self.now)

        return self.tries(act)

    def answers_urge(self, who: str) -> DomainError | None:
        def act() -> None:
            case, _ = self.desk(who)
            answer_urge(actor=self.officer(who).actor(self.now), case=case, answer="下周一办完", now=self.now)

        return self.tries(act)

    def hands_over(self, who: str, which: int) -> DomainError | None:
        def act() -> None:
            case, _ = self.desk(who)
            papers = list(documents_of(Subject("case", self.number)))
            if not papers:
                raise NotFound("这份文书还没有出具", "办到那一步就会有。")
            hand_over(
                actor=self.officer(who).actor(self.now),
                case=case,
                document=papers[which % len(papers)],
                received_by="陈静",
                place="政务服务中心 3 号窗口",
                now=self.now,
            )

        return self.tries(act)

    def _procedure(self, case: Case) -> int:
        row = case.special_procedures.order_by("-id").first()
        return row.pk if row else 0

    # The city: its calendar, its seal service.

    def corrects_day(self, ahead: int, kind: DayKind) -> DomainError | None:
        day = legal_day(self.now) + timedelta(days=ahead)
        actor = self.cast.li_min.actor(self.now)
        self.days_settled = False
        return self.tries(
            lambda: correct_day(actor=actor, day=day, kind=kind, name="调休", reason="市政府通知", now=self.now)
        )

    def enters_order(self, days: list[OrderedDay]) -> DomainError | None:
        """The order of next year, perhaps entered in another form before."""
        actor = self.cast.li_min.actor(self.now)
        self.days_settled = False
        return self.tries(
            lambda: enter_order(actor=actor, year=2027, source="国办通知", days=days, now=self.now, seen=None)
        )

    def seal_goes(self) -> None:
        ports._plugged.clear()
        self.troubled = True

    def seal_returns(self) -> None:
        ports._plugged[:] = self.seal

    # The worker and the clock.

    def passes(self, time: timedelta) -> None:
        self.now += time

    def works(self) -> None:
        """The worker does what is due at this moment, daily jobs too."""
        self.fine = False
        make.drain(self.now)
        self.days_settled, self.worked_on = True, legal_day(self.now)

    def works_on(self) -> None:
        """The worker for half an hour: a step that fails is tried until the outbox gives up."""
        start = self.now
        for waited in ATTEMPTS:
            self.now = start + waited
            self.works()
            if not Delivery.objects.filter(done_at=None, given_up_at=None).exists():
                break

    # What must be true after whatever anybody did.

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
            assert row.file.read()

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
                listed = work_list([task.post], today).get(pk=task.pk)
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

    # Everybody does what is theirs until the case has ended.

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


class _Ear(logging.Handler):
    """Hears what goes wrong without anybody being told: a timer or a listener that failed."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        if kind is None or not issubclass(kind, DomainError):
            self.errors.append(f"{record.getMessage()}: {record.exc_info[1] if record.exc_info else ''!r}")
