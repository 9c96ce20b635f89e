"""Each thread has its connections; a step of a process and a page look for them without asking for an event loop."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from yimen.config.threads import keep_connections_by_thread


def mine() -> int:
    return id(connections[DEFAULT_DB_ALIAS])


def test_a_thread_finds_its_own_connection_and_no_other(db: None) -> None:
    with ThreadPoolExecutor(max_workers=1) as other:
        assert mine() == mine() != other.submit(mine).result()
        assert other.submit(mine).result() == other.submit(mine).result()


def test_a_connection_that_is_open_already_stays(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = mine()
    monkeypatch.setattr(connections, "_connections", connections._connections)
    keep_connections_by_thread()
    assert mine() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
