"""Each thread has its connections to the databases."""

import threading

from django.db import connections


def keep_connections_by_thread() -> None:
    """Find a connection by its thread alone. What this thread has opened stays.

    Django asks, whenever it looks for a connection, whether an event loop runs in this thread: there each task would
    have its own. Here none ever runs, and to hear so by way of an error takes five times as long as the look itself,
    which a step of a process does three times and a page dozens of times.
    """
    opened = connections.all(initialized_only=True)
    connections._connections = threading.local()  # type: ignore[attr-defined]
    for connection in opened:
        connections[connection.alias] = connection
