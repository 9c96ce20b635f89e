"""Everything that is known to be wrong with a folder before it is published: one place for editor, reviewer, import."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from yimen.domains.catalogue.queries import current_version, definition
from yimen.domains.law.queries import library as laws
from yimen.domains.standards.queries import library
from yimen.engines import service as engine
from yimen.engines.problem import Problem
from yimen.engines.service import quality
from yimen.ground.documents.kinds import all_kinds
from yimen.ground.errors import NotFound


@dataclass(frozen=True, slots=True)
class Judged:
    """``service``: None where the folder cannot be read at all."""

    service: engine.Service | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        """What blocks publishing."""
        return [one for one in self.problems if one.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        return [one for one in self.problems if one.severity != "error"]


def judge(files: Mapping[str, bytes], day: date, known_lists: Collection[str] | None = None) -> Judged:
    """Read and check the files; what cannot be read is told as problems too.

    Args:
        day: whose rules of quality are asked.
        known_lists: names of the lists that forms may offer; None leaves them unchecked.
    """
    try:
        service = engine.read(files, find)
    except engine.ServiceError as error:
        return Judged(None, error.problems)
    return Judged(service, tuple(problems_of(service, day, known_lists)))


def problems_of(service: engine.Service, day: date, known_lists: Collection[str] | None = None) -> list[Problem]:
    """What the checks, the texts of the laws and the rules of quality in force on this day say."""
    kinds = frozenset(kind.code for kind in all_kinds())
    found = engine.check(service, known_lists=known_lists, document_kinds=kinds, library=laws())
    standards = library(day)
    if not standards.rules():
        # A city that has published none is told so each time.
        return [*found, Problem("standards", "没有在用的质量规则，没有按它检查。", "先发布标准库。", "warning")]
    return [*found, *quality.lint(service, standards)]


def find(slug: str) -> engine.Service:
    """The service that a joint one names as its part. Raises LookupError."""
    try:
        return definition(current_version(slug))
    except NotFound as error:
        raise LookupError(slug) from error
