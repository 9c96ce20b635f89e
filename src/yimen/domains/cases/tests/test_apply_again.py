"""重新申请: what was not granted is applied for anew with what was given; a part of a joint application alone."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast, reading_once
from yimen.domains.cases.actions.apply_again import apply_again
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.again import earlier_of, followed_by
from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import grounds_of, lists_of, service_of
from yimen.domains.cases.reuse import same_papers
from yimen.domains.cases.sections import hub_tasks
from yimen.domains.cases.states import Status
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests import make_joint as make
from yimen.domains.cases.tests.make import drain, fresh, save, task_of
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.queries import version_at
from yimen.engines.service.tests import joint_shop
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.models import Document
from yimen.ground.errors import NotFound, Stale
from yimen.ground.files.models import StoredFile

LATER = NOW + timedelta(days=2)


@pytest.fixture
def joint(cast: Cast) -> Case:
    return make.submitted(cast)


def refused(cast: Cast, joint: Case, part: str = "food") -> Case:
    case = make.lane(joint, part)
    return make.decided(cast, case, "refuse", grounds=[grounds_of(case, every=True)[0]["condition"]])


def again(cast: Cast, case: Case) -> Case:
    me = cast.chen_jing
    return apply_again(actor=me.actor(LATER), account=me, case=case, now=LATER)


def declined(cast: Cast, case: Case, ground: str, **told: object) -> Case:
    decline(
        actor=cast.wang_fang.actor(NOW), case=case, task=task_of(case), ground=ground, facts="查过了", now=NOW, **told
    )
    drain(NOW)
    return fresh(case)


@pytest.mark.parametrize(("part", "slug"), [("food", "food-business-license"), ("large", "joint-shop-large")])
def test_a_refused_part_is_applied_for_alone_with_what_was_given(cast: Cast, joint: Case, part: str, slug: str) -> None:
    lane = refused(cast, joint, part)
    draft = again(cast, lane)
    assert (draft.status, draft.parent, draft.version.item.slug) == (Status.DRAFT, None, slug)
    assert {**lane.answers, **draft.answers} == draft.answers
    papers = [(one.material, one.file_id) for one in lane.materials.all()]
    assert [(one.material, one.file_id) for one in draft.materials.all()] == papers and papers
    assert fresh(lane).status == Status.REFUSED and draft.submitted_at is None
    # Also what the registers alone have filled in.
    assert {one["state"] for one in hub_tasks(draft, legal_day(LATER), lists_of(draft))} == {"done"}


def test_a_file_that_is_to_be_destroyed_is_not_carried_over(
    cast: Cast, joint: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = refused(cast, joint)
    rows = [(one.material, one) for one in lane.materials.select_related("file")]
    assert rows
    StoredFile.objects.filter(pk__in=[row.file_id for _, row in rows]).update(ordered_at=NOW)
    # It was there when the papers were looked up, and is ordered to be destroyed at this moment.
    monkeypatch.setattr("yimen.domains.cases.actions.apply_again.same_papers", lambda earlier, draft: rows)
    assert not again(cast, lane).materials.exists()
    monkeypatch.undo()
    assert same_papers(lane, fresh(lane)) == []


@pytest.mark.parametrize("part", ["food", "large"])
def test_the_part_goes_its_own_way_to_the_end(cast: Cast, joint: Case, part: str) -> None:
    draft = again(cast, refused(cast, joint, part))
    case = submit(actor=cast.chen_jing.actor(LATER), case=draft, now=LATER)
    drain(LATER)
    case = make.decided(cast, fresh(case), now=LATER)
    assert case.status == Status.GRANTED and case.parent is None
    kinds = set(Document.objects.filter(subject_reference=case.number).values_list("kind", flat=True))
    assert {"receipt", "acceptance", "grant-permit"} <= kinds


def test_the_two_cases_know_of_each_other_and_it_is_recorded(cast: Cast, joint: Case) -> None:
    lane = refused(cast, joint)
    draft = again(cast, lane)
    earlier, followed = earlier_of(draft), followed_by(lane)
    assert earlier is not None and (earlier.number, earlier.status) == (lane.number, Status.REFUSED)
    assert list(earlier.reasons) == lane.reasons and earlier.facts == ("现场看到的和申报的不一样",)
    assert followed is not None and followed.number == draft.number
    entry = Entry.objects.get(action="apply-again")
    assert (entry.object_ref, entry.details["from"]) == (draft.number, lane.number)


def test_pressing_again_gives_the_one_application_that_followed(cast: Cast, joint: Case) -> None:
    lane = refused(cast, joint)
    draft = again(cast, lane)
    files = draft.materials.count()
    assert again(cast, fresh(lane)).number == draft.number
    submit(actor=cast.chen_jing.actor(LATER), case=fresh(draft), now=LATER)
    assert again(cast, fresh(lane)).number == draft.number
    assert Case.objects.filter(version__item=draft.version.item, parent=None).count() == 1
    assert fresh(draft).materials.count() == files and fresh(lane).steps.filter(kind="applied-again").count() == 1


def test_after_the_draft_has_expired_a_new_one_is_made(cast: Cast, joint: Case) -> None:
    lane = refused(cast, joint)
    draft = again(cast, lane)
    draft.materials.all().delete()
    draft.delete()
    assert again(cast, fresh(lane)).status == Status.DRAFT


def test_a_draft_that_was_there_keeps_what_stands_in_it(cast: Cast, joint: Case) -> None:
    lane = refused(cast, joint)
    own = make_food.draft(cast.chen_jing)
    save(own, "premises", {"floor_area": "41.5"}, now=NOW)
    draft = again(cast, lane)
    assert draft.number == own.number
    assert draft.answers["floor_area"] == "41.5" and draft.answers["staff_count"] == lane.answers["staff_count"]


def test_a_stranger_gets_nothing(cast: Cast, joint: Case) -> None:
    lane, other = refused(cast, joint), cast.zhang_wei
    with pytest.raises(NotFound):
        apply_again(actor=other.actor(LATER), account=other, case=lane, now=LATER)
    assert followed_by(lane) is None


def test_what_was_granted_or_is_open_is_not_applied_for_again(cast: Cast, joint: Case) -> None:
    food, large = make.decided(cast, make.lane(joint, "food")), make.lane(joint, "large")
    for case in (food, large, fresh(joint)):
        with pytest.raises(Stale) as refusal:
            again(cast, case)
        assert "办成的照样有效" in refusal.value.advice


def test_a_part_that_was_taken_back_may_be_applied_for_alone(cast: Cast, joint: Case) -> None:
    withdraw(actor=cast.chen_jing.actor(NOW), case=make.lane(joint, "large"), reason="", now=NOW)
    draft = again(cast, make.lane(joint, "large"))
    earlier = earlier_of(draft)
    assert earlier is not None and earlier.status == Status.WITHDRAWN and earlier.reasons == ()


def test_what_needs_no_permit_is_sent_where_it_belongs(cast: Cast, joint: Case) -> None:
    lane = declined(cast, make.lane(joint, "food"), "small-catering")
    with pytest.raises(NotOpenForChange) as refusal:
        again(cast, lane)
    assert lane.declined["instead"] == refusal.value.advice


def test_who_is_barred_waits_until_the_day(cast: Cast, joint: Case) -> None:
    lane = declined(cast, make.lane(joint, "food"), "barred-one-year", barred_until=date(2026, 11, 22))
    with pytest.raises(NotOpenForChange) as refusal:
        again(cast, lane)
    assert "2026年11月22日以后" in refusal.value.sentence
    later = LATER + timedelta(days=1)
    me = cast.chen_jing
    assert apply_again(actor=me.actor(later), account=me, case=lane, now=later).status == Status.DRAFT


def test_a_part_that_was_published_anew_meanwhile_is_applied_for_as_it_is_now(cast: Cast, joint: Case) -> None:
    lane = refused(cast, joint, "large")
    files, place = joint_shop.files(), "parts/large/service.yaml"
    paper = service_of(lane).meta["materials"][2]
    assert lane.materials.filter(material=paper["id"]).exists()
    files[place] = files[place].replace(f"name: {paper['name']}\n".encode(), "name: 店内平面图\n".encode())
    republished(files)
    draft = again(cast, lane)
    assert draft.version.key == version_at("joint-shop-large").key != lane.version.key
    assert draft.answers["staff_count"] == lane.answers["staff_count"]
    # Another paper now: what was handed in under the old name is not taken for it.
    assert not draft.materials.filter(material=paper["id"]).exists()


def test_a_part_that_the_whole_has_no_more_is_not_applied_for(cast: Cast, joint: Case) -> None:
    lane = refused(cast, joint, "large")
    republished(joint_shop.files_of_food_only())
    with pytest.raises(NotFound):
        again(cast, lane)
    assert followed_by(lane) is None


def republished(files: dict[str, bytes]) -> None:
    with reading_once():
        publish(actor=SYSTEM, files=files, now=NOW)
