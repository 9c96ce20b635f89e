"""A worker that dies at a chosen point: after the n-th write, commit, stored file, or before and after a message."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction

from yimen.config import worker
from yimen.domains.cases.tests import make
from yimen.ground.documents.storage import PrivateStorage
from yimen.ground.messages import ports
from yimen.ground.outbox.deliver import LEASE

_WRITES = ("INSERT", "UPDATE", "DELETE")
NEVER = 0


class Killed(BaseException):
    """What nothing in the product catches: a transaction that is open falls, everything else just stops."""


class Phones:
    """A gateway that keeps what it was told once per reference, as a city's does."""

    def __init__(self) -> None:
        self.received: dict[str, str] = {}
        self.before: Callable[[], None] = lambda: None

    def send(self, mobile: str, text: str, reference: str) -> None:
        self.before()
        self.received.setdefault(reference, text)
        self.before()


class Fate:
    """Counts the points that a worker passes and kills it at one of them."""

    def __init__(self, dies_at: int = NEVER) -> None:
        self.dies_at, self.passed = dies_at, 0

    def point(self) -> None:
        self.passed += 1
        if self.passed == self.dies_at:
            raise Killed

    def after_write(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if sql.lstrip().startswith(_WRITES):
            self.point()
        return found


@contextmanager
def mortal(fate: Fate, phones: Phones) -> Iterator[None]:
    """While it lasts, whoever writes, commits, stores or sends passes the points of ``fate``."""
    leave, save = transaction.Atomic.__exit__, PrivateStorage.save

    def committed(self: Any, kind: Any, error: Any, trace: Any) -> None:
        leave(self, kind, error, trace)
        if kind is None:
            fate.point()

    def stored(self: Any, *told: Any, **more: Any) -> str:
        name = save(self, *told, **more)
        fate.point()
        return name

    with ExitStack() as during:
        during.enter_context(connection.execute_wrapper(fate.after_write))
        during.enter_context(patch.object(transaction.Atomic, "__exit__", committed))
        during.enter_context(patch.object(PrivateStorage, "save", stored))
        during.enter_context(patch.object(phones, "before", fate.point))
        during.enter_context(patch.object(ports, "_plugged", [phones]))
        # The job runner survives what kills a job, and daily jobs come round anyway.
        during.enter_context(patch.object(worker, "enqueue_due", lambda now: None))
        yield


def drain_mortal(fate: Fate, phones: Phones, now: datetime) -> bool:
    """The worker does what is due. Returns whether it lived."""
    try:
        with mortal(fate, phones):
            make.drain(now)
    except Killed:
        transaction.set_rollback(False)
        return False
    return True


def drain_again(phones: Phones, now: datetime) -> datetime:
    """Another worker, once what the dead one held is free again. Returns the moment when it had nothing left to do."""
    for _ in range(3):
        now += LEASE + timedelta(seconds=1)
        drain_mortal(Fate(), phones, now)
    return now
