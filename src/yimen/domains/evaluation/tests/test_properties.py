"""No order of rating, changing, verifying, fixing, telling, appealing leads to a state that cannot be."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.actions.add_remark import add_remark
from yimen.domains.evaluation.actions.appeal import appeal
from yimen.domains.evaluation.actions.change_rating import change_rating
from yimen.domains.evaluation.actions.fix import fix
from yimen.domains.evaluation.actions.rate import rate_case
from yimen.domains.evaluation.actions.recheck import recheck
from yimen.domains.evaluation.actions.tell_back import tell_back
from yimen.domains.evaluation.actions.verify import verify
from yimen.domains.evaluation.jobs import forget_phones
from yimen.domains.evaluation.models import FollowUp, Rating
from yimen.domains.evaluation.queries import figures
from yimen.domains.evaluation.states import FOLLOWS, RUNNING, State
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account
from yimen.ground.errors import DomainError

Desk = dict[str, Account]
Who = st.sampled_from(["operator", "head", "third"])
OPINIONS = st.sampled_from([make.GOOD, make.BAD, make.BAD_CALL_ME])
FINDINGS = st.sampled_from(["true", "false", "unclear"])
MOVES = st.one_of(
    st.tuples(st.just("rate"), OPINIONS),
    st.tuples(st.just("change"), OPINIONS),
    st.tuples(st.just("remark")),
    st.tuples(st.just("verify"), Who, FINDINGS),
    st.tuples(st.just("fix"), Who),
    st.tuples(st.just("tell"), Who),
    st.tuples(st.just("appeal"), Who),
    st.tuples(st.just("recheck"), Who, st.booleans()),
    st.tuples(st.just("wait"), st.integers(1, 8)),
    st.tuples(st.just("forget")),
)
# Orders that get somewhere, beside those that only knock at closed doors.
STARTS = st.sampled_from(
    [
        [],
        [("rate", make.BAD_CALL_ME), ("verify", "operator", "true")],
        [("rate", make.BAD), ("verify", "head", "true"), ("appeal", "operator")],
        [("rate", make.BAD), ("verify", "operator", "false")],
        [("rate", make.BAD_CALL_ME), ("verify", "operator", "true"), ("fix", "head")],
    ]
)


class Story:
    """One case and all that is tried with it; a refusal changes nothing."""

    def __init__(self, case: Case, desk: Desk) -> None:
        self.case, self.desk, self.now = case, desk, NOW
        self.done: dict[str, int] = {}

    def tries(self, name: str, *rest: object) -> None:
        before = self.facts()
        try:
            with transaction.atomic():
                getattr(self, name)(*rest)
        except DomainError as refused:
            assert refused.sentence
            assert self.facts() == before, name
            return
        self.done[name] = self.done.get(name, 0) + 1
        self.moved_rightly(before, self.facts())

    def facts(self) -> dict[int, tuple[str, str]]:
        return {one.pk: (one.state, one.finding) for one in FollowUp.objects.all()}

    def moved_rightly(self, before: dict[int, tuple[str, str]], after: dict[int, tuple[str, str]]) -> None:
        for key, (state, finding) in after.items():
            old, old_finding = before.get(key, (State.OPEN, ""))
            assert state == old or State(state) in FOLLOWS[State(old)]
            # A finding changes once, from true to untrue, and only by a recheck.
            assert finding == old_finding or not old_finding or (old_finding, finding) == ("true", "false")
        assert before.keys() <= after.keys()

    def rating(self) -> Rating:
        found = Rating.objects.filter(case=self.case).first()
        if found is None:
            raise DomainError("还没有评价")
        return found

    def follow_up(self) -> FollowUp:
        found = FollowUp.objects.order_by("-pk").first()
        if found is None:
            raise DomainError("还没有差评")
        return found

    def rate(self, opinion: object) -> None:
        rate_case(actor=self.citizen, case=self.case, opinion=opinion, now=self.now)

    def change(self, opinion: object) -> None:
        change_rating(actor=self.citizen, rating=self.rating(), opinion=opinion, now=self.now)

    def remark(self) -> None:
        add_remark(actor=self.citizen, rating=self.rating(), text="补充", now=self.now)

    def verify(self, who: str, finding: str) -> None:
        verify(
            actor=self.desk[who].actor(self.now),
            follow_up=self.follow_up(),
            finding=finding,
            size="complex",
            reached=False,
            found="看了",
            now=self.now,
        )

    def fix(self, who: str) -> None:
        fix(actor=self.desk[who].actor(self.now), follow_up=self.follow_up(), done="改了", now=self.now)

    def tell(self, who: str) -> None:
        tell_back(
            actor=self.desk[who].actor(self.now), follow_up=self.follow_up(), way="page", answer="答复", now=self.now
        )

    def appeal(self, who: str) -> None:
        appeal(actor=self.desk[who].actor(self.now), follow_up=self.follow_up(), reason="不对", now=self.now)

    def recheck(self, who: str, upheld: bool) -> None:
        recheck(
            actor=self.desk[who].actor(self.now), follow_up=self.follow_up(), upheld=upheld, note="看了", now=self.now
        )

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def forget(self) -> None:
        run: Callable[[str], int] = forget_phones.func
        run(self.now.isoformat())

    @property
    def citizen(self) -> object:
        assert self.case.account is not None
        return self.case.account.actor(self.now)


def is_possible(story: Story) -> None:
    """What is always true, whatever has been tried."""
    ratings, follow_ups = list(Rating.objects.all()), list(FollowUp.objects.order_by("pk"))
    assert len(ratings) <= 1
    assert story.done.get("remark", 0) <= 1
    live = [one for one in follow_ups if one.state != State.DROPPED]
    assert len(live) <= 1
    for one in ratings:
        assert one.is_bad == bool(live), "a bad rating has a live follow-up, a good one has none"
        assert one.is_bad or one.phone == ""
    for one in follow_ups:
        _row_is_possible(one, story.now)
    numbers = figures(story.case.version.item.slug, now=story.now)
    assert not numbers.shown and numbers.count == 0


def _row_is_possible(one: FollowUp, now: datetime) -> None:
    over = one.state not in RUNNING
    assert over == (one.closed_at is not None) == (one.due_on is None)
    assert bool(one.finding) == (one.verified_at is not None) == (one.verified_by_id is not None)
    assert (one.state == State.TOLD) == bool(one.answer)
    assert not one.done or one.finding == "true"
    if one.state == State.TOLD:
        assert one.finding != "true" or one.done
        assert not one.is_under_appeal
    if one.rechecked_at is not None:
        assert one.rechecked_by_id not in (one.verified_by_id, one.appealed_by_id)
        assert one.upheld is (one.finding == "false")
    if one.answer_by is not None:
        assert one.verify_by <= one.answer_by
    stamps = [one.opened_at, one.verified_at, one.appealed_at, one.rechecked_at, one.fixed_at, one.closed_at]
    told = [stamp for stamp in stamps if stamp is not None]
    assert told == sorted(told) and told[-1] <= now


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=STARTS, moves=st.lists(MOVES, max_size=14))
def test_no_order_of_steps_leads_to_a_state_that_cannot_be(
    case: Case, desk: Desk, start: list[tuple[object, ...]], moves: list[tuple[object, ...]]
) -> None:
    with transaction.atomic():
        story = Story(case, desk)
        for name, *rest in [*start, *moves]:
            story.tries(str(name), *rest)
            is_possible(story)
        transaction.set_rollback(True)


def test_every_state_is_reached_and_the_last_two_lead_nowhere() -> None:
    reached = {State.OPEN} | {later for followers in FOLLOWS.values() for later in followers}
    assert reached == set(State) == set(FOLLOWS)
    assert [one for one in State if not FOLLOWS[one]] == [State.TOLD, State.DROPPED]
    assert set(RUNNING) == set(State) - {State.TOLD, State.DROPPED}
