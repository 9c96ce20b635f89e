"""An archive after reading, and the shape of its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NotRequired, TypedDict


class ArchiveError(Exception):
    """The archive cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ArchivedVersion:
    """A published version. ``parts``: of a joint service, part → key of the version it was read with."""

    number: int
    fingerprint: str
    files: Mapping[str, bytes]
    parts: Mapping[str, str]
    published_at: str
    in_force_from: str | None = None
    in_force_until: str | None = None


@dataclass(frozen=True, slots=True)
class ArchivedItem:
    """An item under its short name, its versions from the first on without a gap."""

    slug: str
    versions: Sequence[ArchivedVersion]
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class ArchivedDraft:
    """A draft that is not settled. ``told``: everything but its files, as it stands in the archive."""

    slug: str
    files: Mapping[str, bytes]
    told: "DraftTold"


@dataclass(frozen=True, slots=True)
class Archive:
    """``items`` and ``drafts`` by short name."""

    items: Mapping[str, ArchivedItem]
    drafts: Mapping[str, ArchivedDraft] = field(default_factory=dict)


class Named(TypedDict):
    """Who did it, as plain values."""

    id: str
    name: str


class DraftTold(TypedDict):
    """What an archive says of a draft beside its files."""

    name: str
    state: Literal["editing", "submitted", "returned"]
    revision: int
    written_by: list[Named]
    created_at: str
    changed_at: str
    base: NotRequired[int]
    locked: NotRequired[dict[str, str]]
    origin: NotRequired[str]
    in_force_from: NotRequired[str]
    in_force_until: NotRequired[str]
    reviewed_by: NotRequired[Named]
    returned: NotRequired[int]
    remarks: NotRequired[str]


class VersionFile(TypedDict):
    """A version in ``items/<slug>.json``: its files by path → SHA-256 of their content."""

    number: int
    fingerprint: str
    files: dict[str, str]
    parts: NotRequired[dict[str, str]]
    published_at: str
    in_force_from: NotRequired[str]
    in_force_until: NotRequired[str]


class ItemFile(TypedDict):
    """``items/<slug>.json``."""

    slug: str
    part_of: NotRequired[str]
    versions: list[VersionFile]


class DraftFile(TypedDict):
    """``drafts/<slug>.json``."""

    slug: str
    files: dict[str, str]
    told: DraftTold


class Manifest(TypedDict):
    """``catalogue.json``: the format, and SHA-256 of each file of items and drafts."""

    kind: Literal["yimen-catalogue"]
    format: int
    files: dict[str, str]
