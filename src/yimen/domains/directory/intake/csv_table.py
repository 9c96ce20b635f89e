"""CSV: quotes that are never closed, rows that are cut off, wrong encodings, each kept to its own row."""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from yimen.domains.directory.intake.encoding import SEPARATORS, Line, encoding_of, lines_of
from yimen.domains.directory.intake.table import LONGEST, RawRow, Unreadable, check_exists, fitting

csv.field_size_limit(LONGEST * 2)
# A text of more lines than this is an opened quote that nobody closed.
_MOST_LINES = 200
_DAMAGED = ("有字节不是这个编码的文字", "用 UTF-8 重新导出。")
_CUT = ("这一行超过 1 MB", "核对是不是少了换行或者引号。")
_QUOTE = ("引号没有成对", "在原文件里补上引号，或者删掉多余的引号。")


class CsvTable:
    """A CSV file. Raises Unreadable when it has no header."""

    def __init__(self, path: Path) -> None:
        check_exists(path)
        self.path, self.total = path, path.stat().st_size
        self.encoding, self._skip = encoding_of(path)
        self.separator = ","
        first = next(self._lines(), None)
        if first is None or first.damaged or first.cut or not first.text.strip("\ufeff \r\n\0"):
            raise Unreadable(f"{path.name} 的第一行读不懂", "第一行写列名，文件用 UTF-8 或者 GB18030 保存。")
        self.separator = max(SEPARATORS, key=first.text.count)
        header = next(self._rows(), None)
        if header is None or header.fault:
            raise Unreadable(f"{path.name} 的第一行读不懂", "第一行写列名，每列一个。")
        self.header = tuple(name.strip().lstrip("\ufeff") for name in header.cells)
        while self.header and not self.header[-1]:
            self.header = self.header[:-1]

    def rows(self) -> Iterator[RawRow]:
        found = self._rows()
        next(found, None)
        for row in found:
            if row.fault or any(cell.strip() for cell in row.cells):
                yield fitting(row, len(self.header))

    def _lines(self) -> Iterator[Line]:
        return lines_of(self.path, self.encoding, self._skip)

    def _rows(self) -> Iterator[RawRow]:
        """Row by row; a row whose quotes do not close is given back line by line."""
        waiting, lines = deque[Line](), self._lines()
        while (first := _next(waiting, lines)) is not None:
            if first.damaged or first.cut or first.text.count('"') % 2 == 0:
                yield self._row([first])
                continue
            taken = self._until_closed(first, waiting, lines)
            row = self._row(taken) if taken else None
            if row is not None and not row.fault and len(row.cells) == len(getattr(self, "header", row.cells)):
                yield row
                continue
            # Merged rows would be several items in one: only the line where the quote stands is given up.
            waiting.extendleft(reversed(taken[1:]))
            yield RawRow(first.number, self._cells(first.text), first.done, *_QUOTE)

    def _until_closed(self, first: Line, waiting: deque[Line], lines: Iterator[Line]) -> list[Line]:
        taken, quotes = [first], first.text.count('"')
        while quotes % 2 and len(taken) <= _MOST_LINES:
            line = _next(waiting, lines)
            if line is None:
                break
            taken.append(line)
            quotes += line.text.count('"')
        if quotes % 2:
            waiting.extendleft(reversed(taken[1:]))
            return []
        return taken

    def _row(self, taken: list[Line]) -> RawRow:
        first, last = taken[0], taken[-1]
        fault = _DAMAGED if any(line.damaged for line in taken) else _CUT if any(line.cut for line in taken) else None
        try:
            cells = self._cells("".join(line.text for line in taken))
        except csv.Error:
            return RawRow(first.number, ("".join(line.text for line in taken),), last.done, *_QUOTE)
        return RawRow(first.number, cells, last.done, *(fault or ("", "")))

    def _cells(self, text: str) -> tuple[str, ...]:
        # Line ends inside a quoted text are kept; the one at the end is no part of the last cell.
        body = text.rstrip("\r\n") if text.count('"') % 2 == 0 else text.rstrip("\r\n").replace('"', "'")
        return tuple(next(csv.reader(_Lines(body), delimiter=self.separator), ()))


class _Lines:
    """A text as the lines that the reader asks for, however they end."""

    def __init__(self, text: str) -> None:
        self.rest = text.splitlines(keepends=True) if "\n" in text or "\r" in text else [text]
        self.at = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at == len(self.rest):
            raise StopIteration
        self.at += 1
        return self.rest[self.at - 1]


def _next(waiting: deque[Line], lines: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(lines, None)
