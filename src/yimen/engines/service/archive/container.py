"""An archive as a folder or a ZIP file. Both hold the same names; a ZIP file has no times and no compression, so that
the same catalogue gives the same bytes on every machine."""

import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from yimen.engines.service.archive.model import ArchiveError

MOST_FILES, MOST_BYTES = 500_000, 2 << 30
_EPOCH = (1980, 1, 1, 0, 0, 0)
_AGAIN = "从原来的地方再导出一次。"


def pack(files: Mapping[str, bytes], target: Path) -> None:
    """Write the files to a folder, or to a ZIP file where the name ends in ``.zip``.

    Raises:
        ArchiveError: there is something already.
    """
    if target.suffix == ".zip":
        _zip(files, target)
    else:
        _folder(files, target)


def unpack(source: Path) -> dict[str, bytes]:
    """The files of an archive by name.

    Raises:
        ArchiveError: it is not there, is no ZIP file, is damaged, too large, or its names lead elsewhere.
    """
    if source.is_dir():
        found = dict(_files_below(source))
    elif source.is_file():
        found = dict(_files_in(source))
    else:
        raise ArchiveError(f"没有 {source}。")
    return found


def _zip(files: Mapping[str, bytes], target: Path) -> None:
    if target.exists():
        raise ArchiveError(f"{target} 已经有了。换一个名字，或者先挪走它。")
    half = target.with_suffix(".zip.half")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as made:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            made.writestr(entry, content)
    os.replace(half, target)


def _folder(files: Mapping[str, bytes], target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ArchiveError(f"{target} 里已经有东西了。换一个空的文件夹。")
    for name, content in sorted(files.items()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    paths = [path for path in sorted(folder.rglob("*")) if not path.is_dir()]
    # A link could show a file of this machine as a part of the archive.
    for path in paths:
        if path.is_symlink() or not path.is_file():
            raise ArchiveError(f"{path.relative_to(folder)} 是一个链接，档案里不能有。{_AGAIN}")
    _require_small(len(paths), sum(path.stat().st_size for path in paths))
    for path in paths:
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _files_in(source: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(source) as packed:
            entries = [one for one in packed.infolist() if not one.is_dir()]
            _require_small(len(entries), sum(one.file_size for one in entries))
            names = [one.filename for one in entries]
            if len(set(names)) < len(names):
                raise ArchiveError(f"档案里有两个同名的文件。{_AGAIN}")
            for name in names:
                _require_plain(name)
                yield name, packed.read(name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ArchiveError(f"{source.name} 不是完整的 ZIP 文件，可能没有传完。{_AGAIN}") from error


def _require_plain(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ArchiveError(f"档案里的名字 {name[:80]!r} 指到档案外面去了，不能导入。")


def _require_small(count: int, size: int) -> None:
    if count > MOST_FILES or size > MOST_BYTES:
        raise ArchiveError(f"档案太大：{count} 个文件，{size >> 20} MB。最多 {MOST_FILES} 个，{MOST_BYTES >> 20} MB。")
