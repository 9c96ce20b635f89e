from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from yimen.ground.files.actions.keep import keep
from yimen.ground.files.check import LARGEST, check
from yimen.ground.files.errors import FileRefused
from yimen.ground.files.models import StoredFile
from yimen.ground.files.response import disposition, file_response
from yimen.ground.files.tests import uploads

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def stored(db: None, settings: object, tmp_path: Path) -> dict[str, StoredFile]:
    settings.YIMEN_VAR = tmp_path
    given = {"门头 1.jpg": uploads.jpeg(), "租赁合同.pdf": uploads.pdf()}
    return {
        name: keep(actor=uploads.ACTOR, upload=uploads.upload(content, name), subject=uploads.About(), now=NOW)
        for name, content in given.items()
    }


def policy(response: HttpResponse) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


def test_a_file_is_given_out_as_what_it_is_and_never_cached(stored: dict[str, StoredFile]) -> None:
    response = file_response(stored["门头 1.jpg"], inline=True)
    assert response.content == uploads.jpeg()
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'none'"} <= policy(response)


def test_it_is_saved_unless_it_is_asked_to_be_shown(stored: dict[str, StoredFile]) -> None:
    saved = file_response(stored["租赁合同.pdf"])
    assert saved["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in policy(saved)


def test_a_pdf_to_be_shown_is_not_sandboxed_because_chromium_would_not_show_it(stored: dict[str, StoredFile]) -> None:
    shown = file_response(stored["租赁合同.pdf"], inline=True)
    assert shown["Content-Disposition"].startswith("inline; ")
    assert policy(shown) == {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("门头 1.jpg", "attachment; filename=\"file.jpg\"; filename*=UTF-8''%E9%97%A8%E5%A4%B4%201.jpg"),
        ('a"b;c\\d.pdf', "attachment; filename=\"file.pdf\"; filename*=UTF-8''a%22b%3Bc%5Cd.pdf"),
        ("100%'s.pdf", "attachment; filename=\"file.pdf\"; filename*=UTF-8''100%25%27s.pdf"),
        ("无结尾", "attachment; filename=\"file\"; filename*=UTF-8''%E6%97%A0%E7%BB%93%E5%B0%BE"),
    ],
)
def test_any_name_fits_into_the_header(name: str, expected: str) -> None:
    assert disposition(name, inline=False) == expected


def posted(content: bytes) -> HttpRequest:
    return RequestFactory().post("/", {"file": uploads.upload(content, "大.pdf"), "note": "写了一半"})


@pytest.fixture
def bounded(settings: object) -> None:
    settings.FILE_UPLOAD_HANDLERS = [
        "yimen.ground.files.bounded.Bounded",
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]


@pytest.mark.parametrize("size", [100, 3 * 2**20, LARGEST])
def test_a_file_within_the_limit_arrives_whole(bounded: None, size: int) -> None:
    content = (b"%PDF-" + bytes(range(256)) * (size // 256 + 1))[:size]
    assert posted(content).FILES["file"].read() == content


def test_a_file_that_is_too_large_fills_no_disk_and_is_still_refused_by_name(bounded: None) -> None:
    request = posted(b"%PDF-" + bytes(LARGEST + 5 * 2**20))
    arrived = request.FILES["file"]
    assert LARGEST < arrived.size <= LARGEST + 2**17
    with pytest.raises(FileRefused) as caught:
        check(arrived.read(), arrived.name)
    assert caught.value.code == "too-large"
    assert isinstance(request.POST, QueryDict)
    assert request.POST["note"] == "写了一半", "what was typed beside it is kept"
