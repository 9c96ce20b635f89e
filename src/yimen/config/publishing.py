"""From folders on disk to published versions."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from yimen.domains.cases.lists import NAMES
from yimen.domains.catalogue.actions.publish import publish
from yimen.engines.service.folder import files_of
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import now


def publish_folders(paths: Iterable[Path]) -> Iterator[str]:
    """Publish each service folder below these paths; unchanged folders stay at their version."""
    for root in paths:
        for found in sorted(root.rglob("service.yaml")):
            version = publish(actor=SYSTEM, files=files_of(found.parent), now=now(), known_lists=NAMES)
            yield f"{version.key}  {version.name}"
