"""Who acts and how: in one transaction, through access, refused with a sentence or done. And the city around."""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from tests.cast import NOW, Cast, person_of
from yimen.config import schedule
from yimen.domains.cases import access
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import may_follow
from yimen.domains.cases.tests import make
from yimen.ground.accounts.models import Account, organisations_of, posts_of
from yimen.ground.calendar.actions.correct_day import DayKind, correct_day
from yimen.ground.calendar.actions.enter_order import enter_order
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.order import OrderedDay
from yimen.ground.documents import ports
from yimen.ground.errors import DomainError, Stale
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Task

Page = tuple[Case, Task]

OFFICERS = ("wang_fang", "wu_lei", "sun_jian", "zheng_hong", "ma_jianguo", "li_min")
STRANGERS = ("zhou_tao", "luo_lan", "gao_feng", "he_miao")
UNPRINTABLE = "云溪市\ue000记餐饮有限公司"
# How the outbox waits between its attempts (4 to the n seconds), and then some.
ATTEMPTS = [timedelta(seconds=sum(4**n for n in range(done)) + done) for done in range(8)]


class Around:
    """The application ``number`` at the moment ``now``, the pages that are open, the city and the worker."""

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

    def tries(self, act: Callable[[], object]) -> DomainError | None:
        """Do it as a request does, in one transaction. Returns the refusal, None when it was done."""
        moves, self.fine = len(self.moves), False
        # No two requests come at the same moment.
        self.now += timedelta(seconds=1)
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


class _Ear(logging.Handler):
    """Hears what goes wrong without anybody being told: a timer or a listener that failed."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        if kind is None or not issubclass(kind, DomainError):
            self.errors.append(f"{record.getMessage()}: {record.exc_info[1] if record.exc_info else ''!r}")
