"""Which legal documents there are, what each rests on and what each must say; a file for each family.

Others use ``Kind``, ``kind_of``, ``all_kinds``, ``missing_entries`` and, for the types of what a document says, the
``TypedDict`` beside each kind: ``intake`` (receipt, acceptance, correction), ``timing`` (special procedures,
extension), ``permits``, ``registration``, ``benefits``, ``confirmed``,
``services``, ``disclosure``, ``delivery``.
"""

from yimen.ground.documents.kinds import (
    benefits,
    confirmed,
    delivery,
    disclosure,
    intake,
    permits,
    registration,
    services,
    timing,
)
from yimen.ground.documents.kinds.complete import missing_entries
from yimen.ground.documents.kinds.kind import Choice, Kind, Rows, When
from yimen.ground.documents.kinds.registry import DuplicateKind, all_kinds, kind_of, register

__all__ = ["Choice", "DuplicateKind", "Kind", "Rows", "When", "all_kinds", "kind_of", "missing_entries", "register"]

for _family in (intake, registration, timing, permits, benefits, confirmed, services, disclosure, delivery):
    for _kind in _family.KINDS:
        register(_kind)
