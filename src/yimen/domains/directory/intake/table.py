"""A file as rows of text. A row that cannot be read is a row with a fault; only a file that is no table is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yimen.ground.errors import DomainError

LONGEST = 1_000_000


class Unreadable(DomainError):
    """The file as a whole is no table."""

    code = "unreadable"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row. ``line``: where it begins in the file; ``fault``: why it cannot be used; ``done``: how far the file has
    been read, in the unit of ``Table.total``."""

    line: int
    cells: tuple[str, ...]
    done: int
    fault: str = ""
    advice: str = ""


class Table(Protocol):
    """A table that can be read again and again. ``total`` is its size, 0 where it is not known beforehand."""

    header: tuple[str, ...]
    total: int

    def rows(self) -> Iterator[RawRow]:
        """The rows after the header; empty ones are passed over."""


def fitting(row: RawRow, columns: int) -> RawRow:
    """The row, with a fault when it has fewer or more cells than the header."""
    cells = row.cells
    while len(cells) > columns and not cells[-1].strip():
        cells = cells[:-1]
    if row.fault or len(cells) == columns:
        return RawRow(row.line, cells, row.done, row.fault, row.advice)
    short = columns - len(cells)
    if short > 0:
        fault, advice = f"少了 {short} 列，可能被截断了", "到原来的系统里重新导出这一行。"
    else:
        fault, advice = f"多了 {-short} 列，可能是内容里的逗号没有加引号", "给有逗号的内容加上引号。"
    return RawRow(row.line, cells, row.done, fault, advice)


def check_exists(path: Path) -> None:
    if not path.is_file():
        raise Unreadable(f"没有 {path} 这个文件", "核对文件名和路径。")
    if path.stat().st_size == 0:
        raise Unreadable(f"{path.name} 是空的", "重新导出文件。")
