"""What officers may try at any moment; ``old`` with a page that was opened earlier."""

from collections.abc import Mapping
from datetime import timedelta

from yimen.domains.cases import access
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
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.tell_more_time import tell_more_time
from yimen.domains.cases.models import Case, Inspection
from yimen.domains.cases.queries import grounds_of
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.machine.around import Around
from yimen.ground.accounts.models import organisations_of, posts_of
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import DomainError, NotFound, Stale
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.actions.release import release
from yimen.ground.processes.actions.retry import retry


class Officers(Around):
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
