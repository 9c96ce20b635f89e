"""From folders on disk to published versions."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from yimen.domains.cases.lists import NAMES
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.queries import newer_than
from yimen.domains.standards.actions import publish as issue
from yimen.domains.standards.errors import StandardRefused
from yimen.domains.supervision.actions.publish_rulebook import publish_rulebook
from yimen.engines.problem import Problem
from yimen.engines.service import rulebook
from yimen.engines.service import standards as library
from yimen.engines.service.folder import files_of, folders_below, has_parts
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import now
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.state import is_built


def publish_folders(paths: Iterable[Path]) -> Iterator[str]:
    """Publish each service folder and each rulebook below these paths; unchanged folders stay at their version.

    Joint services come after all others: their parts must be there. Says each version, and its warnings below it.
    The index of the search is built when there is none, as after an upgrade.
    """
    paths = list(paths)
    found = [files_of(folder) for root in paths for folder in folders_below(root)]
    for files in sorted(found, key=has_parts):
        newer = None if has_parts(files) else newer_than(files)
        if newer is not None:
            yield f"{newer.key}  {newer.name}（文件夹里是旧的一版，没有动）"
            continue
        warnings: list[Problem] = []
        version = publish(actor=SYSTEM, files=files, now=now(), known_lists=NAMES, warn=warnings.append)
        yield f"{version.key}  {version.name}"
        yield from (f"警告 {version.item.slug}/{problem}" for problem in warnings)
    for folder in [folder for root in paths for folder in rulebook.folders_below(root)]:
        book = publish_rulebook(actor=SYSTEM, files=files_of(folder), now=now())
        yield f"{folder.name}@{book.number}  {book.title}"
    if not is_built():
        yield f"搜索索引：{rebuild(now=now())} 项"


def publish_standards(paths: Iterable[Path]) -> Iterator[str]:
    """Publish each standard below these paths; what has not changed stays at its version. Says each one.

    Rules of quality come after all others: they ask for code tables, which must be there.

    Raises:
        StandardRefused: there is none below a path, or one cannot be published.
    """
    folders = [(root, library.folders_below(root)) for root in paths]
    for root, found in folders:
        if not found:
            raise StandardRefused(f"{root} 里没有标准", f"每个标准是一个文件夹，里面有 {library.FILE}。")
    contents = [(folder / library.FILE).read_bytes() for _, found in folders for folder in found]
    for content in sorted(contents, key=lambda one: b"\nkind: quality" in one):
        standard = issue.publish(actor=SYSTEM, content=content, now=now())
        yield f"{standard.key}  {standard.name}"
