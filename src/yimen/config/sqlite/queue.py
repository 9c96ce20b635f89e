"""A first-come-first-served lock between processes and threads, made of one small file beside the database.

Two bytes of the file are read and written in memory, so that a writer whom nobody disturbs asks the kernel nothing:
who writes (``_TURN``), and whether anybody waits. Whoever finds either set draws a number n and holds byte n of the
file (a lock); he waits until nobody holds byte n-1, then for the turn, and lets his number go when he has it. Nobody
takes the turn at once while somebody waits.

The kernel drops the bytes of a process that dies. Should it have died while it wrote, its mark is left behind: the
first in the queue waits for it a moment and goes in all the same, for SQLite's own lock stays the guard of the data.
Should two writers ever pass together, one of them merely waits a little inside SQLite.
"""

import fcntl
import mmap
import os
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# What stands in the file: the last number drawn, in eight bytes; whether anybody waits; a mark of him who writes.
_WAITING, _TURN, _SIZE = 8, 9, 10
# What is locked in it: one byte while somebody draws or returns a number, and from the first number on those held.
_DRAWING, _FIRST = 0, 64
_FLOCK, _KIND, _NUMBER = struct.Struct("hhqqi4x"), struct.Struct("h"), struct.Struct("<q")
_SHORT = 0.0003
_LONG = 0.002
# So long does the first in the queue believe the mark of a writer, in seconds.
_PATIENCE = 0.05


class QueueTimeout(Exception):
    """The turn did not come within the time allowed."""


class WriteQueue:
    """One place in the queue of one database file. Each connection has its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1
        self._seen: mmap.mmap | None = None
        self._mark = os.urandom(1)[0] | 1
        self._number = 0
        self.held = False

    def enter(self, timeout: float) -> None:
        """Wait for the turn, at most ``timeout`` seconds. Entering twice is a fault of the caller."""
        seen = self._seen or self._open()
        if seen[_TURN] or seen[_WAITING]:
            self._wait(seen, time.monotonic() + timeout)
        seen[_TURN] = self._mark
        self.held = True

    def leave(self) -> None:
        """Give the turn back, if one has it."""
        if self.held and self._seen is not None:
            # Somebody who passed together with this one may be in by now.
            if self._seen[_TURN] == self._mark:
                self._seen[_TURN] = 0
            if self._number:
                self._return_number()
        self.held = False

    def close(self) -> None:
        self.leave()
        if self._seen is not None:
            self._seen.close()
            os.close(self._file)
            self._seen = None

    def _open(self) -> mmap.mmap:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.ftruncate(self._file, _SIZE)
        self._seen = mmap.mmap(self._file, _SIZE)
        return self._seen

    def _wait(self, seen: mmap.mmap, end: float) -> None:
        self._draw()
        try:
            before = _told(fcntl.F_RDLCK, self._number - 1)
            _until(end, lambda: _nobody_has(self._file, before))
        except BaseException:
            self._return_number()
            raise
        # He who goes in before the mark is gone keeps his number, so that no more than one waits inside SQLite.
        with suppress(QueueTimeout):
            _until(time.monotonic() + _PATIENCE, lambda: not seen[_TURN])
            seen[_TURN] = self._mark
            self._return_number()

    def _draw(self) -> None:
        with _alone(self._file) as file:
            self._number = max(_NUMBER.unpack(os.pread(file, 8, 0))[0], _FIRST) + 1
            os.pwrite(file, _NUMBER.pack(self._number) + b"\1", 0)
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _told(fcntl.F_WRLCK, self._number))

    def _return_number(self) -> None:
        with _alone(self._file) as file:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _told(fcntl.F_UNLCK, self._number))
            self._number = 0
            # Who died while he waited cannot say so: whoever comes next draws a number, and the last one looks here.
            if _nobody_has(file, _NUMBERS):
                os.pwrite(file, b"\0", _WAITING)


def _nobody_has(file: int, asked: bytes) -> bool:
    """Whether nobody else holds any of these bytes. Nothing is locked by asking."""
    return _KIND.unpack_from(fcntl.fcntl(file, fcntl.F_OFD_GETLK, asked))[0] == fcntl.F_UNLCK


@contextmanager
def _alone(file: int) -> Iterator[int]:
    """Nobody else draws or returns a number meanwhile."""
    fcntl.fcntl(file, fcntl.F_OFD_SETLKW, _HELD)
    try:
        yield file
    finally:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, _FREE)


def _until(end: float, found: Callable[[], bool]) -> None:
    """Ask again and again until it is so. Raises QueueTimeout when it was not so in time."""
    pause = _SHORT
    while not found():
        if time.monotonic() > end:
            raise QueueTimeout
        time.sleep(pause)
        pause = min(pause * 1.5, _LONG)


def _told(kind: int, byte: int, length: int = 1) -> bytes:
    """``struct flock`` for bytes of the file; a length of 0 means all from there on."""
    return _FLOCK.pack(kind, os.SEEK_SET, byte, length, 0)


_NUMBERS = _told(fcntl.F_RDLCK, _FIRST, 0)
_HELD, _FREE = _told(fcntl.F_WRLCK, _DRAWING), _told(fcntl.F_UNLCK, _DRAWING)
