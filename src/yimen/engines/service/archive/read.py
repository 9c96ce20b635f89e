"""From the files of an archive to a catalogue; whatever is damaged, forged or unknown is refused with a sentence."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from yimen.engines.service.archive.migrations import FORMAT, STEPS
from yimen.engines.service.archive.model import (
    Archive,
    ArchivedDraft,
    ArchivedItem,
    ArchivedVersion,
    ArchiveError,
    DraftFile,
    ItemFile,
    Manifest,
    VersionFile,
)
from yimen.engines.service.archive.write import MANIFEST, sha256
from yimen.engines.service.folder import fingerprint
from yimen.engines.service.shape import faults

_NAME = re.compile(r"(items|drafts)/([a-z0-9]+(?:-[a-z0-9]+)*)\.json")
_BLOB = re.compile(r"blobs/[0-9a-f]{64}")
# A file of a service lies below its folder, under a plain name.
_PATH = re.compile(r"[^/\\\x00-\x1f]+(?:/[^/\\\x00-\x1f]+)*")
_AGAIN = "从原来的地方再导出一次。"


def read(files: Mapping[str, bytes]) -> Archive:
    """Read an archive of this format or an older one.

    Raises:
        ArchiveError: it is damaged, was changed after it was made, or is of a format that is not known here.
    """
    files = _newest(files)
    manifest = cast(Manifest, _data(files, MANIFEST, Manifest))
    for name in files:
        if name != MANIFEST and not _BLOB.fullmatch(name) and name not in manifest["files"]:
            raise ArchiveError(f"档案里多了一个文件 {name[:80]}，不是导出时写的。{_AGAIN}")
    items, drafts = dict[str, ArchivedItem](), dict[str, ArchivedDraft]()
    for name, expected in sorted(manifest["files"].items()):
        found = _NAME.fullmatch(name)
        if found is None:
            raise ArchiveError(f"档案里的名字 {name[:80]} 不对。{_AGAIN}")
        if sha256(_file(files, name)) != expected:
            raise ArchiveError(f"档案里的 {name} 和导出时不一样。{_AGAIN}")
        if found[1] == "items":
            items[found[2]] = _item(cast(ItemFile, _data(files, name, ItemFile)), found[2], files)
        else:
            drafts[found[2]] = _draft(cast(DraftFile, _data(files, name, DraftFile)), found[2], files)
    for one in items.values():
        if one.part_of is not None and one.part_of not in items:
            raise ArchiveError(f"档案里的 {one.slug} 是 {one.part_of} 的一部分，可是没有 {one.part_of}。{_AGAIN}")
    return Archive(items, drafts)


def _newest(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files as the present format has them."""
    told = _json(files, MANIFEST)
    format = told.get("format")
    if not isinstance(format, int) or isinstance(format, bool) or format < 1:
        raise ArchiveError("这不是事项库的档案：没有写格式。")
    if format > FORMAT:
        raise ArchiveError(f"这份档案是格式 {format}，这里最多认到格式 {FORMAT}。先升级再导入。")
    while format < FORMAT:
        files, format = STEPS[format](files), format + 1
    return files


def _data(files: Mapping[str, bytes], name: str, shape: Any) -> dict[str, Any]:
    data = _json(files, name)
    if found := next(faults(data, shape, name), None):
        raise ArchiveError(f"档案写得不对：{found}{_AGAIN}")
    return data


def _json(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        data = json.loads(_file(files, name))
    except (ValueError, RecursionError) as error:
        raise ArchiveError(f"档案里的 {name} 读不懂。{_AGAIN}") from error
    if not isinstance(data, dict):
        raise ArchiveError(f"档案里的 {name} 读不懂。{_AGAIN}")
    return data


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise ArchiveError(f"档案不完整：没有 {name}。{_AGAIN}")
    return files[name]


def _item(told: ItemFile, slug: str, files: Mapping[str, bytes]) -> ArchivedItem:
    if told["slug"] != slug:
        raise ArchiveError(f"档案里 items/{slug}.json 写的是 {told['slug'][:80]}。{_AGAIN}")
    numbers = [one["number"] for one in told["versions"]]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise ArchiveError(f"档案里 {slug} 的版本不连续，要从第 1 版起一版不缺。{_AGAIN}")
    versions = [_version(one, f"{slug}@{one['number']}", files) for one in told["versions"]]
    return ArchivedItem(slug, versions, told.get("part_of"))


def _version(told: VersionFile, key: str, files: Mapping[str, bytes]) -> ArchivedVersion:
    contents, parts = _contents(told["files"], key, files), told.get("parts", {})
    whole = {**contents, **{f"parts/{id}@": one.encode() for id, one in parts.items()}}
    if fingerprint(whole) != told["fingerprint"]:
        raise ArchiveError(f"档案里 {key} 的内容和它的指纹对不上。{_AGAIN}")
    _moment(told["published_at"], key)
    for day in (told.get("in_force_from"), told.get("in_force_until")):
        _day(day, key)
    return ArchivedVersion(
        number=told["number"],
        fingerprint=told["fingerprint"],
        files=contents,
        parts=parts,
        published_at=told["published_at"],
        in_force_from=told.get("in_force_from"),
        in_force_until=told.get("in_force_until"),
    )


def _draft(told: DraftFile, slug: str, files: Mapping[str, bytes]) -> ArchivedDraft:
    if told["slug"] != slug:
        raise ArchiveError(f"档案里 drafts/{slug}.json 写的是 {told['slug'][:80]}。{_AGAIN}")
    key = f"{slug} 的草稿"
    for moment in (told["told"]["created_at"], told["told"]["changed_at"]):
        _moment(moment, key)
    for day in (told["told"].get("in_force_from"), told["told"].get("in_force_until")):
        _day(day, key)
    return ArchivedDraft(slug, _contents(told["files"], key, files), told["told"])


def _contents(hashes: Mapping[str, str], key: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    found = {}
    for path, expected in hashes.items():
        if not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
            raise ArchiveError(f"档案里 {key} 的文件名 {path[:80]!r} 不能用。{_AGAIN}")
        name = f"blobs/{expected}"
        if not _BLOB.fullmatch(name):
            raise ArchiveError(f"档案里 {key} 的 {path} 没有正确的指纹。{_AGAIN}")
        found[path] = _file(files, name)
        if sha256(found[path]) != expected:
            raise ArchiveError(f"档案里 {key} 的 {path} 和导出时不一样。{_AGAIN}")
    return found


def _moment(text: str, key: str) -> None:
    try:
        aware = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise ArchiveError(f"档案里 {key} 的时间 {text[:40]} 不对。{_AGAIN}")


def _day(text: str | None, key: str) -> None:
    try:
        date.fromisoformat(text or "2026-01-05")
    except ValueError as error:
        raise ArchiveError(f"档案里 {key} 的日期 {str(text)[:40]} 不对。{_AGAIN}") from error
