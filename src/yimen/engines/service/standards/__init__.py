"""The library of standards (政务标准库) as data: codes, fields of exchange, questions of forms, names of papers, rules.

A standard is a folder with ``standard.yaml``: head (id, kind, version, dates, source) and its rows. ``read`` takes the
bytes, ``library_below`` a directory of folders, ``Library`` answers what linters and pages ask of the standards that
are in force on a day.

Others may use the names in ``__all__``.
"""

from yimen.engines.service.standards.library import Library, library_below, on_day
from yimen.engines.service.standards.model import KINDS, Rule, Standard
from yimen.engines.service.standards.read import FILE, folders_below, read, read_folder
from yimen.engines.service.standards.tables import Table, tables_of

__all__ = [
    "FILE",
    "KINDS",
    "Library",
    "Rule",
    "Standard",
    "Table",
    "folders_below",
    "library_below",
    "on_day",
    "read",
    "read_folder",
    "tables_of",
]
