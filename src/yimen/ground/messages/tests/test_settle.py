import pytest

from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.messages.actions.mark_read import mark_read
from yimen.ground.messages.actions.settle import settle
from yimen.ground.messages.links import Link
from yimen.ground.messages.models import Notice
from yimen.ground.messages.queries import good_to_know, open_acts, unread_acts
from yimen.ground.messages.tests import make
from yimen.ground.messages.tests.make import CASE, NOW, later, told

pytestmark = pytest.mark.django_db


def test_what_was_asked_for_is_settled_for_every_reader_when_it_is_done() -> None:
    one, other = make.citizen(), make.citizen("陈静")
    told(one), told(other), told(one, kind="know"), told(one, link=Link("case", "another"))
    assert settle(actor=SYSTEM, link=CASE, now=later(60)) == 2
    assert set(Notice.objects.filter(done_at=later(60)).values_list("person", flat=True)) == {
        one.person_id,
        other.person_id,
    }
    assert (open_acts(one).count(), open_acts(other).count()) == (1, 0)
    assert (good_to_know(one).count(), good_to_know(other).count()) == (2, 1)


def test_settling_again_settles_nothing_and_keeps_the_first_time() -> None:
    told(make.citizen())
    settle(actor=SYSTEM, link=CASE, now=later(60))
    assert settle(actor=SYSTEM, link=CASE, now=later(120)) == 0
    assert Notice.objects.get().done_at == later(60)
    assert Entry.objects.filter(action="settle-notice").count() == 1


def test_only_the_first_opening_counts() -> None:
    reader = make.citizen()
    notice = told(reader)
    assert unread_acts(reader) == 1
    mark_read(actor=reader.actor(NOW), notice=notice, now=later(60))
    mark_read(actor=reader.actor(NOW), notice=notice, now=later(120))
    assert Notice.objects.get().read_at == later(60)
    assert Entry.objects.filter(action="read-notice").count() == 1
    assert unread_acts(reader) == 0
    assert open_acts(reader).count() == 1, "read is not done"


def test_a_settled_notice_is_no_longer_counted_in_the_navigation() -> None:
    reader = make.citizen()
    told(reader), told(reader, kind="know")
    assert unread_acts(reader) == 1
    settle(actor=SYSTEM, link=CASE, now=NOW)
    assert unread_acts(reader) == 0
    assert unread_acts(make.stranger()) == 0
