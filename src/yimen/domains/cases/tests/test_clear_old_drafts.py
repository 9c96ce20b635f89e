from datetime import timedelta

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.start_draft import KEPT
from yimen.domains.cases.jobs import clear_old_drafts
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make
from yimen.ground.audit.models import Entry

LATER = NOW + KEPT + timedelta(seconds=1)


def test_a_draft_is_kept_for_thirty_days_and_then_deleted(cast: Cast) -> None:
    draft = make.filled(cast.zhang_wei)
    assert clear_old_drafts.call((NOW + KEPT).isoformat()) == 0
    assert clear_old_drafts.call(LATER.isoformat()) == 1
    assert not Case.objects.filter(pk=draft.pk).exists()
    entry = Entry.objects.get(action="clear-draft")
    assert (entry.object_ref, entry.actor_kind, entry.at) == (draft.number, "system", LATER)


def test_what_was_submitted_is_kept(cast: Cast) -> None:
    submitted, granted = make.submitted(cast.zhang_wei), make.granted(cast.chen_jing, trade_name="云溪市滨河面馆")
    assert clear_old_drafts.call(LATER.isoformat()) == 0
    assert Case.objects.filter(pk__in=[submitted.pk, granted.pk]).count() == 2


def test_the_worker_does_it_once_a_day(cast: Cast) -> None:
    make.draft(cast.zhang_wei)
    make.drain(LATER)
    assert not Case.objects.exists()
    make.draft(cast.zhang_wei)
    make.drain(LATER + timedelta(hours=1))
    assert Case.objects.count() == 1
