"""The clocks of a case, computed from its rows: whatever happens, they count, and every place tells the same day."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from yimen.domains.cases import clocks
from yimen.domains.cases.actions import extend as extend_module
from yimen.domains.cases.actions import open_special_procedure as open_module
from yimen.domains.cases.actions import tell_more_time as more_module
from yimen.domains.cases.actions.accept import start_clock
from yimen.domains.cases.actions.close_special_procedure import close_special_procedure
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.recompute_days import recompute_days
from yimen.domains.cases.actions.tell_more_time import tell_more_time
from yimen.domains.cases.clocks import Phase
from yimen.domains.cases.models import Case, SpecialProcedure
from yimen.domains.cases.tests import make as registration
from yimen.domains.cases.tests import make_allowance as allowance
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, ready, say, special
from yimen.engines import clock
from yimen.ground.calendar.actions.correct_day import DayKind, correct_day
from yimen.ground.calendar.errors import CalendarRefused
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import DomainError
from yimen.ground.processes.queries import variables_of
from yimen.ground.processes.store.empty import empty_ended

EIGHT = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
DAYS = st.integers(0, 25)
HAPPENING = st.one_of(
    st.tuples(st.just("wait"), DAYS, DAYS),
    st.tuples(st.just("open"), st.sampled_from(EIGHT), st.tuples(DAYS, DAYS)),
    st.tuples(st.just("more"), DAYS, DAYS),
    st.tuples(st.just("close"), DAYS, DAYS),
    st.tuples(st.just("extend"), st.integers(0, 7), DAYS),
    st.tuples(st.just("calendar"), DAYS, st.sampled_from(list(DayKind))),
)


class Life:
    """An accepted case at a moment; what happens to it is tried, and what the law refuses is refused."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.number, self.now = cast, case.number, NOW

    @property
    def case(self) -> Case:
        return Case.objects.select_related("version__item", "applicant", "body", "correction", "extension").get(
            number=self.number
        )

    def day(self, offset: int) -> date:
        return legal_day(self.now) + timedelta(days=offset)

    def happens(self, what: str, first: Any, second: Any) -> None:
        try:
            with transaction.atomic():
                getattr(self, what)(first, second)
        except (DomainError, CalendarRefused):
            pass

    def wait(self, days: int, _: int) -> None:
        self.now += timedelta(days=days)

    def open(self, kind: str, days: tuple[int, int]) -> None:
        start = self.day(days[0] // 5)
        special(
            self.case, self.cast.wu_lei, kind=kind, start=start, planned_end=start + timedelta(days[1]), now=self.now
        )

    def more(self, days: int, _: int) -> None:
        row = SpecialProcedure.objects.filter(ended=None).first()
        tell_more_time(
            actor=self.cast.wu_lei.actor(self.now),
            case=self.case,
            procedure=row.pk if row else 0,
            planned_end=self.day(days - 5),
            why="样品要复测",
            now=self.now,
        )

    def close(self, _: int, __: int) -> None:
        row = SpecialProcedure.objects.filter(ended=None).last()
        close_special_procedure(
            actor=self.cast.wu_lei.actor(self.now),
            case=self.case,
            procedure=row.pk if row else 0,
            result="好",
            now=self.now,
        )

    def extend(self, added: int, _: int) -> None:
        extend(officer=self.cast.ma_jianguo, case=self.case, added=added, reason="还没看完", now=self.now)

    def calendar(self, offset: int, kind: DayKind) -> None:
        correct_day(
            actor=self.cast.li_min.actor(self.now),
            day=self.day(offset),
            kind=kind,
            name="停工",
            reason="通知",
            now=self.now,
        )
        recompute_days(case=self.case, now=self.now)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=st.lists(HAPPENING, max_size=8))
def test_whatever_happens_the_days_are_told_alike_everywhere(
    cast: Cast, running: Case, happenings: list[tuple[str, Any, Any]]
) -> None:
    # Printing is tested elsewhere; a sealed PDF for each of some hundred notices would take minutes.
    with (
        patch.object(open_module, "tell_special_procedure"),
        patch.object(more_module, "tell_special_procedure"),
        patch.object(extend_module, "tell_extension"),
        transaction.atomic(),
    ):
        life = Life(cast, running)
        for happening in happenings:
            life.happens(*happening)
            agree(life.case, life.now)
        transaction.set_rollback(True)


@pytest.fixture
def running(cast: Cast) -> Case:
    return make.accepted(cast)


