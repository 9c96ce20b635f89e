"""A whole catalogue as an archive: every version of every item, open drafts, by natural keys and content hashes.

The same catalogue gives the same bytes: ``write`` makes the files of an archive, ``pack`` puts them into a folder or a
ZIP file; ``unpack`` and ``read`` go back, through the migrations of older formats, and refuse what is damaged.

Others may use the names in ``__all__``.
"""

from yimen.engines.service.archive.container import pack, unpack
from yimen.engines.service.archive.migrations import FORMAT
from yimen.engines.service.archive.model import Archive, ArchivedDraft, ArchivedItem, ArchivedVersion, ArchiveError
from yimen.engines.service.archive.read import read
from yimen.engines.service.archive.write import write

__all__ = [
    "FORMAT",
    "Archive",
    "ArchiveError",
    "ArchivedDraft",
    "ArchivedItem",
    "ArchivedVersion",
    "pack",
    "read",
    "unpack",
    "write",
]
