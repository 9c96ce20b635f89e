"""The worker waits for a database that is away, and goes on when it is back."""

import threading

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError

from yimen.config import worker


class Patience(threading.Event):
    """Waits for nothing and remembers for how long it should have."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0)
        if len(self.waited) == 8:
            self.set()
        return self.is_set()


def test_it_asks_again_after_a_pause_that_doubles_up_to_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [OperationalError, InterfaceError, DatabaseError, OperationalError, OperationalError, OperationalError]

    def one_round() -> int:
        if said:
            raise said.pop()("the server closed the connection")
        return 0

    monkeypatch.setattr(worker, "one_round", one_round)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    stop = Patience()
    assert worker.work(stop=stop) == 0
    assert stop.waited == [1, 2, 4, 8, 10, 10, worker.PAUSE, worker.PAUSE]


def test_what_is_no_fault_of_the_database_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever keeps the worker alive starts a fresh one; the same fault for ever would be seen by nobody."""

    def one_round() -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "one_round", one_round)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    with pytest.raises(ZeroDivisionError):
        worker.work(stop=Patience())
