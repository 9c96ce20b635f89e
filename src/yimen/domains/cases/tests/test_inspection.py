"""现场核查: two officers were there, both with their own account (行政许可法 34)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.errors import ReasonMissing, SameOfficer, WrongOutcome
from yimen.domains.cases.models import Case, CaseFact, Inspection
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, evidence, say, steps, visited
from yimen.ground.accounts.models import Account
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.claim import claim

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def site(cast: Cast) -> Case:
    """Reviewed on paper; the inspectors have the task."""
    return make.on_site(cast)


def confirm(case: Case, officer: Account, row: Inspection, now=LATER) -> Case:
    confirm_inspection(officer=officer, case=case, task=task_of(case), seen_at=row.recorded_at, now=now)
    drain(now)
    return fresh(case)


def test_one_officers_record_counts_for_nothing_until_the_second_confirms_34(cast: Cast, site: Case) -> None:
    row = visited(site, cast.wu_lei, cast.sun_jian)
    drain()
    assert row.confirmed_at is None
    assert task_of(site).act == "inspect"
    assert not CaseFact.objects.filter(name="site_no_cross").exists()
    case = confirm(site, cast.sun_jian, row)
    assert task_of(case).act == "decide"
    assert CaseFact.objects.get(name="site_no_cross").value is True


def test_both_names_stand_at_the_facts_and_in_the_history_34(cast: Cast, site: Case) -> None:
    case = confirm(site, cast.sun_jian, visited(site, cast.wu_lei, cast.sun_jian))
    assert {one.source for one in case.facts.filter(name__startswith="site_")} == {"现场核查（吴磊、孙健）"}
    assert case.steps.get(kind="inspected").note == "现场核查：吴磊、孙健"
    assert (evidence(case, "record-inspection").actor_name, evidence(case, "confirm-inspection").actor_name) == (
        "吴磊",
        "孙健",
    )


def test_what_was_found_is_a_fact_as_of_the_visit(cast: Cast, site: Case) -> None:
    row = visited(site, cast.wu_lei, cast.sun_jian, found={**make.IN_ORDER, "site_pollution_m": "30.5"})
    case = confirm(site, cast.sun_jian, row)
    assert facts_of(case, LATER)["site_pollution_m"] == Decimal("30.5")
    assert CaseFact.objects.get(name="site_pollution_m").as_of == NOW


def test_the_same_officer_twice_is_one_34(cast: Cast, site: Case) -> None:
    for second in (cast.wu_lei, None):
        with pytest.raises(SameOfficer, match="第三十四条"):
            visited(site, cast.wu_lei, second)
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("who", ["zhou_tao", "zheng_hong", "zhang_wei"])
def test_the_second_holds_the_post_of_those_who_inspect_34(cast: Cast, site: Case, who: str) -> None:
    with pytest.raises(SameOfficer):
        visited(site, cast.wu_lei, getattr(cast, who))


@pytest.mark.parametrize("who", ["wu_lei", "zheng_hong", "zhou_tao"])
def test_nobody_but_the_second_officer_confirms_34(cast: Cast, site: Case, who: str) -> None:
    row = visited(site, cast.wu_lei, cast.sun_jian)
    with pytest.raises(SameOfficer, match="要由孙健确认"):
        confirm(site, getattr(cast, who), row)
    assert task_of(site).act == "inspect"


def test_what_was_changed_after_it_was_seen_is_looked_at_again(cast: Cast, site: Case) -> None:
    seen = visited(site, cast.wu_lei, cast.sun_jian)
    newer = visited(site, cast.wu_lei, cast.sun_jian, found={**make.IN_ORDER, "site_facilities": "false"}, now=LATER)
    with pytest.raises(Stale, match="刚刚改过"):
        confirm(site, cast.sun_jian, seen)
    assert confirm(site, cast.sun_jian, newer).facts.get(name="site_facilities").value is False
    assert Inspection.objects.count() == 1


def test_without_a_record_there_is_nothing_to_confirm(cast: Cast, site: Case) -> None:
    with pytest.raises(Stale):
        confirm_inspection(officer=cast.sun_jian, case=site, task=task_of(site), seen_at=NOW, now=NOW)


def test_a_colleagues_record_is_not_overwritten(cast: Cast, site: Case) -> None:
    visited(site, cast.wu_lei, cast.sun_jian)
    with pytest.raises(Stale, match="已经由吴磊填好"):
        visited(site, cast.sun_jian, cast.wu_lei, found={**make.IN_ORDER, "site_no_cross": "false"})
    assert Inspection.objects.get().found["site_no_cross"] is True


def test_the_first_officer_may_hold_the_task_while_the_second_confirms(cast: Cast, site: Case) -> None:
    claim(officer=cast.wu_lei, task=task_of(site), now=NOW)
    row = visited(site, cast.wu_lei, cast.sun_jian)
    assert task_of(confirm(site, cast.sun_jian, row)).act == "decide"


def test_the_second_officer_may_have_taken_the_task_that_is_confirmed(cast: Cast, site: Case) -> None:
    row = visited(site, cast.wu_lei, cast.sun_jian)
    claim(officer=cast.sun_jian, task=task_of(site), now=NOW)
    assert task_of(confirm(site, cast.sun_jian, row)).act == "decide"


def test_a_third_who_has_taken_the_task_does_not_keep_the_second_from_confirming(cast: Cast, site: Case) -> None:
    row = visited(site, cast.wu_lei, cast.sun_jian)
    claim(officer=cast.zheng_hong, task=task_of(site), now=NOW)
    assert task_of(confirm(site, cast.sun_jian, row)).act == "decide"


def test_a_task_in_a_colleagues_hands_is_recorded_by_nobody_else(cast: Cast, site: Case) -> None:
    claim(officer=cast.sun_jian, task=task_of(site), now=NOW)
    with pytest.raises(Stale, match="领取"):
        visited(site, cast.wu_lei, cast.sun_jian)


@pytest.mark.parametrize("item", sorted(make.IN_ORDER))
@pytest.mark.parametrize("typed", [None, "", "大概"])
def test_every_item_is_filled_in(cast: Cast, site: Case, item: str, typed: str | None) -> None:
    found = {**make.IN_ORDER, item: typed}
    if typed is None:
        del found[item]
    with pytest.raises(ReasonMissing):
        visited(site, cast.wu_lei, cast.sun_jian, found=found)
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("item", ["site_pollution_m", "site_health_cards"])
def test_nobody_counts_less_than_nothing(cast: Cast, site: Case, item: str) -> None:
    with pytest.raises(ReasonMissing):
        visited(site, cast.wu_lei, cast.sun_jian, found={**make.IN_ORDER, item: "-3"})


@pytest.mark.parametrize("moment", [NOW + timedelta(minutes=1), at(11, 19, 23, 59)])
def test_the_visit_lies_between_acceptance_and_now(cast: Cast, site: Case, moment) -> None:
    with pytest.raises(ReasonMissing, match="到现场的时间不对"):
        visited(site, cast.wu_lei, cast.sun_jian, visited_at=moment)


def test_the_morning_of_the_day_of_acceptance_will_do(cast: Cast, site: Case) -> None:
    assert visited(site, cast.wu_lei, cast.sun_jian, visited_at=at(11, 20, 9)).visited_at == at(11, 20, 9)


def test_a_visit_runs_inside_the_limit_34(cast: Cast, site: Case) -> None:
    before = (site.promised_on, site.statutory_on)
    case = confirm(site, cast.sun_jian, visited(site, cast.wu_lei, cast.sun_jian))
    assert (case.promised_on, case.statutory_on) == before


def test_a_second_visit_is_a_second_record_and_its_findings_count(cast: Cast) -> None:
    case = make.inspected(cast, found={**make.IN_ORDER, "site_no_cross": "false"})
    say(case, cast.zheng_hong, "back", note="整改后再看一次")
    drain()
    make.give_opinion(
        actor=cast.wu_lei.actor(NOW), case=case, task=task_of(case), outcome="agree", text="已整改", now=NOW
    )
    drain()
    case = confirm(case, cast.sun_jian, visited(case, cast.wu_lei, cast.sun_jian))
    assert [one.found["site_no_cross"] for one in case.inspections.all()] == [False, True]
    assert case.facts.get(name="site_no_cross").value is True


def test_the_step_must_be_an_inspection(cast: Cast) -> None:
    with pytest.raises(WrongOutcome):
        visited(make.accepted(cast), cast.wu_lei, cast.sun_jian)


def test_a_withdrawn_application_is_not_confirmed(cast: Cast, site: Case) -> None:
    row, task = visited(site, cast.wu_lei, cast.sun_jian), task_of(site)
    withdraw(actor=cast.chen_jing.actor(NOW), case=site, reason="", now=NOW)
    with pytest.raises(Stale, match="撤回"):
        confirm_inspection(officer=cast.sun_jian, case=site, task=task, seen_at=row.recorded_at, now=LATER)
    assert "inspected" not in steps(fresh(site))
