"""Facts about the catalogue, in the past tense. Plain values: whoever listens looks up what else it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VersionPublished:
    """It may come into force only later: ``VersionTookForce`` says when it is the current one."""

    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class VersionTookForce:
    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class ServiceEnded:
    """The last version in force ended without a successor: nobody can apply any more."""

    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class DraftWritten:
    """It was begun or saved; what it lacks is counted afterwards, for that takes a while."""

    draft: int
    slug: str


@dataclass(frozen=True, slots=True)
class DraftSubmitted:
    draft: int
    slug: str


@dataclass(frozen=True, slots=True)
class DraftReturned:
    draft: int
    slug: str


@dataclass(frozen=True, slots=True)
class DraftRefused:
    draft: int
    slug: str
