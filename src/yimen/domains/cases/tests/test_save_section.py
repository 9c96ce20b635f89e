import pytest

from tests.cast import Cast
from yimen.domains.cases.tests import make
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Stale


def test_what_is_right_is_stored_as_the_form_wants_it(cast: Cast) -> None:
    saved = make.save(make.draft(cast.zhang_wei), "business", {"scope_items": ["A0101"], "staff_count": " ２ "})
    assert saved.failures == []
    assert saved.conflicts == []
    assert make.fresh(saved.case).answers["staff_count"] == 2


def test_what_is_wrong_is_stored_too_and_said(cast: Cast) -> None:
    saved = make.save(make.draft(cast.zhang_wei), "business", {"scope_items": ["Z9999"], "staff_count": "很多人"})
    assert {one.key for one in saved.failures} == {"scope_items", "staff_count"}
    stored = make.fresh(saved.case).answers
    assert stored["staff_count"] == "很多人"
    assert stored["scope_items"] == ["Z9999"]


def test_what_is_missing_is_said_in_words(cast: Cast) -> None:
    saved = make.save(make.draft(cast.zhang_wei), "name", {"use_name": "是", "trade_name": ""})
    assert [one.sentence for one in saved.failures] == ["“名称”还没有填"]


def test_fields_that_were_not_on_the_page_stay_as_they_are(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei)
    make.save(case, "business", {"staff_count": "3"}, page="another", seen="a-page")
    stored = make.fresh(case).answers
    assert (stored["staff_count"], stored["scope_items"]) == (3, ["A0101"])


def test_a_field_of_another_section_is_not_taken(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    make.save(case, "business", {"staff_count": "3", "trade_name": "云溪市别处面馆"})
    assert "trade_name" not in make.fresh(case).answers


def test_an_emptied_field_is_emptied(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei)
    saved = make.save(case, "name", {"trade_name": ""})
    assert make.fresh(case).answers["trade_name"] == ""
    assert [one.key for one in saved.failures] == ["trade_name"]


def test_a_page_follows_itself_and_one_that_it_has_seen(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    assert make.save(case, "business", {"staff_count": "1"}, page="p1", seen="").conflicts == []
    assert make.save(case, "business", {"staff_count": "2"}, page="p1", seen="").conflicts == []
    assert make.save(case, "business", {"staff_count": "3"}, page="p2", seen="p1").conflicts == []


def test_a_page_that_has_not_seen_the_other_conflicts_and_nothing_is_stored(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    make.save(case, "business", {"staff_count": "1"}, page="p1", seen="")
    saved = make.save(case, "business", {"staff_count": "2"}, page="p2", seen="")
    assert saved.conflicts == ["staff_count"]
    assert saved.typed == {"staff_count": 2}
    assert make.fresh(case).answers["staff_count"] == 1


def test_what_a_page_sent_before_it_was_left_and_arrives_later_undoes_nothing(cast: Cast) -> None:
    """On a slow machine an autosave may be worked on after the save whose answers are newer."""
    case = make.draft(cast.zhang_wei)
    make.save(case, "business", {"staff_count": "2"}, page="p1", leaves=True)
    late = make.save(case, "business", {"staff_count": ""}, page="p1")
    assert late.conflicts == ["staff_count"]
    assert make.fresh(case).answers["staff_count"] == 2
    assert make.save(case, "business", {"staff_count": "3"}, page="p2", seen="p1.").conflicts == []


def test_two_pages_with_the_same_answers_or_of_two_sections_do_not_conflict(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    make.save(case, "business", {"staff_count": "1"}, page="p1")
    assert make.save(case, "business", {"staff_count": "1"}, page="p2").conflicts == []
    assert make.save(case, "name", {"use_name": "否"}, page="p3").conflicts == []


def test_a_locked_value_cannot_be_typed_over(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    make.save(case, "operator", {"operator_name": "张玮"})
    stored = make.fresh(case)
    assert stored.answers["operator_name"] == "张伟"
    assert "operator_name" in stored.sources


def test_a_disputed_value_becomes_the_applicants_own(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    make.save(case, "operator", {"operator_name": "张玮"}, disputed=["operator_name"])
    stored = make.fresh(case)
    assert stored.answers["operator_name"] == "张玮"
    assert stored.disputed == ["operator_name"]
    # What the applicant says no longer passes for what the register says.
    assert "operator_name" not in stored.sources
    assert stored.answers["operator_id"] == "990181199005120110"


def test_saying_wrong_and_leaving_the_value_as_it_is_disputes_nothing(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    known = case.answers["operator_name"]
    make.save(case, "operator", {"operator_name": known}, disputed=["operator_name"])
    stored = make.fresh(case)
    assert stored.disputed == []
    assert "operator_name" in stored.sources


def test_a_value_disputed_once_can_be_mended_on_the_next_page(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    make.save(case, "operator", {"operator_name": "张玮"}, disputed=["operator_name"])
    make.save(case, "operator", {"operator_name": "张炜"})
    assert make.fresh(case).answers["operator_name"] == "张炜"


def test_what_is_submitted_can_no_longer_be_changed(cast: Cast) -> None:
    case = make.submitted(cast.zhang_wei)
    with pytest.raises(Stale, match="已经提交"):
        make.save(case, "business", {"staff_count": "9"})
    assert make.fresh(case).answers["staff_count"] == 2


def test_the_evidence_names_the_fields_and_not_what_was_typed(cast: Cast) -> None:
    make.save(make.draft(cast.zhang_wei), "name", {"use_name": "是", "trade_name": "云溪市桂花路小面馆"})
    entry = Entry.objects.get(action="save-section")
    assert entry.details == {"section": "name", "fields": ["trade_name", "use_name"]}
    assert entry.actor_name == "张伟"


def test_saving_the_same_again_leaves_no_evidence(cast: Cast) -> None:
    case = make.filled(cast.zhang_wei)
    before = Entry.objects.count()
    make.save(case, "business", {"staff_count": "2"})
    assert Entry.objects.count() == before
