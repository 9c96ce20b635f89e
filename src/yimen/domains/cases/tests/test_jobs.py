"""What comes round by itself: old drafts go with their files, and silence accepts."""

from datetime import timedelta

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.start_draft import KEPT
from yimen.domains.cases.jobs import clear_old_drafts
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain
from yimen.domains.cases.tests.make_steps import at
from yimen.ground.files.models import StoredFile

LATER = NOW + KEPT + timedelta(seconds=1)


def test_an_old_draft_goes_with_the_files_that_were_handed_in(cast: Cast) -> None:
    draft = make.filled(cast.chen_jing)
    assert Material.objects.filter(case=draft).exists()
    assert clear_old_drafts.call(LATER.isoformat()) == 1
    assert not Case.objects.exists()
    assert not Material.objects.exists()
    assert [one.destroyed_at for one in StoredFile.objects.all()] == [LATER]


def test_a_file_that_was_taken_back_goes_too(cast: Cast) -> None:
    draft = make.filled(cast.chen_jing)
    make.hand_in(draft, "m3")
    row = Material.objects.order_by("pk").first()
    assert row is not None
    row.removed_at = NOW
    row.save(update_fields=["removed_at"])
    assert clear_old_drafts.call(LATER.isoformat()) == 1
    assert not StoredFile.objects.filter(destroyed_at=None).exists()


def test_a_draft_with_files_does_not_keep_others_from_going(cast: Cast) -> None:
    make.filled(cast.chen_jing)
    make.draft(cast.zhang_wei)
    assert clear_old_drafts.call(LATER.isoformat()) == 2


def test_files_of_what_was_submitted_are_kept(cast: Cast) -> None:
    make.submitted(cast.chen_jing)
    assert clear_old_drafts.call(LATER.isoformat()) == 0
    assert StoredFile.objects.get().destroyed_at is None


def test_the_worker_deems_accepted_once_a_day_by_itself(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    drain(at(11, 28, 0, 30))
    case = make.fresh(case)
    assert (case.status, case.clock_event[:4]) == ("accepted", "视为受理")
