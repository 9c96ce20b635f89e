"""What the rules could not tell stands before the officer in plain words: at the line of the checklist, and in full."""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.models import DecisionRecord
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.tests import make as cases
from yimen.portals.desk.conditions import checklist, labels_of, reads_of
from yimen.portals.desk.tests import make

NOBODY_KNOWS = "经营场所在不能设店的区域里：登记库里没有查到，或者要由人来看"
SOMEWHERE = {"street": "990181001", "detail": "无名巷 1 号"}


def test_a_line_in_doubt_says_what_nobody_knows_and_why(cast: Cast) -> None:
    case = cases.handled(cast.zhang_wei, premises=SOMEWHERE)
    line = next(one for one in checklist(case, NOW) if one["condition"] == "c5")
    assert (line["finding"], line["unknown"]) == (
        "存疑",
        [NOBODY_KNOWS],
    )
    page = make.words(make.window(cast.li_min, case).page())
    assert NOBODY_KNOWS in page.partition("还不知道的：")[2].partition("依据：")[0]
    assert not any(one["unknown"] for one in checklist(case, NOW) if one["finding"] == "符合")


def test_before_the_visit_the_reviewer_reads_what_is_still_to_be_seen(cast: Cast, staff: make.Staff) -> None:
    case = make.accepted(cast.chen_jing, staff)
    told = {one["condition"]: one["unknown"] for one in checklist(case, NOW)}
    assert any("还没有现场记录" in words for lines in told.values() for words in lines)
    assert "还没有现场记录" in make.words(make.window(staff.wu_lei, case).page())


@pytest.fixture
def doubted(cast: Cast) -> DecisionRecord:
    """A record with a doubt about an answer, which the rules know by a name of their own."""
    case = cases.handled(cast.zhang_wei, premises=SOMEWHERE)
    record = case.decisions.filter(decision="outcome").latest("pk")
    record.doubts = ["没有提供“premises_forbidden”的值。", "比较大小的一方没有值。", "比较大小的一方没有值。"]
    record.save(update_fields=["doubts"])
    return record


def test_the_doubts_of_the_record_are_read_with_the_words_of_the_page(doubted: DecisionRecord, cast: Cast) -> None:
    page = make.words(make.window(cast.li_min, doubted.case).page())
    assert "规则算不出来的地方（2 处）" in page
    assert "没有提供“经营场所在不能设店的区域里”的值" in page
    assert "premises_forbidden" not in page


def test_no_doubts_no_words_of_doubts(cast: Cast) -> None:
    case = cases.in_review(cast.chen_jing)
    assert "规则算不出来的地方" not in make.words(make.window(cast.li_min, case).page())


def test_a_post_that_does_not_see_all_is_not_told(cast: Cast, staff: make.Staff) -> None:
    case = make.accepted(cast.chen_jing, staff)
    assert "规则算不出来的地方" in make.words(make.window(staff.wu_lei, case).page())
    assert "规则算不出来的地方" not in make.words(make.window(staff.sun_jian, case).page())


def test_every_name_that_a_checklist_reads_has_words(cast: Cast, staff: make.Staff) -> None:
    for case in (cases.draft(cast.zhang_wei), make.filled(cast.chen_jing)):
        service = service_of(case)
        read = frozenset().union(*reads_of(service).values())
        assert read <= labels_of(service).keys()
