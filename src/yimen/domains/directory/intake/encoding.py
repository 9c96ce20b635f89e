"""Lines of a text file of unknown encoding, each with its number and whether its bytes could be read."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yimen.domains.directory.intake.table import LONGEST

SEPARATORS = ",\t;|"

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Line:
    """``damaged``: bytes that are no text in this encoding, written as ``\\xNN``; ``cut``: longer than any row."""

    number: int
    text: str
    done: int
    damaged: bool = False
    cut: bool = False


def encoding_of(path: Path) -> tuple[str, int]:
    """The encoding in which the fewest lines are damaged, and how many bytes of a mark stand before the text."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, len(mark)
    if wide := _wide_without_mark(path):
        return wide, 0
    failed = {"utf-8": 0, "gb18030": 0}
    for _, raw, _ in _raw_lines(path, b"\n", 0):
        for name in failed:
            try:
                raw.decode(name)
            except UnicodeDecodeError:
                failed[name] += 1
    return ("gb18030" if failed["gb18030"] < failed["utf-8"] else "utf-8"), 0


def _wide_without_mark(path: Path) -> str:
    """UTF-16 without a mark: its first line has columns. A text that merely has zero bytes in it is none."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    for name in ("utf-16-le", "utf-16-be") if b"\0" in start else ():
        try:
            text = codecs.getincrementaldecoder(name)().decode(start)
        except UnicodeDecodeError:
            continue
        header, end, _ = text.partition("\n")
        if end and "\0" not in text and any(sign in header for sign in SEPARATORS):
            return name
    return ""


def lines_of(path: Path, encoding: str, skip: int) -> Iterator[Line]:
    """The lines with their ends, numbered from 1."""
    end = "\n".encode(encoding)
    for number, raw, done in _raw_lines(path, end, skip):
        cut = len(raw) > LONGEST
        try:
            yield Line(number, raw.decode(encoding), done, cut=cut)
        except UnicodeDecodeError:
            yield Line(number, raw.decode(encoding, errors="backslashreplace"), done, damaged=True, cut=cut)


def _raw_lines(path: Path, end: bytes, skip: int) -> Iterator[tuple[int, bytes, int]]:
    """Lines as bytes; of one that is too long only the beginning, so that no file fills the memory."""
    if len(end) > 1:
        yield from _wide_lines(path, end, skip)
        return
    with path.open("rb") as file:
        file.seek(skip)
        number, done = 1, skip
        old_mac = _has_only_returns(file.peek(1 << 16) if hasattr(file, "peek") else b"")
        if old_mac:
            for number, raw in enumerate(file.read().split(b"\r"), 1):
                done += len(raw) + 1
                yield number, raw, done
            return
        while raw := file.readline(LONGEST + 1):
            done += len(raw)
            yield number, raw, done
            while len(raw) > LONGEST and not raw.endswith(b"\n") and (raw := file.readline(LONGEST + 1)):
                done += len(raw)
            number += 1


def _wide_lines(path: Path, end: bytes, skip: int) -> Iterator[tuple[int, bytes, int]]:
    """Of UTF-16, where the byte of a line end also stands inside other signs."""
    data = path.read_bytes()[skip:]
    number, at, done = 1, 0, 0
    while done < len(data):
        at = data.find(end, at)
        while at >= 0 and at % 2:
            at = data.find(end, at + 1)
        stop = len(data) if at < 0 else at + len(end)
        yield number, data[done:stop], skip + stop
        number, done, at = number + 1, stop, stop


def _has_only_returns(start: bytes) -> bool:
    return b"\r" in start and b"\n" not in start
