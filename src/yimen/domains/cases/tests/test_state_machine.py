"""Anybody does anything in any order while time moves on: no illegal state, no clock error, no lost material.

``YIMEN_MACHINE=400x40`` tries 400 lives of 40 steps instead of the few of every run; ``60x40x1`` prints and seals the
papers for real. ``-s`` shows how many of these lives came by which step.
"""

import os
import sys
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.cast import Cast
from yimen.domains.cases.models import Material
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.machine import OFFICERS, STRANGERS, UNPRINTABLE, Counter
from yimen.domains.cases.tests.machine.counter import MOBILE, NAME
from yimen.domains.cases.tests.quick import quick_papers
from yimen.ground.calendar.actions.correct_day import DayKind
from yimen.ground.calendar.tests import make as orders
from yimen.ground.errors import NotFound
from yimen.ground.files.storage import private_storage

LIVES, STEPS, *PAPERS = (int(part) for part in os.environ.get("YIMEN_MACHINE", "30x22").split("x"))
TOLD: Tally[str] = Tally()
ANY = settings(
    max_examples=LIVES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)

who = st.sampled_from(OFFICERS)
inspectors = st.sampled_from(("wu_lei", "sun_jian", "zheng_hong"))
old = st.booleans()
LAYOUT = make_food.LAYOUT_LACKS
NOTHING = {"kind": "material", "key": "m99", "why": "没有这一份", "basis": ""}
points = st.lists(st.sampled_from((LAYOUT, MOBILE, NAME, NOTHING)), max_size=3, unique_by=lambda one: one["key"])
choices = st.integers(0, 5)
begun = st.integers(0, 9).flatmap(lambda length: st.lists(choices, min_size=length, max_size=length))
times = st.sampled_from(
    [timedelta(minutes=5), timedelta(hours=6), timedelta(hours=9)] + [timedelta(days=days) for days in (1, 2, 3, 7, 21)]
)


class Files:
    """What lies in the folder of uploads now, to be put there again.

    A life ends by rolling its rows back; the content of a file that it destroyed would not come back by itself.
    """

    def __init__(self) -> None:
        folder = Path(private_storage().path(""))
        self.content = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def put_back(self) -> None:
        for path, content in self.content.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


