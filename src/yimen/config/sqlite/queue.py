"""A first-come-first-served lock between processes and threads, made of byte-range locks in one small file.

Each waiter draws a number n, holds byte n, and waits until nobody holds byte n-1. The kernel drops the bytes of a
process that dies, so the queue cannot be blocked by a corpse. SQLite's own lock stays the guard of the data: should two
writers ever pass together, one of them merely waits a little inside SQLite.
"""

import fcntl
import os
import struct
import time
from pathlib import Path

_MUTEX = 0
_FIRST = 64
_FLOCK, _KIND, _NUMBER = struct.Struct("hhqqi4x"), struct.Struct("h"), struct.Struct("<q")
_SHORT = 0.0003
_LONG = 0.002


class QueueTimeout(Exception):
    """The turn did not come within the time allowed."""


class WriteQueue:
    """One place in the queue of one database file. Each connection has its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._byte: int | None = None

    @property
    def held(self) -> bool:
        return self._byte is not None

    def enter(self, timeout: float) -> None:
        """Wait for the turn, at most ``timeout`` seconds. Entering twice is a fault of the caller."""
        file = self._open()
        number = self._draw(file)
        if not self._wait_for(file, number - 1, timeout):
            self._lock(file, fcntl.F_UNLCK, number, fcntl.F_OFD_SETLK)
            raise QueueTimeout
        self._byte = number

    def leave(self) -> None:
        if self._byte is not None and self._file is not None:
            self._lock(self._file, fcntl.F_UNLCK, self._byte, fcntl.F_OFD_SETLK)
        self._byte = None

    def close(self) -> None:
        self._byte = None
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._file

    def _draw(self, file: int) -> int:
        fcntl.fcntl(file, fcntl.F_OFD_SETLKW, _HELD)
        try:
            raw = os.pread(file, 8, 0)
            number = (_NUMBER.unpack(raw)[0] if len(raw) == 8 else _FIRST) + 1
            os.pwrite(file, _NUMBER.pack(number), 0)
            self._lock(file, fcntl.F_WRLCK, number, fcntl.F_OFD_SETLK)
        finally:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _FREE)
        return number

    def _wait_for(self, file: int, byte: int, timeout: float) -> bool:
        if self._try(file, byte):
            return True
        end = time.monotonic() + timeout
        pause = _SHORT
        while not self._try(file, byte):
            if time.monotonic() > end:
                return False
            time.sleep(pause)
            pause = min(pause * 1.5, _LONG)
        return True

    def _try(self, file: int, byte: int) -> bool:
        """Whether nobody holds the byte. Nothing is locked by asking."""
        held = fcntl.fcntl(file, fcntl.F_OFD_GETLK, _told(fcntl.F_RDLCK, byte))
        return _KIND.unpack_from(held)[0] == fcntl.F_UNLCK

    @staticmethod
    def _lock(file: int, kind: int, byte: int, command: int) -> None:
        fcntl.fcntl(file, command, _told(kind, byte))


def _told(kind: int, byte: int) -> bytes:
    """``struct flock`` for one byte of the file."""
    return _FLOCK.pack(kind, os.SEEK_SET, byte, 1, 0)


_HELD, _FREE = _told(fcntl.F_WRLCK, _MUTEX), _told(fcntl.F_UNLCK, _MUTEX)
