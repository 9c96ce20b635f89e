"""Each day of a case is explained once, for whoever reads it: applicant and officer are told the same."""

from datetime import date, timedelta

from tests.cast import NOW, Cast
from yimen.domains.cases.day_by_day import MOST_LATE, Kind, State, day_by_day
from yimen.domains.cases.tests import make_food as make
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar

TODAY = legal_day(NOW)


def test_before_acceptance_only_the_answer_has_a_clock(cast: Cast) -> None:
    (answer,) = day_by_day(make.submitted(cast.chen_jing), TODAY)
    assert answer.kind == Kind.ANSWER
    (column,) = answer.columns
    assert [one.number for one in column.days if one.state == State.COUNTED] == [1, 2, 3, 4, 5]


def test_while_the_applicant_has_to_act_no_clock_runs(cast: Cast) -> None:
    assert day_by_day(make.correcting(cast), TODAY) == []


def test_an_accepted_case_has_the_promise_beside_the_statute_and_the_answer_that_ended(cast: Cast) -> None:
    case = make.accepted(cast)
    answer, decision = day_by_day(case, TODAY)
    assert (answer.kind, answer.running.ended) == (Kind.ANSWER, case.accepted_on)
    assert [one.name for one in decision.columns] == ["承诺期限", "法定期限"]
    assert [one.end for one in decision.columns] == [case.promised_on, case.statutory_on]
    assert all(one.days[-1].day == one.end for one in decision.columns)


def test_a_day_after_the_limit_is_late_when_it_is_worked(cast: Cast) -> None:
    case = make.accepted(cast)
    assert case.promised_on is not None
    promise = day_by_day(case, case.promised_on + timedelta(days=10))[1].columns[0]
    after = [one for one in promise.days if one.day > promise.end]
    calendar = working_calendar()
    assert [one.state for one in after] == [
        State.LATE if calendar.is_working_day(case.promised_on + timedelta(days=at)) else State.OFF
        for at in range(1, 11)
    ]
    late = [one.number for one in after if one.state == State.LATE]
    assert late == list(range(1, len(late) + 1))


def test_of_a_case_that_lies_for_years_the_list_ends(cast: Cast) -> None:
    case = make.accepted(cast)
    assert case.promised_on is not None
    promise = day_by_day(case, case.promised_on + timedelta(days=1000))[1].columns[0]
    assert promise.days[-1].day == promise.end + timedelta(days=MOST_LATE)


def test_every_day_of_any_limit_is_told_once_with_what_each_limit_says(cast: Cast) -> None:
    decision = day_by_day(make.accepted(cast), TODAY)[1]
    days = [day for day, _ in decision.dates]
    assert days == sorted(set(days))
    assert days == [days[0] + timedelta(days=at) for at in range(len(days))]
    last: date = decision.columns[0].end
    assert [cells[0] is None for _, cells in decision.dates] == [day > last for day in days]
