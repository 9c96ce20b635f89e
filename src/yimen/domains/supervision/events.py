from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingOpened:
    """A rule hit: the officer concerned, or who holds the post, has until ``answer_by`` (ISO day) to answer."""

    finding: int
    number: str
    answer_by: str


@dataclass(frozen=True, slots=True)
class FindingAnswered:
    """The officer has said how it came to it; a supervisor rules."""

    finding: int
    number: str


@dataclass(frozen=True, slots=True)
class FindingRuled:
    """A supervisor has upheld or lifted it."""

    finding: int
    number: str
    upheld: bool


@dataclass(frozen=True, slots=True)
class FindingAppealed:
    """The officer disagrees with the ruling; another supervisor reviews it."""

    finding: int
    number: str


@dataclass(frozen=True, slots=True)
class FindingReviewed:
    """The second supervisor has decided; that is the end."""

    finding: int
    number: str
    upheld: bool
