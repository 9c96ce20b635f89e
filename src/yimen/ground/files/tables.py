"""A table to save as a CSV file that table programs open as it is."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from yimen.ground.files.response import disposition

# With the mark at its beginning, Excel reads the file as UTF-8.
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with BOM. A text that a table program would take for a formula is marked as text; null is an empty cell."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([_plain(cell) for cell in row] for row in rows)
    return (_BOM + written.getvalue()).encode()


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The file, saved as ``name``."""
    response = HttpResponse(csv_bytes(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = disposition(name, inline=False)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _plain(cell: object) -> object:
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
