import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from yimen.ground.audit.models import Entry
from yimen.ground.files.actions.destroy import destroy
from yimen.ground.files.actions.keep import keep
from yimen.ground.files.errors import FileDamaged, FileDestroyed, FileRefused
from yimen.ground.files.jobs import clear_leftovers
from yimen.ground.files.models import StoredFile
from yimen.ground.files.queries import files_of
from yimen.ground.files.tests import uploads
from yimen.ground.files.tests.uploads import ACTOR, About

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # the 21st in the city


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.YIMEN_VAR = tmp_path
    return tmp_path / "files"


def kept(content: bytes | None = None, name: str = "门头.jpg") -> StoredFile:
    file = uploads.upload(uploads.jpeg() if content is None else content, name)
    return keep(actor=ACTOR, upload=file, subject=About(), now=NOW)


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_is_kept_can_be_read_again_and_is_on_record(folder: Path) -> None:
    stored = kept(uploads.jpeg(extra=uploads.exif()))
    assert stored.read() == uploads.jpeg()
    assert stored.sha256 == hashlib.sha256(uploads.jpeg()).hexdigest()
    assert (stored.size, stored.content_type, stored.name) == (len(uploads.jpeg()), "image/jpeg", "门头.jpg")
    assert (stored.uploaded_by_id, stored.uploaded_by_name, stored.uploaded_at) == ("7", "张伟", NOW)
    assert list(files_of(About())) == [stored]
    entry = Entry.objects.get(action="keep-file")
    assert (entry.object_ref, entry.details["sha256"]) == (str(stored.pk), stored.sha256)
    assert "门头" not in str(entry.details)


def test_the_file_lies_in_a_private_folder_of_its_day_under_a_name_of_its_own(folder: Path) -> None:
    one, other = kept(), kept()
    assert one.sha256 == other.sha256
    paths = on_disk(folder)
    assert len(paths) == 2
    assert {path.parent for path in paths} == {folder / "2026" / "11" / "21"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in [*paths, paths[0].parent])
    with pytest.raises(ValueError, match="no public address"):
        _ = one.file.url


def test_nothing_is_kept_of_what_is_refused(folder: Path) -> None:
    with pytest.raises(FileRefused):
        kept(uploads.pdf(), "门头.jpg")
    assert not StoredFile.objects.exists()
    assert not Entry.objects.filter(action="keep-file").exists()
    assert on_disk(folder) == []


def test_a_file_over_the_limit_is_refused_by_its_size_without_being_read() -> None:
    class Huge(uploads.SimpleUploadedFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError("it must not be read")

    huge = Huge("大.pdf", b"%PDF-")
    huge.size = 3 * 2**30
    with pytest.raises(FileRefused) as caught:
        keep(actor=ACTOR, upload=huge, subject=About(), now=NOW)
    assert caught.value.code == "too-large"


def test_content_changed_on_the_disk_is_not_given_out(folder: Path) -> None:
    stored = kept()
    (path,) = on_disk(folder)
    path.write_bytes(path.read_bytes().replace(b"JFIF", b"JFIE"))
    with pytest.raises(FileDamaged, match="不一致"):
        stored.read()
    path.unlink()
    with pytest.raises(FileDamaged):
        stored.read()


def test_a_destroyed_file_is_gone_and_its_row_says_when(
    folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    stored = kept()
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy(actor=ACTOR, file=stored, reason="applicant took it back", now=NOW)
        assert len(on_disk(folder)) == 1, "not before the commit"
    assert on_disk(folder) == []
    with pytest.raises(FileDestroyed):
        stored.read()
    row = StoredFile.objects.get(pk=stored.pk)
    assert row.destroyed_at == NOW
    assert not files_of(About()).exists()
    entry = Entry.objects.get(action="destroy-file")
    assert entry.details["reason"] == "applicant took it back"


def test_destroying_twice_is_one_destruction_and_needs_a_reason() -> None:
    stored = kept()
    with pytest.raises(ValueError, match="reason"):
        destroy(actor=ACTOR, file=stored, reason=" ", now=NOW)
    assert destroy(actor=ACTOR, file=stored, reason="x", now=NOW)
    assert not destroy(actor=ACTOR, file=stored, reason="x", now=NOW + timedelta(days=1))
    assert Entry.objects.filter(action="destroy-file").count() == 1


def test_a_roll_back_brings_the_file_back_whole(folder: Path) -> None:
    stored = kept()
    with pytest.raises(OSError, match="power"), transaction.atomic():
        destroy(actor=ACTOR, file=stored, reason="x", now=NOW)
        raise OSError("power")
    assert StoredFile.objects.get(pk=stored.pk).read() == uploads.jpeg()


def test_a_row_cannot_be_deleted() -> None:
    with pytest.raises(RuntimeError, match="stays as evidence"):
        kept().delete()


def test_content_that_no_row_claims_goes_after_two_days_and_the_rest_stays(folder: Path) -> None:
    stored = kept()
    with pytest.raises(OSError, match="power"), transaction.atomic():
        kept()
        raise OSError("power")
    assert len(on_disk(folder)) == 2
    for days, gone in ((1, 0), (2, 1), (3, 0)):
        assert clear_leftovers.func((NOW + timedelta(days=days)).isoformat()) == gone
    assert len(on_disk(folder)) == 1
    assert stored.read() == uploads.jpeg()


def test_content_whose_deletion_a_crash_prevented_goes_the_next_day(folder: Path) -> None:
    stored = kept()
    destroy(actor=ACTOR, file=stored, reason="x", now=NOW)  # the callbacks after the commit are never run
    assert len(on_disk(folder)) == 1
    assert clear_leftovers.func((NOW + timedelta(days=1)).isoformat()) == 1
    assert on_disk(folder) == []
