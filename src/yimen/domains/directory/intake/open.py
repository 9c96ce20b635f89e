"""A table from a file, by what it holds and not by its name alone."""

from pathlib import Path

from yimen.domains.directory.intake.csv_table import CsvTable
from yimen.domains.directory.intake.table import Table, Unreadable, check_exists
from yimen.domains.directory.intake.xlsx_table import XlsxTable

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def open_table(path: Path, sheet: str = "") -> Table:
    """The table in a file. Raises Unreadable with what to do."""
    check_exists(path)
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(_OLE):
        raise Unreadable(f"{path.name} 是旧的 .xls 或者加了密码", "去掉密码，另存为 .xlsx 或者 .csv。")
    return XlsxTable(path, sheet) if start.startswith(_ZIP) else CsvTable(path)
