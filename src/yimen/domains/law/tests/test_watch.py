"""A newer version of a law with a moved article is published: the services that cite it are seen."""

from datetime import timedelta

import pytest

from tests.cast import NOW
from yimen.domains.law.actions.watch import Watched, watch, watch_one
from yimen.domains.law.jobs import watch_law
from yimen.domains.law.models import Alarm
from yimen.domains.law.ports import Citing
from yimen.domains.law.tests.make import BEFORE, INDEX, cited_by, citing, imported
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_a_newer_version_with_a_moved_article_raises_an_alarm_for_who_cites_it() -> None:
    imported(BEFORE, NOW)
    with cited_by(citing("第一条、第三条")):
        assert watch(actor=SYSTEM, now=NOW) == Watched(0, 0)
        imported(INDEX, NOW)
        assert watch(actor=SYSTEM, now=NOW) == Watched(1, 0)
    alarm = Alarm.objects.get()
    assert (alarm.subject_ref, alarm.subject_version, alarm.kind, alarm.place) == ("shop", "shop@1", "moved", "第三条")
    assert "第三条改为第四条" in alarm.sentence and alarm.wheres == ["legal_basis/1"]
    assert Entry.objects.get(action="open-law-alarm").details["place"] == "第三条"


def test_watching_again_opens_nothing_twice() -> None:
    imported(INDEX, NOW)
    with cited_by(citing("第二条")):
        watch(actor=SYSTEM, now=NOW)
        assert watch(actor=SYSTEM, now=NOW) == Watched(0, 0)
    assert Alarm.objects.count() == 1


def test_an_alarm_closes_by_itself_when_the_new_version_cites_the_law_in_force() -> None:
    imported(INDEX, NOW)
    with cited_by(citing("第三条")):
        watch(actor=SYSTEM, now=NOW)
    with cited_by(citing("第四条", version="shop@2", since="2026-07-01")):
        assert watch(actor=SYSTEM, now=NOW + timedelta(days=1)) == Watched(0, 1)
    alarm = Alarm.objects.get()
    assert alarm.closed_at is not None and alarm.closed_with == "shop@2"
    assert Entry.objects.filter(action="close-law-alarm").count() == 1


def test_a_new_version_that_still_cites_the_old_law_keeps_the_alarm() -> None:
    imported(INDEX, NOW)
    with cited_by(citing("第三条")):
        watch(actor=SYSTEM, now=NOW)
    with cited_by(citing("第三条", version="shop@2")):
        assert watch(actor=SYSTEM, now=NOW) == Watched(0, 0)
    assert Alarm.objects.get().subject_version == "shop@2"


def test_an_alarm_closes_when_its_subject_is_no_more() -> None:
    imported(INDEX, NOW)
    with cited_by(citing("第三条")):
        watch(actor=SYSTEM, now=NOW)
    with cited_by():
        assert watch(actor=SYSTEM, now=NOW) == Watched(0, 1)


def test_a_further_change_is_another_alarm_though_the_first_was_acknowledged() -> None:
    imported(INDEX, NOW)
    third = INDEX.replace(
        "2026-07-01, src: L}",
        "2026-07-01, src: L}\n      - {file: stall-1, label: 2027年修订, in_force_from: 2027-01-01, src: L}",
    )
    with cited_by(citing("第二条")):
        watch(actor=SYSTEM, now=NOW)
        imported(third, NOW)
        assert watch(actor=SYSTEM, now=NOW) == Watched(1, 1)
    assert Alarm.objects.get(closed_at=None).kind == "gone"


def test_what_was_just_published_is_held_against_the_law_by_itself() -> None:
    imported(INDEX, NOW)
    with cited_by(citing("第二条")):
        watch(actor=SYSTEM, now=NOW)
    other = Citing("service", "stall", "摆摊", "stall@1", citing("第三条").told)
    assert watch_one(actor=SYSTEM, citing=other, now=NOW) == Watched(1, 0)
    assert watch_one(actor=SYSTEM, citing=citing("第一条", "shop@2"), now=NOW) == Watched(0, 1)
    assert [one.subject_ref for one in Alarm.objects.filter(closed_at=None)] == ["stall"]


def test_the_daily_job_watches() -> None:
    imported(INDEX, NOW)
    with cited_by(citing("第二条")):
        assert watch_law.func(NOW.isoformat()) == 1
