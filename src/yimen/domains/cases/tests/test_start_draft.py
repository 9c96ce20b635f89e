from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.actions.start_draft import KEPT, start_draft
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make
from yimen.ground.audit.models import Entry


def test_a_draft_begins_with_what_the_registers_know_and_says_where_from(cast: Cast) -> None:
    case = make.draft(cast.zhang_wei)
    assert case.status == "draft"
    assert case.answers["operator_name"] == "张伟"
    assert case.answers["operator_home"] == {"street": "990181001", "detail": "桂花路 18 号 2 单元 301 室"}
    assert case.sources["operator_id"] == {
        "source": "人口库（云溪市公安局）",
        "as_of": "2026-11-20T10:00:00+00:00",
    }
    assert set(case.sources) <= set(case.answers)
    assert case.keep_until == NOW + KEPT


def test_what_no_register_knows_is_left_to_be_asked(cast: Cast) -> None:
    person = person_of(cast.zhang_wei)
    type(person).objects.filter(pk=person.pk).update(id_number="990181197001010019")
    cast.zhang_wei.person.refresh_from_db()
    case = make.draft(cast.zhang_wei)
    assert case.answers == {}
    assert case.sources == {}


def test_beginning_twice_is_one_draft(cast: Cast) -> None:
    first = make.draft(cast.zhang_wei)
    assert make.draft(cast.zhang_wei).pk == first.pk
    assert Case.objects.count() == 1
    assert Entry.objects.filter(action="start-draft").count() == 1


def test_two_clicks_at_once_are_one_draft(cast: Cast, monkeypatch: object) -> None:
    # Both clicks look before either has written: the second runs into the first one's row.
    from yimen.domains.cases.actions import start_draft as action

    seen, looked = action.open_draft, []

    def looks_too_early(*asked: object) -> Case | None:
        looked.append(asked)
        return None if len(looked) == 1 else seen(*asked)

    first = make.draft(cast.zhang_wei)
    monkeypatch.setattr(action, "open_draft", looks_too_early)
    assert make.draft(cast.zhang_wei).pk == first.pk
    assert len(looked) == 2
    assert Case.objects.count() == 1


def test_a_new_draft_may_begin_after_the_last_was_submitted(cast: Cast) -> None:
    first = make.submitted(cast.zhang_wei)
    assert make.draft(cast.zhang_wei).pk != first.pk


def test_what_the_guide_was_told_is_taken_over_but_never_beats_a_register(cast: Cast) -> None:
    case = start_draft(
        actor=cast.zhang_wei.actor(NOW),
        person=person_of(cast.zhang_wei),
        account=cast.zhang_wei,
        version=cast.version,
        told={"premises_kind": "租赁", "operator_name": "别人", "no_such_field": "x"},
        now=NOW,
    )
    assert case.answers["premises_kind"] == "租赁"
    assert case.answers["operator_name"] == "张伟"
    assert "no_such_field" not in case.answers


def test_each_begun_application_has_a_number_of_its_own_day(cast: Cast) -> None:
    numbers = [make.draft(one).number for one in (cast.zhang_wei, cast.chen_jing)]
    assert numbers == ["YX20261120-00001", "YX20261120-00002"]