class Life(RuleBasedStateMachine):
    """One application from a filled draft on. Each life begins from the same rows and files."""

    cast: Cast
    number: str
    files: Files

    def __init__(self) -> None:
        super().__init__()
        self.files.put_back()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = Counter(self.cast, self.number)

    def teardown(self) -> None:
        try:
            if self.at.fine:
                self.at.finish()
                TOLD.update(self.at.story())
        finally:
            self.at.close()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @invariant()
    def nothing_is_wrong(self) -> None:
        self.at.check()

    @initialize(usual=begun, inclined=st.sampled_from(("grant", "refuse")))
    def begins(self, usual: list[int], inclined: str) -> None:
        """Somewhere on the way: filed where anything at all has been done, then what people really do."""
        self.at.inclined = inclined
        for at, choice in enumerate(usual):
            self.at.fits(choice) if at else self.at.duty()
            self.at.works()

    # What people really do comes often, what they might try as well comes in between.

    @rule(choice=choices)
    def the_usual(self, choice: int) -> None:
        self.at.fits(choice)

    @rule(choice=choices)
    def the_usual_and_the_worker(self, choice: int) -> None:
        self.at.fits(choice)
        self.at.works()
        self.at.check_settled()

    @rule(choice=choices, time=times)
    def the_usual_after_a_while(self, choice: int, time: timedelta) -> None:
        self.at.passes(time)
        self.at.works()
        self.at.fits(choice)

    # Worker and time.

    @rule()
    def worker(self) -> None:
        self.at.works()
        self.at.check_settled()

    @rule()
    def worker_for_half_an_hour(self) -> None:
        self.at.works_on()
        self.at.check_settled()

    @rule(time=times)
    def time_passes(self, time: timedelta) -> None:
        self.at.passes(time)

    @rule(time=times)
    def time_passes_and_the_worker_works(self, time: timedelta) -> None:
        self.at.passes(time)
        self.at.works()
        self.at.check_settled()

    @rule()
    def everybody_is_dutiful(self) -> None:
        self.at.duty()

    @rule()
    def everybody_is_dutiful_and_the_worker_too(self) -> None:
        self.at.duty()
        self.at.works()
        self.at.check_settled()

    # The applicant.

    @rule(section=st.sampled_from(("business", "subject", "premises", "contact")))
    def save(self, section: str) -> None:
        self.at.saves(section)

    @rule()
    def save_a_name_that_cannot_be_printed(self) -> None:
        self.at.saves("subject", subject_name=UNPRINTABLE)

    @rule()
    def save_something_wrong(self) -> None:
        self.at.saves("contact", contact_mobile="12")

    @rule(material=st.sampled_from(("m3", "m4", "m5", "m99")))
    def hand_in(self, material: str) -> None:
        self.at.hands_in(material)

    @rule(which=st.integers(0, 5))
    def take_back(self, which: int) -> None:
        self.at.takes_back(which)

    @rule()
    def submit(self) -> None:
        self.at.submits()

    @rule(
        key=st.sampled_from(("contact_mobile", "subject_name", "floor_area")),
        value=st.sampled_from(("15400000002", "12")),
    )
    def mend(self, key: str, value: str) -> None:
        self.at.mends(key, value)

    @rule()
    def supply(self) -> None:
        self.at.supplies()

    @rule()
    def withdraw(self) -> None:
        self.at.withdraws()

    @rule()
    def urge(self) -> None:
        self.at.urges()

    @rule()
    def read_everything(self) -> None:
        self.at.reads()

    # The officers.

    @rule(who=who)
    def open_a_page(self, who: str) -> None:
        self.at.page = None
        self.at.tries(lambda: self.at.desk(who))

    @rule(who=who, old=old)
    def accept(self, who: str, old: bool) -> None:
        self.at.accepts(who, old=old)

    @rule(points=points, old=old)
    def ask_for_a_correction(self, points: list[dict[str, str]], old: bool) -> None:
        self.at.asks("wang_fang", points, old=old)

    @rule(ground=st.sampled_from(("produce-only", "elsewhere", "still-incomplete", "barred-one-year", "x")), old=old)
    def decline(self, ground: str, old: bool) -> None:
        self.at.declines("wang_fang", ground, old=old)

    @rule(who=who, value=st.sampled_from(("15400000009", "1")))
    def mend_on_the_spot(self, who: str, value: str) -> None:
        self.at.mends_on_the_spot(who, "contact_mobile", value)

    @rule(who=who, outcome=st.sampled_from(("agree", "object", "done")), old=old)
    def give_an_opinion(self, who: str, outcome: str, old: bool) -> None:
        self.at.opines(who, outcome, old=old)

    @rule(who=inspectors, second=inspectors, ago=times, wrong=st.booleans(), old=old)
    def record_the_inspection(self, who: str, second: str, ago: timedelta, wrong: bool, old: bool) -> None:
        changed = {"site_no_cross": "false"} if wrong else {}
        self.at.records(who, second, ago=ago, changed=changed, old=old)

    @rule(who=inspectors, second=inspectors)
    def record_the_inspection_just_now(self, who: str, second: str) -> None:
        self.at.records(who, second, ago=timedelta(0), changed={})

    @rule(who=inspectors, old=old)
    def confirm_the_inspection(self, who: str, old: bool) -> None:
        self.at.confirms(who, old=old)

    @rule(
        who=who, outcome=st.sampled_from(("grant", "refuse", "back")), note=st.sampled_from(("", "现场看过")), old=old
    )
    def decide(self, who: str, outcome: str, note: str, old: bool) -> None:
        self.at.decides(who, outcome, note=note, old=old)

    @rule(who=who, starts=st.integers(-5, 12), lasts=st.integers(-1, 30))
    def open_a_hearing(self, who: str, starts: int, lasts: int) -> None:
        self.at.opens_hearing(who, starts, lasts)

    @rule(who=who, lasts=st.integers(-3, 40))
    def tell_more_time(self, who: str, lasts: int) -> None:
        self.at.tells_more_time(who, lasts)

    @rule(who=who)
    def close_the_hearing(self, who: str) -> None:
        self.at.closes_hearing(who)

    @rule(who=st.sampled_from(("ma_jianguo", "ma_jianguo", "wu_lei")), added=st.integers(0, 6))
    def extend(self, who: str, added: int) -> None:
        self.at.extends(who, added)

    @rule(who=who, old=old)
    def claim(self, who: str, old: bool) -> None:
        self.at.takes(who, old=old)

    @rule(who=who, old=old)
    def release(self, who: str, old: bool) -> None:
        self.at.gives_back(who, old=old)

    @rule(who=who, old=old)
    def retry(self, who: str, old: bool) -> None:
        self.at.retries(who, old=old)

    @rule(who=who)
    def answer_an_urge(self, who: str) -> None:
        self.at.answers_urge(who)

    @rule(who=who, which=st.integers(0, 9))
    def hand_over(self, who: str, which: int) -> None:
        self.at.hands_over(who, which)

    @rule(who=st.sampled_from(STRANGERS), data=st.data())
    def a_stranger_finds_nothing(self, who: str, data: Any) -> None:
        act = data.draw(st.sampled_from(("accepts", "confirms", "takes", "gives_back", "retries")))
        assert isinstance(getattr(self.at, act)(who), NotFound)

    # The city.

    @rule(ahead=st.integers(-8, 15), kind=st.sampled_from(DayKind))
    def correct_a_day(self, ahead: int, kind: DayKind) -> None:
        self.at.corrects_day(ahead, kind)

    @rule(days=st.sampled_from((orders.DAYS, orders.DAYS[:3])))
    def enter_an_order(self, days: Any) -> None:
        self.at.enters_order(days)

    @rule()
    def the_seal_goes(self) -> None:
        self.at.seal_goes()

    @rule()
    def the_seal_returns(self) -> None:
        self.at.seal_returns()


