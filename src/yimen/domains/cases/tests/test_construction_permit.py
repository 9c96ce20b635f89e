"""A construction permit in the demo city: its registers, its number, what the law asks of the holder."""

from datetime import date, timedelta

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.clocks import rules_of, statutory_clock_of
from yimen.domains.cases.day_by_day import day_by_day
from yimen.domains.cases.tests import make_scenario as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_food import hand_in
from yimen.domains.cases.tests.make_steps import kinds, paper
from yimen.domains.certificates.models import Certificate

PLAN = "m6"


def test_with_everything_in_the_registers_the_permit_is_issued(cast: Cast) -> None:
    case = make.accepted(make.submitted("construction-permit", "granted", cast.zhang_wei), "shentao")
    case = make.decided(make.agreed(case, "shentao"), "xulan", "grant", note="六项条件都核得上")
    assert case.status == "granted"
    assert kinds(case) == ["receipt", "acceptance", "grant-permit", "construction-permit"]
    assert any("三个月内开工" in duty for duty in paper(case, "grant-permit").data["duties"])
    permit = Certificate.objects.get(kind="construction-permit")
    assert permit.number == "云溪建施字〔2026〕第0001号"


def test_a_contractor_without_a_valid_safety_licence_is_refused(cast: Cast) -> None:
    case = make.submitted("construction-permit", "granted", cast.zhang_wei, builder_uscc="91990181MA0F00063X")
    case = make.agreed(make.accepted(case, "shentao"), "shentao")
    case = make.decided(case, "xulan", "refuse", grounds=["c4"], note="施工企业的安全生产许可证 10 月 31 日到期")
    assert kinds(case) == ["receipt", "acceptance", "refuse-permit"]
    (reason,) = paper(case, "refuse-permit").data["reasons"]
    assert reason["basis"] == "建筑法第八条第一款第四项"


def test_the_seven_days_of_the_law_run_from_the_application_before_anybody_has_accepted_it(cast: Cast) -> None:
    case = make.submitted("construction-permit", "granted", cast.zhang_wei)
    assert (case.received_on, case.accepted_on) == (date(2026, 11, 20), None)
    assert (case.statutory_on, case.promised_on) == (date(2026, 11, 27), None)


def test_whoever_accepts_late_has_less_of_them_left_and_the_promise_runs_from_acceptance(cast: Cast) -> None:
    case = make.submitted("construction-permit", "granted", cast.zhang_wei)
    case = make.accepted(case, "shentao", now=NOW + timedelta(days=3))
    assert case.accepted_on == date(2026, 11, 23)
    assert (case.statutory_on, case.promised_on) == (date(2026, 11, 27), date(2026, 11, 25))
    found = statutory_clock_of(case, rules_of(case))
    assert found is not None and (found.started, found.event) == (date(2026, 11, 20), "收到申请")
    told = paper(case, "acceptance").data
    assert (told["statutory_from"], told["statutory_by"]) == ("2026-11-20", "2026-11-27")


def test_day_by_day_each_limit_is_counted_from_its_own_day(cast: Cast) -> None:
    case = make.accepted(make.submitted("construction-permit", "granted", cast.zhang_wei), "shentao")
    told = [
        (one.running.event, [column.name for column in one.columns]) for one in day_by_day(case, date(2026, 11, 24))
    ]
    assert told[1:] == [("受理", ["承诺期限"]), ("收到申请", ["法定期限"])]


def test_of_papers_that_were_completed_the_days_run_from_the_day_they_were_complete(cast: Cast) -> None:
    case = make.submitted("construction-permit", "granted", cast.zhang_wei)
    points = [{"kind": "material", "key": PLAN, "why": "看不清", "basis": "建筑法第八条第一款第六项"}]
    request_correction(actor=make.by("shentao").actor(NOW), case=case, task=task_of(case), points=points, now=NOW)
    drain()
    assert fresh(case).statutory_on is None, "what the applicant has to mend is waited for"
    later = NOW + timedelta(days=4)
    hand_in(fresh(case), PLAN, now=later)
    supply_correction(actor=cast.zhang_wei.actor(later), case=fresh(case), task=task_of(case), now=later)
    drain(later)
    assert fresh(case).statutory_on == date(2026, 12, 1)
