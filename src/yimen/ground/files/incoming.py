"""The content of uploads that come in parts, on its way: one file each under ``YIMEN_VAR/incoming``, for us alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from yimen.ground.errors import Stale
from yimen.ground.files.models import Incoming


def incoming_folder() -> Path:
    return Path(settings.YIMEN_VAR) / "incoming"


def part_file(incoming: Incoming) -> Path:
    return incoming_folder() / incoming.code


def received(incoming: Incoming) -> int:
    """How many bytes have arrived."""
    path = part_file(incoming)
    return path.stat().st_size if path.exists() else 0


@contextmanager
def held(incoming: Incoming) -> Iterator[BinaryIO]:
    """The part-file, open for adding, while no other request can touch it.

    Raises:
        Stale: another request has it: a connection that the browser gave up may still be at work here.
    """
    path = part_file(incoming)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stale("这个文件的上一部分还在收", "等几秒钟，会接着传。") from error
        yield file


def discard(incoming: Incoming) -> None:
    part_file(incoming).unlink(missing_ok=True)
