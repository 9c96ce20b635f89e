"""From folders on disk to published versions."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from yimen.domains.cases.lists import NAMES
from yimen.domains.catalogue.actions.publish import publish
from yimen.engines.service.folder import files_of, folders_below, has_parts
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import now


def publish_folders(paths: Iterable[Path]) -> Iterator[str]:
    """Publish each service folder below these paths; unchanged folders stay at their version.

    Joint services come after all others: their parts must be there.
    """
    found = [files_of(folder) for root in paths for folder in folders_below(root)]
    for files in sorted(found, key=has_parts):
        version = publish(actor=SYSTEM, files=files, now=now(), known_lists=NAMES)
        yield f"{version.key}  {version.name}"
