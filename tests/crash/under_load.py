"""Who is busy while the database falls: each as in a city, with the means of the product alone to recover."""

import threading
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.wsgi import get_wsgi_application
from django.db import Error, close_old_connections
from django.test import RequestFactory

from tests.crash import life, outside, people
from yimen.config import worker

_NEVER = threading.Event()


def worker_with_pauses() -> None:
    """The worker as it is, with its pauses; only the clock is the run's."""
    with life.at_work(), patch.object(worker, "PAUSE", 0.05):
        worker.work(stop=threading.Event())


def people_who_try_again(folder: Path, references: list[str]) -> None:
    """Each round is a request as the web server handles it; who gets an error page comes back."""
    while True:
        close_old_connections()
        try:
            # A few at a time, so that there is something to do all the while.
            done = people.at_work(folder, references, at_once=2)
        except Error as error:
            outside.append(folder / "sent-away", {"why": type(error).__name__})
            done = 0
        _NEVER.wait(0.1 if not done else 0.05)


def visitor(folder: Path) -> None:
    """Looks at a page again and again, by way of the whole application with its middleware."""
    application = get_wsgi_application()
    while True:
        seen: list[str] = []
        environ = RequestFactory().get("/").environ

        def start(status: str, headers: Any, *_: Any, seen: list[str] = seen) -> None:
            seen.append(status.split()[0])

        response = application(environ, start)
        b"".join(response)
        response.close()
        outside.append(folder / "seen", {"status": seen[0]})
        _NEVER.wait(0.05)
