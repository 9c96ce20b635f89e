"""What the parts of a service share: how well something is founded, articles, lengths of time.

``src``: L read in the law, F found in a public page, K professional knowledge still to be confirmed, D a value of this
city.
"""

from typing import Literal, NotRequired, TypedDict

Src = Literal["L", "F", "K", "D"]
Unit = Literal["workday", "day"]


class LegalBasis(TypedDict):
    """A document, its articles, since when this text is in force."""

    document: str
    article: str
    gist: str
    in_force_from: str
    in_force_to: NotRequired[str]
    src: Src


class Citation(TypedDict):
    """A document and article."""

    document: str
    article: str
    src: Src


class Period(TypedDict):
    """A length of time and what it rests on."""

    value: int
    unit: Unit
    basis: str
    src: Src


class Sentence(TypedDict):
    """One rule in plain words."""

    plain: str
    basis: str
    src: Src
