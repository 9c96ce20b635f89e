"""Sixteen users at once, on loopback, against gunicorn as production runs it; each asks again once it is answered.

That is more than sixteen people do, who read between two clicks: the figure tells how long one waits behind fifteen.
"""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from urllib.parse import urlencode

from bench.server import Browser
from bench.visits import Visit

USERS, SECONDS, MOST_POSTS = 16, 4.0, 160
WARM_UP = 4


@dataclass(frozen=True, slots=True)
class Load:
    """Milliseconds within which half and 95 per cent of the requests were answered; how many were answered a second."""

    median: float
    p95: float
    per_second: float


def load(visit: Visit, port: int, *, first: int = 0) -> Load:
    """Everybody asks for the page for some seconds, or until the paths that may be posted to are used up.

    Args:
        first: how many of the visit's paths are used up already.
    """
    end = time.monotonic() + SECONDS if visit.form is None else math.inf
    with ThreadPoolExecutor(USERS) as pool:
        if visit.form is None:
            list(pool.map(_warm, repeat(visit, USERS), repeat(port)))
        started = time.monotonic()
        taken = list(pool.map(_user, repeat(visit, USERS), repeat(port), range(USERS), repeat(first), repeat(end)))
        lasted = time.monotonic() - started
    times = sorted(one for user in taken for one in user)
    return Load(_share(times, 0.5), _share(times, 0.95), len(times) / lasted)


def _warm(visit: Visit, port: int) -> None:
    browser = Browser(port, packed=True)
    for _ in range(WARM_UP):
        browser.get(visit.paths[0], visit.sessions[0])


def _user(visit: Visit, port: int, number: int, first: int, end: float) -> list[float]:
    """The milliseconds of each request of one user."""
    browser, times, form = Browser(port, packed=True), [], urlencode(visit.form or {})
    mine = range(first + number, min(first + MOST_POSTS, len(visit.paths)), USERS)
    places = iter(mine) if visit.form is not None else repeat(0)
    for place in places:
        before = time.perf_counter()
        if visit.form is None:
            browser.get(visit.paths[0], visit.sessions[0])
        else:
            browser.post(visit.paths[place], visit.sessions[place], form)
        times.append((time.perf_counter() - before) * 1000)
        if time.monotonic() > end:
            break
    return times


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]
