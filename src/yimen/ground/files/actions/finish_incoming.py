import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction

from yimen.ground.errors import DomainError, Stale, Unavailable
from yimen.ground.files.errors import FileRefused
from yimen.ground.files.incoming import discard, held
from yimen.ground.files.models import Incoming


def finish_incoming(*, incoming: Incoming, hand_in: Callable[[File[Any]], object], now: datetime) -> None:
    """Everything has arrived: hand it in as if it had come in one piece. Asked again, it gives the same answer again.

    Args:
        hand_in: the action that takes the file, with all its checks.
    Raises:
        DomainError: what ``hand_in`` says; said again to whoever did not hear it.
        Stale: something still lacks, or another request is at work on it.
        Unavailable: it could not be looked at now; it stays, and can be finished later.
    """
    with held(incoming) as file:
        incoming.refresh_from_db()
        if incoming.ended_at is None:
            _end(incoming, file, hand_in, now)
    discard(incoming)
    if incoming.refused:
        raise FileRefused(**incoming.refused)


def _end(incoming: Incoming, file: BinaryIO, hand_in: Callable[[File[Any]], object], now: datetime) -> None:
    try:
        _check_whole(incoming, file)
        with transaction.atomic():
            hand_in(File(file, incoming.name))
            _ended(incoming, now)
    except (Stale, Unavailable):
        raise
    except DomainError as error:
        _ended(incoming, now, sentence=error.sentence, advice=error.advice, code=error.code)


def _check_whole(incoming: Incoming, file: BinaryIO) -> None:
    if file.seek(0, 2) != incoming.size:
        raise Stale("这个文件还没有传完", "会从断开的地方接着传。")
    file.seek(0)
    if incoming.sha256 and hashlib.sha256(file.read()).hexdigest() != incoming.sha256:
        raise FileRefused("传到的和您选的文件不一样，路上出了差错", "再选一次这个文件，从头传。", "damaged")


def _ended(incoming: Incoming, now: datetime, **refused: str) -> None:
    incoming.ended_at, incoming.refused = now, refused
    incoming.save(update_fields=["ended_at", "refused"])