def agree(case: Case, now: datetime) -> None:
    """Stored days, explanation, task and light say the same."""
    assert clocks.set_days(case, now) == []
    calendar, rules = working_calendar(), clocks.rules_of(case)
    found = clocks.clock_of(case)
    assert found is not None and rules.statutory is not None
    promised = clock.explain(found, rules.promised, calendar)
    statutory = clock.explain(found, rules.statutory, calendar)
    assert (promised[-1].day, statutory[-1].day) == (case.promised_on, case.statutory_on)
    assert sum(one.counted for one in promised) == rules.promised.value
    assert len({one.day for one in statutory}) == len(statutory)
    task = task_of(case)
    due = clocks.due_of(case, legal_day(now))
    assert due is not None
    assert task.due_on == case.promised_on == due.day
    light = clocks.light_of(case, now)
    assert (light.state == clock.State.LATE) == (legal_day(now) > due.day)
    assert light.words
    stopped = {one.day for one in statutory if "不计时" in one.reason}
    assert not stopped & {one.day for one in statutory if one.counted}


def test_each_phase_has_its_own_clock(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    assert (clocks.running(case).phase, clocks.due_of(case, date(2026, 11, 23)).day) == (
        Phase.ANSWER,
        date(2026, 11, 27),
    )
    make.accept(actor=cast.wang_fang.actor(NOW), case=case, task=task_of(case), now=NOW)
    drain()
    case = fresh(case)
    assert (clocks.running(case).phase, clocks.due_of(case, date(2026, 11, 23)).day) == (
        Phase.DECIDE,
        date(2026, 11, 27),
    )


def test_while_the_applicant_has_to_act_and_when_all_is_done_no_clock_runs(cast: Cast) -> None:
    correcting = make.correcting(cast)
    assert clocks.running(correcting).phase == Phase.APPLICANT
    assert clocks.due_of(correcting, date(2027, 3, 1)) is None
    assert clocks.light_of(correcting, at(3, 1, year=2027)).words == "不计时"


def test_the_hours_of_the_last_day_are_those_of_the_bodys_office(cast: Cast) -> None:
    case = make.accepted(cast)
    assert clocks.light_of(case, at(11, 27, 10)).words == "剩 6 小时"
    assert clocks.light_of(case, at(11, 27, 17, 10)).words == "剩 20 分钟"
    assert clocks.light_of(case, at(11, 27, 19)).words == "今天到期"
    assert clocks.light_of(case, at(11, 28, 0, 1)).state == "late"


def test_the_promise_stays_as_it_was_told_when_the_process_has_forgotten_why(cast: Cast) -> None:
    by_hand = registration.decided(registration.in_review(cast.zhang_wei), cast.li_min, "grant")
    at_once = registration.granted(cast.chen_jing)
    drain()
    before = [clocks.rules_of(fresh(case)).promised for case in (by_hand, at_once)]
    assert before[0] != before[1]
    assert empty_ended(before=NOW + timedelta(days=400), now=NOW + timedelta(days=400)) == 2
    assert variables_of("case", by_hand.number) == {}
    assert [clocks.rules_of(fresh(case)).promised for case in (by_hand, at_once)] == before


def test_late_for_the_promise_is_not_late_for_the_statute(cast: Cast) -> None:
    case = make.accepted(cast)
    today = at(12, 1)
    assert clocks.light_of(case, today).state == "late"
    assert case.statutory_on is not None and legal_day(today) < case.statutory_on


def test_a_matter_without_a_statute_has_its_promise_alone(cast: Cast) -> None:
    case = allowance.accepted(cast)
    assert clocks.rules_of(case).statutory is None
    assert (case.statutory_on, task_of(case).due_on) == (None, case.promised_on)


def test_silence_accepts_nothing_where_no_article_says_so(cast: Cast) -> None:
    case = allowance.submitted(cast)
    assert clocks.rules_of(case).answer.deemed_by == ""
    with transaction.atomic():
        start_clock(fresh(case), at(12, 31))
    assert fresh(case).accepted_on == date(2026, 12, 31)


def test_delivery_has_a_clock_of_its_own_44(cast: Cast) -> None:
    case = ready(cast)
    say(case, cast.zheng_hong, "grant", now=at(11, 26))
    case = fresh(case)
    found = clocks.delivery_clock_of(case)
    assert found is not None
    assert (found.started, found.event) == (date(2026, 11, 26), "作出决定")
    drain(at(11, 26))
    assert fresh(case).deliver_by == date(2026, 12, 3)


def test_what_was_not_received_has_no_intake(cast: Cast) -> None:
    with pytest.raises(ValueError, match="not been received"):
        clocks.intake_of(make.filled(cast.chen_jing))
