"""`yimen catalogue export` and `yimen catalogue import-archive`."""

from collections.abc import Iterator
from pathlib import Path

from yimen.config.migrating import at_the_server
from yimen.domains.catalogue.actions.import_archive import import_archive
from yimen.domains.catalogue.archiving import archive_of_catalogue
from yimen.domains.catalogue.arrivals import arrivals
from yimen.engines.service.archive import ArchiveError, pack, read, unpack, write
from yimen.ground.calendar.moment import now
from yimen.ground.errors import DomainError


class ArchiveRefused(DomainError):
    """The archive cannot be written or read."""

    code = "archive-refused"


def export(target: Path) -> str:
    """Write the whole catalogue to a folder or a ZIP file. Raises ArchiveRefused."""
    archive = archive_of_catalogue()
    try:
        pack(write(archive), target)
    except (ArchiveError, OSError) as error:
        raise ArchiveRefused(f"没有导出：{error}") from error
    versions = sum(len(one.versions) for one in archive.items.values())
    return f"导出了 {len(archive.items)} 个事项、{versions} 个版本、{len(archive.drafts)} 份草稿到 {target}"


def take_in(source: Path, by: str, *, dry_run: bool) -> Iterator[str]:
    """Say what the archive brings, and take it in unless this is a dry run.

    The last line counts what does not fit. Raises ArchiveRefused, NotPublishable.
    """
    try:
        archive = read(unpack(source))
    except (ArchiveError, OSError) as error:
        raise ArchiveRefused(f"没有导入：{error}") from error
    if dry_run:
        yield from arrivals(archive).lines()
        yield "这是预演，什么也没有改。"
        return
    yield from import_archive(actor=at_the_server(by), archive=archive, now=now()).lines()
