"""A page of a kept file as a picture: drawn apart, the right one, the right way up, nothing of what cannot be drawn."""

import struct
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from yimen.ground.errors import NotFound, Unavailable
from yimen.ground.files import open_apart
from yimen.ground.files.actions.keep import keep
from yimen.ground.files.kinds import JPEG, PDF, PNG, TAKEN, WEBP, Kind, kind_by_type
from yimen.ground.files.models import StoredFile
from yimen.ground.files.open_apart import draw_apart
from yimen.ground.files.queries import pages_of
from yimen.ground.files.response import page_response
from yimen.ground.files.tests import uploads

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (uploads.jpeg(4000, 3000), JPEG, (900, 675)),
        (uploads.jpeg(4000, 3000, extra=uploads.exif(6)), JPEG, (900, 1200)),
        (uploads.png(64, 64), PNG, (900, 900)),
        (uploads.png(3, 4000), PNG, (1, 1300)),
        (uploads.webp(), WEBP, (900, 900)),
        (uploads.pdf(), PDF, (900, 1273)),
    ],
    ids=["photo", "photo held upright", "small", "a strip", "webp", "pdf"],
)
def test_a_page_is_drawn_as_large_as_a_screen_shows_it(content: bytes, kind: Kind, expected: tuple[int, int]) -> None:
    drawn = draw_apart(content, kind, 1)
    assert size(drawn.picture) == expected
    assert drawn.pages == (2 if kind is PDF else 1)


def test_each_page_of_a_pdf_is_its_own_and_behind_the_last_there_is_none() -> None:
    first, second = (draw_apart(uploads.pdf(), PDF, n).picture for n in (1, 2))
    assert first != second
    for n, content, kind in ((3, uploads.pdf(), PDF), (2, uploads.jpeg(), JPEG)):
        assert draw_apart(content, kind, n).picture == b""


@pytest.mark.parametrize(("content", "kind"), [(b"%PDF-1.7\nrubbish", PDF), (b"\xff\xd8\xffrubbish", JPEG)])
def test_what_cannot_be_drawn_gives_no_picture_and_breaks_nothing(content: bytes, kind: Kind) -> None:
    assert draw_apart(content, kind, 1).picture == b""


def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_apart, "PATIENCE", 0.01)
    assert draw_apart(uploads.pdf(), PDF, 1) == open_apart.Drawn(b"", 0)


def test_a_machine_that_cannot_draw_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*told: object, **more: object) -> None:
        raise OSError

    monkeypatch.setattr(subprocess, "run", away)
    with pytest.raises(Unavailable):
        draw_apart(uploads.pdf(), PDF, 1)


def stored(tmp_path: Path, settings: object, content: bytes, name: str) -> StoredFile:
    settings.YIMEN_VAR = tmp_path
    return keep(actor=uploads.ACTOR, upload=uploads.upload(content, name), subject=uploads.About(), now=NOW)


def test_a_page_of_a_stored_file_goes_out_as_a_picture_that_can_do_nothing(
    db: None, tmp_path: Path, settings: object
) -> None:
    file = stored(tmp_path, settings, uploads.pdf(), "流程.pdf")
    assert pages_of(file) == 2
    answer = page_response(file, 2)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    with pytest.raises(NotFound):
        page_response(file, 3)


def test_a_picture_is_its_own_only_page(db: None, tmp_path: Path, settings: object) -> None:
    assert pages_of(stored(tmp_path, settings, uploads.webp(), "照片.webp")) == 1


def test_a_kind_is_found_by_the_type_that_is_stored() -> None:
    assert [kind_by_type(one.content_type) for one in TAKEN] == list(TAKEN)
