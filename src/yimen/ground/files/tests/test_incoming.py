"""Uploads in parts, from the side of whoever uses them: announced, added to, finished once, cleared in time."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File

from yimen.ground.errors import DomainError, Stale, Unavailable
from yimen.ground.files.actions.add_part import add_part
from yimen.ground.files.actions.begin_incoming import KEPT, begin_incoming
from yimen.ground.files.actions.drop_incoming import drop_incoming
from yimen.ground.files.actions.finish_incoming import finish_incoming
from yimen.ground.files.errors import FileRefused
from yimen.ground.files.incoming import held, incoming_folder, part_file, received
from yimen.ground.files.jobs import clear_leftovers
from yimen.ground.files.models import Incoming
from yimen.ground.files.queries import incoming_by_code, incoming_of
from yimen.ground.files.tests.uploads import ACTOR, About

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TEN = b"0123456789"


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.YIMEN_VAR = tmp_path
    return tmp_path / "incoming"


def begun(**more: Any) -> Incoming:
    told = {"slot": "m3", "name": "门头.jpg", "size": len(TEN), "sha256": "", "now": NOW, **more}
    return begin_incoming(actor=ACTOR, subject=About(), **told)


def test_parts_join_on_and_are_handed_in_as_one_file_with_its_name() -> None:
    incoming, taken = begun(), []
    assert [add_part(incoming=incoming, offset=n, content=TEN[n : n + 4]) for n in (0, 4, 8)] == [4, 8, 10]

    def hand_in(file: File[Any]) -> None:
        taken.append((file.name, file.size, file.read()))

    for _ in range(2):
        finish_incoming(incoming=incoming, hand_in=hand_in, now=NOW)
    assert taken == [("门头.jpg", 10, TEN)], "asked twice, handed in once"
    assert not part_file(incoming).exists()


def test_it_is_not_finished_before_everything_is_there() -> None:
    incoming = begun()
    add_part(incoming=incoming, offset=0, content=TEN[:9])
    with pytest.raises(Stale):
        finish_incoming(incoming=incoming, hand_in=lambda file: None, now=NOW)
    assert (received(incoming), incoming.ended_at) == (9, None)


def test_a_refusal_is_said_again_and_what_cannot_be_looked_at_now_is_not_one() -> None:
    def refuses(file: File[Any]) -> None:
        raise FileRefused("打不开", "重新保存一份再传。", "broken")

    def away(file: File[Any]) -> None:
        raise Unavailable("现在检查不了")

    incoming = begun()
    add_part(incoming=incoming, offset=0, content=TEN)
    with pytest.raises(Unavailable):
        finish_incoming(incoming=incoming, hand_in=away, now=NOW)
    assert received(incoming) == 10
    for act in (refuses, away):
        with pytest.raises(DomainError) as caught:
            finish_incoming(incoming=incoming, hand_in=act, now=NOW)
        assert (caught.value.sentence, caught.value.code) == ("打不开", "broken")


def test_a_fault_of_ours_leaves_it_as_it_is() -> None:
    def breaks(file: File[Any]) -> None:
        raise RuntimeError

    incoming = begun()
    add_part(incoming=incoming, offset=0, content=TEN)
    with pytest.raises(RuntimeError):
        finish_incoming(incoming=incoming, hand_in=breaks, now=NOW)
    incoming.refresh_from_db()
    assert (received(incoming), incoming.ended_at) == (10, None)


def test_it_lies_where_only_the_server_reads_and_waits_for_nobody(folder: Path) -> None:
    incoming = begun()
    with held(incoming), pytest.raises(Stale), held(incoming):
        raise AssertionError("two at once")
    assert part_file(incoming).stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_only_the_owner_of_the_same_thing_finds_it_and_only_in_time() -> None:
    incoming = begun()
    other = About(reference="YX20261120-00002")
    assert list(incoming_of(ACTOR, About(), NOW)) == [incoming]
    assert not incoming_of(ACTOR, other, NOW).exists()
    assert incoming_by_code(ACTOR, other, incoming.code, NOW) is None
    assert incoming_by_code(ACTOR, About(), incoming.code, NOW) == incoming
    assert incoming_by_code(ACTOR, About(), incoming.code, NOW + KEPT) is None


def test_dropped_twice_is_dropped_once() -> None:
    incoming = begun()
    add_part(incoming=incoming, offset=0, content=TEN[:3])
    for _ in range(2):
        drop_incoming(incoming=incoming)
    assert (list(incoming_folder().glob("*")), Incoming.objects.count()) == ([], 0)


def test_parts_that_no_row_claims_go_when_they_are_old(folder: Path) -> None:
    incoming = begun()
    add_part(incoming=incoming, offset=0, content=TEN[:3])
    for name, age in (("old", timedelta(days=3)), ("fresh", timedelta(hours=1))):
        path = folder / name
        path.write_bytes(b"x")
        os.utime(path, ((NOW - age).timestamp(),) * 2)
    assert clear_leftovers.call(NOW.isoformat()) == 1
    assert {one.name for one in folder.glob("*")} == {"fresh", incoming.code}
