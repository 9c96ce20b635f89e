"""A first-come-first-served lock between processes and threads, made of byte-range locks in one small file.

Whoever has the turn holds byte 1. Whoever finds it taken draws a number n, holds byte n, waits until nobody holds byte
n-1, then for the turn, and lets his number go when he has it. Nobody takes the turn at once while numbers are held. The
kernel drops the bytes of a process that dies, so the queue cannot be blocked by a corpse. SQLite's own lock stays the
guard of the data: should two writers ever pass together, one of them merely waits a little inside SQLite.
"""

import fcntl
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path

_MUTEX = 0
_TURN = 1
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
        self.held = False

    def enter(self, timeout: float) -> None:
        """Wait for the turn, at most ``timeout`` seconds. Entering twice is a fault of the caller."""
        file = self._open()
        if not (self._nobody_has(file, _NUMBERS) and self._take_turn(file)):
            self._wait(file, time.monotonic() + timeout)
        self.held = True

    def leave(self) -> None:
        if self.held and self._file is not None:
            fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, _LEAVE_TURN)
        self.held = False

    def close(self) -> None:
        self.held = False
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._file

    def _wait(self, file: int, end: float) -> None:
        number = self._draw(file)
        try:
            before = _told(fcntl.F_RDLCK, number - 1)
            _until(end, lambda: self._nobody_has(file, before))
            _until(end, lambda: self._take_turn(file))
        finally:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _told(fcntl.F_UNLCK, number))

    def _draw(self, file: int) -> int:
        fcntl.fcntl(file, fcntl.F_OFD_SETLKW, _HELD)
        try:
            raw = os.pread(file, 8, 0)
            number = (_NUMBER.unpack(raw)[0] if len(raw) == 8 else _FIRST) + 1
            os.pwrite(file, _NUMBER.pack(number), 0)
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _told(fcntl.F_WRLCK, number))
        finally:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _FREE)
        return number

    @staticmethod
    def _nobody_has(file: int, asked: bytes) -> bool:
        """Whether nobody else holds any of these bytes. Nothing is locked by asking."""
        return _KIND.unpack_from(fcntl.fcntl(file, fcntl.F_OFD_GETLK, asked))[0] == fcntl.F_UNLCK

    @staticmethod
    def _take_turn(file: int) -> bool:
        try:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _TAKE_TURN)
        except (BlockingIOError, PermissionError):
            return False
        return True


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
_TAKE_TURN, _LEAVE_TURN = _told(fcntl.F_WRLCK, _TURN), _told(fcntl.F_UNLCK, _TURN)
_HELD, _FREE = _told(fcntl.F_WRLCK, _MUTEX), _told(fcntl.F_UNLCK, _MUTEX)
