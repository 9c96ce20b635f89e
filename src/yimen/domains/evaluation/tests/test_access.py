from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.access import follow_up_for, follow_ups_for, handlers_at, visit_by_code
from yimen.domains.evaluation.actions.rate import rate_visit
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation
from yimen.ground.processes.models import Instance, Task

Desk = dict[str, Account]
SOMEBODY = Actor(id="", name="评价人", kind="anonymous")


def sees(account: Account) -> bool:
    return follow_ups_for(account, NOW).exists()


def acted(account: Account, case: Case, action: str) -> None:
    record(account.actor(NOW), action, object_kind="case", object_ref=case.number, at=NOW)


def worked_on(case: Case, post: str, kind: str = Task.WORK) -> None:
    instance = Instance.objects.create(definition="x@1", subject_kind="case", subject_ref=case.number, started_at=NOW)
    Task.objects.create(
        instance=instance, kind=kind, token=1, node="review", name="审查", post=make.post(post), opened_at=NOW
    )


def test_operators_and_heads_of_the_body_see_it_and_nobody_else(cast: Cast, case: Case, desk: Desk) -> None:
    make.follow_up(case)
    assert [name for name in desk if sees(desk[name])] == ["operator", "head", "third"]
    elsewhere = Organisation.objects.exclude(pk=make.regulator().pk).first()
    assert elsewhere is not None
    assert not sees(make.officer("stranger", "operator", "head", organisation=elsewhere))
    assert not sees(cast.zhang_wei)


def test_whoever_acted_on_the_case_never_sees_it(case: Case, desk: Desk) -> None:
    acted(desk["operator"], case, "decide")
    opened = make.follow_up(case)
    assert list(opened.rated_officers.all()) == [desk["operator"]]
    assert not sees(desk["operator"])
    with pytest.raises(NotFound):
        follow_up_for(desk["operator"], opened.number, NOW)
    assert follow_up_for(desk["third"], opened.number, NOW) == opened


def test_who_only_read_the_case_or_restarted_the_machine_has_served_nobody(case: Case, desk: Desk) -> None:
    acted(desk["operator"], case, "read-case")
    acted(desk["head"], case, "retry-step")
    make.follow_up(case)
    assert sees(desk["operator"]) and sees(desk["head"])


def test_the_post_that_worked_on_it_does_not_handle_it(case: Case, desk: Desk) -> None:
    worked_on(case, "operator")
    make.follow_up(case)
    assert not sees(desk["operator"]) and not sees(desk["third"])
    assert sees(desk["head"])


def test_a_fault_of_the_machine_makes_its_post_no_rated_one(case: Case, desk: Desk) -> None:
    worked_on(case, "operator", Task.INCIDENT)
    make.follow_up(case)
    assert sees(desk["operator"])


def test_the_clerk_of_a_visit_is_the_one_who_is_rated(cast: Cast, desk: Desk) -> None:
    make.officer("clerk", "operator")
    opened = rate_visit(actor=SOMEBODY, visit=make.visit(cast, desk["clerk"]), opinion=make.BAD, now=NOW).follow_up
    assert opened is not None
    assert not sees(desk["clerk"])
    assert sees(desk["head"])


def test_an_ended_appointment_opens_nothing(case: Case, desk: Desk) -> None:
    make.follow_up(case)
    desk["head"].appointments.update(until=NOW - timedelta(seconds=1))
    assert not sees(desk["head"])
    at = handlers_at(make.regulator(), posts=[], officers=[], now=NOW)
    assert set(at) == {desk["operator"], desk["third"]}


def test_where_nobody_else_could_judge_the_body_above_does(case: Case, desk: Desk) -> None:
    for name in ("operator", "head", "third"):
        acted(desk[name], case, "decide")
    above = Organisation.objects.get(code=make.REGULATOR)
    above.pk, above.code, above.region = None, "119901000000010119", make.regulator().region.parent
    above.save()
    make.unstaffed(Organisation.objects.get(role="service-administration"))
    supervisor = make.officer("supervisor", "head", organisation=above)
    opened = make.follow_up(case)
    assert opened.handled_by == above
    assert sees(supervisor)
    assert not any(sees(one) for one in desk.values())


def test_where_nobody_holds_such_a_post_it_waits_at_the_rated_body(case: Case, desk: Desk) -> None:
    make.unstaffed()
    for one in Organisation.objects.all():
        make.unstaffed(one)
    assert make.follow_up(case).handled_by == case.body


@pytest.mark.parametrize("number", ["HF20261120-99999", "", "\0", "x" * 300])
def test_a_number_that_does_not_exist_is_not_found(case: Case, desk: Desk, number: str) -> None:
    make.follow_up(case)
    with pytest.raises(NotFound):
        follow_up_for(desk["operator"], number, NOW)
    with pytest.raises(NotFound):
        visit_by_code(number)


def test_a_list_asks_the_same_number_of_questions_however_long(
    cast: Cast, desk: Desk, django_assert_num_queries: object
) -> None:
    from yimen.domains.evaluation.present import row_of
    from yimen.ground.calendar.queries import working_calendar

    calendar = working_calendar()
    for at in range(3):
        make.follow_up(make.case(cast, number=f"YX20261120-0010{at}"))
    with django_assert_num_queries(2):
        rows = [row_of(one, calendar, NOW.date()) for one in follow_ups_for(desk["operator"], NOW)]
    assert len(rows) == FollowUp.objects.count() == 3
