"""The product behind gunicorn, with a clock that the measurement can read: CPU time of this process so far."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

CLOCK = "/-/cpu"
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def clocked(app: App) -> App:
    """The same application; at ``CLOCK`` it answers with the nanoseconds that all its threads have worked."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != CLOCK:
            return app(environ, start_response)
        told = str(time.process_time_ns()).encode()
        start_response("200 OK", [("Content-Length", str(len(told)))])
        return [told]

    return answer


def product() -> App:
    return clocked(get_wsgi_application())
