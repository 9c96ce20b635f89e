"""XLSX by openpyxl: formulas, errors and codes that became numbers are faults of their row; nothing is calculated.

A cell that is merged downwards holds for each of its rows: people merge the department over its items.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

from yimen.domains.directory.intake.table import RawRow, Unreadable, check_exists, fitting

_MOST_UNPACKED = 400_000_000
_EXACT = 10**15
_FORMULA = ("有一格是公式，不是内容", "在表格里把公式粘贴成数值，再导入。")
_ERROR = ("有一格是错误值", "在表格里改正这一格，再导入。")
_NUMBER = ("有一格把编码存成了数字，后几位已经不准", "把这一列设成文本，重新填编码。")
_BROKEN = ("从这一行往后读不出来，文件可能坏了", "重新导出文件。")
_ACROSS = ("有横着合并的格子，不知道内容是哪一列的", "在表格里取消合并，每一格填上内容，再导入。")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
_CHUNK, _LONGEST_TAG = 1 << 16, 200


class XlsxTable:
    """The first sheet of a workbook, or the one that is named. Raises Unreadable when it is none."""

    def __init__(self, path: Path, sheet: str = "") -> None:
        check_exists(path)
        self.path, self.sheet = path, sheet
        self._check_size()
        self.total = 0
        first = next(self._read(), None)
        if first is None or first.fault:
            raise Unreadable(f"{path.name} 的第一行读不懂", "第一行写列名，文件另存为 .xlsx。")
        self.header = tuple(cell.strip() for cell in first.cells)
        while self.header and not self.header[-1]:
            self.header = self.header[:-1]

    def rows(self) -> Iterator[RawRow]:
        found = self._read()
        next(found, None)
        for row in found:
            if row.fault or any(cell.strip() for cell in row.cells):
                short = len(self.header) - len(row.cells)
                # A sheet does not store the empty cells at the end of a row.
                cells = row.cells + ("",) * max(0, short)
                yield fitting(RawRow(row.line, cells, row.done, row.fault, row.advice), len(self.header))

    def _check_size(self) -> None:
        try:
            with zipfile.ZipFile(self.path) as packed:
                size = sum(one.file_size for one in packed.infolist())
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Unreadable(f"{self.path.name} 打不开，文件可能坏了", "重新导出，或者另存为 .xlsx。") from error
        if size > _MOST_UNPACKED:
            raise Unreadable(f"{self.path.name} 解开以后太大", "分成几个文件导入。")

    def _merged(self, sheet: str) -> Iterator["_Range"]:
        # The reader that goes row by row does not tell them: they stand behind the rows.
        with zipfile.ZipFile(self.path) as packed, packed.open(sheet) as file:
            text = b""
            while chunk := file.read(_CHUNK):
                text = text[-_LONGEST_TAG:] + chunk
                for found in _MERGED.finditer(text):
                    left, top, right, bottom = (one.decode() for one in found.groups())
                    yield _Range(int(top), int(bottom), column_index_from_string(left) - 1, left != right)

    def _read(self) -> Iterator[RawRow]:
        line = 0
        # A damaged workbook makes the reader fail in many ways, none of which may end the import.
        try:
            book = openpyxl.load_workbook(self.path, read_only=True, data_only=False)
            sheet: Any = book[self.sheet] if self.sheet else book.worksheets[0]
            sheet.reset_dimensions()
            merged = _Merged(self._merged(sheet._worksheet_path))
            for line, cells in enumerate(sheet.iter_rows(), 1):
                yield merged.spread(_row(line, cells))
            book.close()
        except Exception:
            yield RawRow(line + 1, (), line, *_BROKEN)


@dataclass(frozen=True, slots=True, order=True)
class _Range:
    top: int
    bottom: int
    column: int
    across: bool


class _Merged:
    """The merged cells of a sheet, for rows that come in their order."""

    def __init__(self, ranges: Iterable[_Range]) -> None:
        self.coming = sorted(set(ranges), reverse=True)
        self.open: list[tuple[_Range, str]] = []

    def spread(self, row: RawRow) -> RawRow:
        """The row with what stands in the first cell of each that is merged over it."""
        self.open = [(one, text) for one, text in self.open if one.bottom >= row.line]
        while self.coming and self.coming[-1].top <= row.line:
            one = self.coming.pop()
            self.open.append((one, row.cells[one.column] if one.column < len(row.cells) else ""))
        if not self.open or not any(row.cells):
            return row
        cells, fault = list(row.cells), (row.fault, row.advice)
        for one, text in self.open:
            if one.across:
                fault = _ACROSS
            elif text:
                cells += [""] * (one.column + 1 - len(cells))
                cells[one.column] = text
        return RawRow(row.line, tuple(cells), row.done, *fault)


def _row(line: int, cells: Any) -> RawRow:
    texts, fault = [], ("", "")
    for cell in cells:
        text, found = _text(cell.value, getattr(cell, "data_type", "n"))
        texts.append(text)
        fault = found or fault
    while texts and not texts[-1]:
        texts.pop()
    return RawRow(line, tuple(texts), line, *fault)


def _text(value: object, kind: str) -> tuple[str, tuple[str, str] | None]:
    if value is None:
        return "", None
    if kind == "f" or not isinstance(value, str | int | float | bool | date):
        return str(value), _FORMULA
    if kind == "e":
        return str(value), _ERROR
    if isinstance(value, bool):
        return str(int(value)), None
    if isinstance(value, datetime):
        return (value.date() if not (value.hour or value.minute or value.second) else value).isoformat(), None
    if isinstance(value, int | float):
        whole = isinstance(value, int) or value.is_integer()
        return str(int(value) if whole else value), _NUMBER if abs(value) >= _EXACT else None
    return value.isoformat() if isinstance(value, date) else value, None
