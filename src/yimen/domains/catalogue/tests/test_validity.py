"""Versions come into force on their day, and what ends without a successor is listed no more."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import NOW, Cast, browser_of
from yimen.config.schedule import DAILY
from yimen.domains.catalogue.actions.bring_into_force import bring_into_force
from yimen.domains.catalogue.actions.publish import Validity, publish
from yimen.domains.catalogue.models import Item, Version
from yimen.domains.catalogue.queries import Ended, current_version, published, search, version_at
from yimen.domains.catalogue.validity import standing
from yimen.engines.service.tests import guide_only as example
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import legal_day

SLUG = "fireworks-retail"
TODAY = legal_day(NOW)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def at(number: int) -> datetime:
    return NOW + timedelta(days=number)


def say(text: str, begins: int | None = None, until: int | None = None) -> Version:
    validity = None
    if begins is not None or until is not None:
        validity = Validity(day(begins) if begins is not None else None, day(until) if until is not None else None)
    files = example.files(guide=f"## 怎么办\n\n{text}\n")
    return publish(actor=SYSTEM, files=files, now=NOW, validity=validity)


def brought(number: int) -> int:
    """What the daily job does on that day: how many items it changed."""
    return bring_into_force(actor=SYSTEM, now=at(number))


def test_a_version_for_later_waits_for_its_day(cast: Cast) -> None:
    first, second = say("一"), say("二", begins=10)
    assert current_version(SLUG) == first
    assert brought(9) == 0
    assert current_version(SLUG) == first
    assert brought(10) == 1
    assert current_version(SLUG) == second
    assert brought(10) == 0
    assert Entry.objects.filter(action="bring-into-force", object_ref=second.key).count() == 1


def test_a_new_service_for_later_is_not_found_before_its_day(cast: Cast) -> None:
    say("一", begins=3)
    assert search("卖鞭炮") == [] or search("卖鞭炮")[0].item.slug != SLUG
    brought(3)
    assert search("卖鞭炮")[0].item.slug == SLUG


def test_what_ends_without_a_successor_is_unlisted_with_a_sentence(cast: Cast) -> None:
    say("一", until=5)
    brought(5)
    assert current_version(SLUG)
    brought(6)
    assert not published().filter(item__slug=SLUG).exists()
    with pytest.raises(Ended, match="已经停办，从2026年11月26日起不再受理"):
        version_at(SLUG)
    answer = browser_of(None).get(f"/s/{SLUG}/")
    assert answer.status_code == 404
    assert "烟花爆竹经营（零售）许可”已经停办" in answer.content.decode()
    assert Entry.objects.filter(action="end-service").count() == 1


def test_a_successor_takes_over_on_the_day_after(cast: Cast) -> None:
    say("一", until=5)
    second = say("二", begins=6)
    brought(6)
    assert current_version(SLUG) == second


def test_a_service_that_has_ended_comes_back_with_the_same_text(cast: Cast) -> None:
    first = say("一", until=5)
    brought(6)
    again = publish(actor=SYSTEM, files=example.files(guide="## 怎么办\n\n一\n"), now=at(7))
    assert again.number == 2
    assert again.fingerprint == first.fingerprint
    assert current_version(SLUG) == again


def test_a_later_start_wins_over_a_later_number(cast: Cast) -> None:
    say("一")
    planned, mended = say("二", begins=30), say("三", begins=1)
    for number, expected in ((1, mended), (29, mended), (30, planned)):
        brought(number)
        assert current_version(SLUG) == expected


def test_an_ended_version_does_not_give_way_to_the_one_before(cast: Cast) -> None:
    say("一"), say("二", begins=1, until=2)
    found = standing(Version.objects.filter(item__slug=SLUG), day(3))
    assert (found.current and found.current.number, found.ended_on) == (2, day(3))


def test_the_daily_job_of_the_worker_does_it(cast: Cast) -> None:
    second = (say("一"), say("二", begins=2))[1]
    assert DAILY["bring-into-force"].call(at(2).isoformat()) == 1
    assert Item.objects.get(slug=SLUG).current_id == second.pk