def test_any_order_of_acts_leads_to_no_illegal_state_and_every_case_can_end(cast: Cast) -> None:
    case = make_food.filled(cast.chen_jing)
    life = type("Life", (Life,), {"cast": cast, "number": case.number, "files": Files()})
    with nullcontext() if PAPERS else quick_papers():
        run_state_machine_as_test(life, settings=ANY)
    sys.stdout.write(f"{dict(TOLD.most_common())}\n")
    assert {"correction-asked", "accepted"} <= TOLD.keys()
    assert TOLD.keys() & {"granted", "refused"}


def test_each_life_begins_with_the_same_files_whatever_the_one_before_destroyed(cast: Cast) -> None:
    case = make_food.filled(cast.chen_jing)
    life = type("Life", (Life,), {"cast": cast, "number": case.number, "files": Files()})
    for _ in range(2):
        one = life()
        one.at.check()
        assert one.at.takes_back(0) is None
        one.at.passes(timedelta(days=1))
        one.at.works()
        removed = Material.objects.get(case=case, removed_at__isnull=False).file
        assert not Path(private_storage().path(str(removed.file))).exists()
        one.at.fine = False
        one.teardown()
    assert not Material.objects.filter(case=case, removed_at__isnull=False).exists()


@pytest.fixture
def filed(cast: Cast) -> Iterator[Counter]:
    """Before the acceptor. What follows are orders of acts that once went wrong."""
    with quick_papers():
        at = Counter(cast, make_food.filled(cast.chen_jing).number)
        try:
            at.duty()
            at.works()
            yield at
            at.finish()
        finally:
            # Before the true seal comes back: what is closed puts back the seal that it found.
            at.close()


def test_a_correction_that_nobody_answers_may_be_accepted_and_asks_nobody_any_more(filed: Counter) -> None:
    assert filed.asks("wang_fang", [make_food.LAYOUT_LACKS]) is None
    filed.works()
    filed.passes(timedelta(days=40))
    filed.works()
    assert filed.accepts("wang_fang") is None
    filed.works()
    filed.check()
    filed.check_settled()


def test_late_papers_are_taken_as_long_as_nothing_is_decided(filed: Counter) -> None:
    assert filed.asks("wang_fang", [make_food.LAYOUT_LACKS]) is None
    filed.works()
    filed.passes(timedelta(days=40))
    filed.works()
    assert filed.hands_in("m3") is None
    assert filed.supplies() is None
    filed.works()
    filed.check()
    assert filed.accepts("wang_fang") is None


def test_a_hearing_that_begins_later_is_on_the_work_list_from_its_first_day(filed: Counter) -> None:
    filed.duty()
    filed.works()
    assert filed.opens_hearing("wu_lei", 2, 12) is None
    for _ in range(5):
        filed.passes(timedelta(days=1))
        filed.works()
        filed.check()


def test_a_draft_with_files_that_nobody_filed_is_cleared(cast: Cast) -> None:
    at = Counter(cast, make_food.filled(cast.chen_jing).number)
    at.passes(timedelta(days=31))
    at.works()
    at.check()
    assert at.found() is None
    at.close()
