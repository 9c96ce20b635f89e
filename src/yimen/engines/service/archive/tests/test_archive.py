import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from yimen.engines.service.archive import Archive, ArchiveError, pack, read, unpack, write
from yimen.engines.service.archive.tests import make

ITEM = f"items/{make.SLUG}.json"


def changed(name: str, change: Callable[[dict], object]) -> dict[str, bytes]:
    """The archive with one JSON file changed, and its hash with it: as somebody would forge it."""
    files = write(make.archive())
    data = json.loads(files[name])
    change(data)
    files[name] = json.dumps(data).encode()
    if name != "catalogue.json":
        manifest = json.loads(files["catalogue.json"])
        manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()
        files["catalogue.json"] = json.dumps(manifest).encode()
    return files


def told(data: dict, number: int = 0) -> dict:
    found: dict = data["versions"][number]
    return found


def test_what_is_written_is_read_again_whole() -> None:
    assert read(write(make.archive())) == make.archive()


def test_the_same_catalogue_gives_the_same_bytes_in_any_order() -> None:
    archive = make.archive()
    other = read(write(archive))
    turned = Archive(dict(reversed(other.items.items())), other.drafts)
    assert write(turned) == write(archive)
    assert list(write(turned)) == list(write(archive))


def test_a_content_that_versions_share_is_there_once() -> None:
    files = write(make.archive())
    contents = [content for name, content in files.items() if name.startswith("blobs/")]
    assert len(contents) == len(set(contents))


@pytest.mark.parametrize("name", ["catalogue", "catalogue.zip"])
def test_a_folder_and_a_zip_file_hold_the_same(tmp_path: Path, name: str) -> None:
    files = write(make.archive())
    pack(files, tmp_path / name)
    assert unpack(tmp_path / name) == files


def test_two_zip_files_of_one_catalogue_are_equal_byte_by_byte(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        pack(write(make.archive()), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize("name", ["catalogue", "catalogue.zip"])
def test_nothing_that_is_there_is_overwritten(tmp_path: Path, name: str) -> None:
    pack(write(make.archive()), tmp_path / name)
    with pytest.raises(ArchiveError, match="已经"):
        pack(write(make.archive()), tmp_path / name)


@pytest.mark.parametrize("kept", [0, 1, 100, 0.5, 0.99])
def test_a_truncated_zip_file_is_refused(tmp_path: Path, kept: float) -> None:
    pack(write(make.archive()), tmp_path / "whole.zip")
    content = (tmp_path / "whole.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(content[: int(kept * len(content)) if isinstance(kept, float) else kept])
    with pytest.raises(ArchiveError, match="不是完整的 ZIP 文件"):
        unpack(tmp_path / "half.zip")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "items/../../x", "C:\\x", "a\\..\\b"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as made:
        made.writestr(zipfile.ZipInfo(name), b"x")
    with pytest.raises(ArchiveError, match="指到档案外面去了"):
        unpack(tmp_path / "bad.zip")


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    pack(write(make.archive()), tmp_path / "a")
    (tmp_path / "a" / "items" / "x.json").symlink_to("/etc/hostname")
    with pytest.raises(ArchiveError, match="是一个链接"):
        unpack(tmp_path / "a")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="没有"):
        unpack(tmp_path / "nowhere.zip")


@pytest.mark.parametrize("name", sorted(write(make.archive())))
def test_every_file_that_lacks_or_differs_by_a_byte_is_noticed(name: str) -> None:
    files = write(make.archive())
    with pytest.raises(ArchiveError):
        read({one: content for one, content in files.items() if one != name})
    with pytest.raises(ArchiveError):
        read(files | {name: files[name][:-2] + b"\x00" + files[name][-1:]})
    with pytest.raises(ArchiveError):
        read(files | {name: files[name][: len(files[name]) // 2]})


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("catalogue.json", lambda d: d.update(format=3), "最多认到格式 2"),
        ("catalogue.json", lambda d: d.update(format=0), "没有写格式"),
        ("catalogue.json", lambda d: d.update(format=True), "没有写格式"),
        ("catalogue.json", lambda d: d.pop("format"), "没有写格式"),
        ("catalogue.json", lambda d: d.update(kind="other"), "yimen-catalogue"),
        ("catalogue.json", lambda d: d["files"].update({"items/../x.json": "0"}), "名字"),
        (ITEM, lambda d: d.update(slug="other"), "写的是 other"),
        (ITEM, lambda d: d["versions"].pop(0), "版本不连续"),
        (ITEM, lambda d: d["versions"].clear(), "版本不连续"),
        (ITEM, lambda d: d.update(part_of="nowhere"), "没有 nowhere"),
        (ITEM, lambda d: told(d).update(fingerprint="0" * 64), "指纹对不上"),
        (ITEM, lambda d: told(d)["files"].update(told(d, 1)["files"]), "指纹对不上"),
        (ITEM, lambda d: told(d)["files"].update({"../x": told(d)["files"]["guide.md"]}), "文件名"),
        (ITEM, lambda d: told(d)["files"].update({"/x": told(d)["files"]["guide.md"]}), "文件名"),
        (ITEM, lambda d: told(d)["files"].update({"guide.md": "../../etc/passwd"}), "没有正确的指纹"),
        (ITEM, lambda d: told(d)["files"].update({"guide.md": "0" * 64}), "档案不完整"),
        (ITEM, lambda d: told(d).update(published_at="2026-11-01"), "时间"),
        (ITEM, lambda d: told(d).update(in_force_from="soon"), "日期"),
        (ITEM, lambda d: told(d).update(number="1"), "整数"),
        (ITEM, lambda d: told(d).update(shown=True), "shown"),
    ],
)
def test_what_was_forged_or_is_unknown_is_refused_with_a_sentence(
    name: str, change: Callable[[dict], object], sentence: str
) -> None:
    with pytest.raises(ArchiveError, match=sentence):
        read(changed(name, change))


def test_a_file_that_nobody_exported_is_refused() -> None:
    with pytest.raises(ArchiveError, match="多了一个文件"):
        read(write(make.archive()) | {"items/other.json": b"{}"})
