"""The national exchange tables (GB/T 39554) and a service folder: one item, both ways, nothing lost.

A ``Record`` is one item as the tables carry it: fields under their machine names, child tables (``materials``,
``fees``, ``questions``) as lists of rows. ``FIELDS`` says which fields there are, ``tables_of(province)`` what their
codes mean there. ``folder_of`` makes a guide-only service folder of a record and ``record_of`` a record of any folder;
what the folder has no word for is kept beside it in ``exchange.json``, so that it comes back as it was.
``missing`` says which fields of the standard are empty; ``faults_of_codes`` judges the codes. ``delivery`` reads and
writes deliveries: CSV tables with a manifest.

Others may use the names in ``__all__`` and ``delivery``.
"""

from yimen.engines.service.exchange.codes import (
    Local,
    credit_code_fault,
    faults_of_codes,
    local_code,
    old_code_fault,
)
from yimen.engines.service.exchange.fields import CHILDREN, FIELDS, Field, label_of
from yimen.engines.service.exchange.folder import KEPT, folder_of, slug_of
from yimen.engines.service.exchange.lack import Lack, missing
from yimen.engines.service.exchange.record import Record, Row, cleaned, difference, fingerprint, text_of
from yimen.engines.service.exchange.returning import changed_in, record_of
from yimen.engines.service.exchange.tables import CodeTables, tables_of

__all__ = [
    "CHILDREN",
    "FIELDS",
    "KEPT",
    "CodeTables",
    "Field",
    "Lack",
    "Local",
    "Record",
    "Row",
    "changed_in",
    "cleaned",
    "credit_code_fault",
    "difference",
    "faults_of_codes",
    "fingerprint",
    "folder_of",
    "label_of",
    "local_code",
    "missing",
    "old_code_fault",
    "record_of",
    "slug_of",
    "tables_of",
    "text_of",
]
