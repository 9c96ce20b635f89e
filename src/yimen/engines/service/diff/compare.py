"""All changes between two services."""

from collections.abc import Iterator

from yimen.engines.service.diff import description, elements, files, questions, rules
from yimen.engines.service.diff.model import Change
from yimen.engines.service.model import Service


def difference(before: Service, after: Service) -> tuple[Change, ...]:
    """What changed, in the order in which people read a service: words, papers, questions, rules, process, files."""
    return tuple(_every(before, after))


def _every(before: Service, after: Service) -> Iterator[Change]:
    yield from description.changes(before.files, after.files)
    yield from questions.changes(before.files, after.files)
    yield from rules.changes(before, after)
    yield from elements.changes(before.files, after.files)
    yield from files.changes(before.files, after.files)
