"""From folders on disk to published versions."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from yimen.domains.cases.lists import NAMES
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.supervision.actions.publish_rulebook import publish_rulebook
from yimen.engines.problem import Problem
from yimen.engines.service import rulebook
from yimen.engines.service.folder import files_of, folders_below, has_parts
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import now


def publish_folders(paths: Iterable[Path]) -> Iterator[str]:
    """Publish each service folder and each rulebook below these paths; unchanged folders stay at their version.

    Joint services come after all others: their parts must be there. Says each version, and its warnings below it.
    """
    paths = list(paths)
    found = [files_of(folder) for root in paths for folder in folders_below(root)]
    for files in sorted(found, key=has_parts):
        warnings: list[Problem] = []
        version = publish(actor=SYSTEM, files=files, now=now(), known_lists=NAMES, warn=warnings.append)
        yield f"{version.key}  {version.name}"
        yield from (f"警告 {version.item.slug}/{problem}" for problem in warnings)
    for folder in [folder for root in paths for folder in rulebook.folders_below(root)]:
        book = publish_rulebook(actor=SYSTEM, files=files_of(folder), now=now())
        yield f"{folder.name}@{book.number}  {book.title}"
