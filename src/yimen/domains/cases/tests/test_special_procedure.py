"""特别程序: only the eight of article 45 stop a permit's clock, and only with the written notice."""

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from yimen.domains.cases.clocks import light_of
from yimen.domains.cases.errors import NoteTooLong, ReasonMissing, TimeRefused
from yimen.domains.cases.models import Case, SpecialProcedure
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import (
    UNPRINTABLE,
    at,
    kinds,
    notices,
    paper,
    ready,
    say,
    seal_away,
    special,
)
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.errors import MissingGlyphs, SealUnavailable
from yimen.ground.errors import Stale


@pytest.fixture
def running(cast: Cast) -> Case:
    """Accepted on Friday 20 November: promised by the 27th, by statute the 4th of December."""
    return make.accepted(cast)


def nothing_opened(case: Case) -> bool:
    found = fresh(case)
    return (
        not SpecialProcedure.objects.exists()
        and kinds(found) == ["receipt", "acceptance"]
        and (found.promised_on, found.statutory_on) == (date(2026, 11, 27), date(2026, 12, 4))
    )


@pytest.mark.parametrize("kind", ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"])
def test_each_of_the_eight_stops_the_clock_45(cast: Cast, running: Case, kind: str) -> None:
    special(running, cast.wu_lei, kind=kind)
    case = fresh(running)
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 4), date(2026, 12, 11))


@pytest.mark.printed
def test_the_notice_says_which_how_long_and_why_and_bears_the_bodys_seal_45(cast: Cast, running: Case) -> None:
    special(running, cast.wu_lei)
    notice = paper(running, "special-procedure")
    said = notice.data
    assert (said["procedure"], said["days"], said["why_basis"]) == ("检测", "5个工作日", "食品安全法第八十七条")
    assert (said["starts_on"], said["ends_on"], said["statutory_by"]) == ("2026-11-23", "2026-11-27", "2026-12-11")
    assert notice.body == running.body
    assert check_seals(notice.read())[0].good


@pytest.mark.parametrize("kind", ["现场核查", "公示", "集体研究", "征求意见", "补正", "挂起", "", "检查"])
def test_nothing_else_stops_it_45(cast: Cast, running: Case, kind: str) -> None:
    with pytest.raises(TimeRefused, match="第四十五条"):
        special(running, cast.wu_lei, kind=kind)
    assert nothing_opened(running)


def test_only_what_a_rule_requires_stops_it_45(cast: Cast, running: Case) -> None:
    with pytest.raises(TimeRefused, match="哪一条要求检测"):
        special(running, cast.wu_lei, required_by=" ")
    assert nothing_opened(running)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"why": ""}, ReasonMissing),
        ({"done_by": " "}, ReasonMissing),
        ({"why": "长" * 2001}, NoteTooLong),
        ({"done_by": "长" * 101}, NoteTooLong),
        ({"required_by": "长" * 201}, NoteTooLong),
        ({"why": f"测{UNPRINTABLE}"}, MissingGlyphs),
        ({"done_by": f"所{UNPRINTABLE}"}, MissingGlyphs),
        ({"required_by": f"条{UNPRINTABLE}"}, MissingGlyphs),
        ({"start": date(2026, 11, 19)}, TimeRefused),
        ({"planned_end": date(2026, 11, 22)}, TimeRefused),
    ],
)
def test_a_notice_that_would_not_be_complete_stops_nothing(
    cast: Cast, running: Case, given: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        special(running, cast.wu_lei, **given)
    assert nothing_opened(running)


def test_without_the_sealed_notice_nothing_is_opened_45(
    cast: Cast, running: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        seal_away(away)
        with pytest.raises(SealUnavailable):
            special(running, cast.wu_lei)
    drain()
    assert nothing_opened(running)
    assert notices(running, "special") == []


def test_what_has_run_out_cannot_be_stopped(cast: Cast, running: Case) -> None:
    late = at(12, 7)
    with pytest.raises(TimeRefused, match="届满"):
        special(running, cast.wu_lei, start=date(2026, 12, 7), planned_end=date(2026, 12, 11), now=late)
    with pytest.raises(TimeRefused, match="届满"):
        special(running, cast.wu_lei, start=date(2026, 12, 7), planned_end=date(2026, 12, 11), now=at(12, 4))
    assert nothing_opened(running)


def test_only_between_acceptance_and_decision(cast: Cast) -> None:
    with pytest.raises(Stale, match="受理以后|没有在计时"):
        special(make.submitted(cast.chen_jing), cast.wu_lei)
    case = ready(cast)
    say(case, cast.zheng_hong, "grant")
    with pytest.raises(Stale, match="没有在计时"):
        special(case, cast.wu_lei)


def test_two_may_overlap_and_a_day_is_left_out_once(cast: Cast, running: Case) -> None:
    special(running, cast.wu_lei)
    special(running, cast.wu_lei, kind="鉴定", start=date(2026, 11, 26), planned_end=date(2026, 12, 1))
    case = fresh(running)
    # 23 November to 1 December are not counted: seven working days.
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 8), date(2026, 12, 15))


def test_the_same_kind_twice_at_once_is_refused(cast: Cast, running: Case) -> None:
    special(running, cast.wu_lei)
    with pytest.raises(TimeRefused, match="已经开始"):
        special(running, cast.wu_lei, start=date(2026, 12, 1), planned_end=date(2026, 12, 2))
    assert SpecialProcedure.objects.count() == 1


def test_the_light_the_task_and_the_inbox_follow(cast: Cast, running: Case) -> None:
    special(running, cast.wu_lei)
    drain()
    case, task = fresh(running), task_of(running)
    assert (task.due_on, task.paused_until) == (date(2026, 12, 4), None)
    assert light_of(case, at(11, 24)).words == "不计时（检测）"
    assert light_of(case, at(11, 30)).state == "ok"
    (notice,) = notices(case, "special-")
    assert "食品" not in notice.text and "不计入办理期限（行政许可法第四十五条）" in notice.text


def test_a_stop_from_today_pauses_the_task_at_once(cast: Cast, running: Case) -> None:
    special(running, cast.wu_lei, start=date(2026, 11, 20))
    assert task_of(running).paused_until == date(2026, 11, 27)
