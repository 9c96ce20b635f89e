"""CPU time per request, ours over the floor's, in pairs: what else the machine does strikes both alike."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

from bench.server import Browser
from bench.visits import Visit

ROUNDS, REQUESTS = 7, 15
# Each thread of the server has a connection to the database of its own, and reads definitions for the first time.
WARM_UP = 24
Turn = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU time of one request, and the middle of the rounds' ratios."""

    ours: float
    floor: float
    ratio: float


class Posts:
    """The paths of a visit that takes each only once, in turn."""

    def __init__(self, visit: Visit) -> None:
        self._rest = zip(visit.paths, visit.sessions, strict=True)
        self._form = urlencode(visit.form or {})
        self.used = 0

    def next(self, browser: Browser) -> None:
        path, session = next(self._rest)
        self.used += 1
        browser.post(path, session, self._form)


def cost(visit: Visit, ours: Browser, floor: Browser, posts: Posts | None) -> Cost:
    """Rounds of requests, the floor's and ours in turn; the median of each."""

    def one() -> object:
        return posts.next(ours) if posts else ours.get(visit.paths[0], visit.sessions[0])

    def bare() -> object:
        return floor.get(visit.floor)

    for _ in range(WARM_UP):
        one(), bare()
    rounds = [(_spent(floor, bare), _spent(ours, one)) for _ in range(ROUNDS)]
    return Cost(
        ours=median(mine for _, mine in rounds),
        floor=median(least for least, _ in rounds),
        ratio=median(mine / least for least, mine in rounds),
    )


def _spent(browser: Browser, turn: Turn) -> float:
    """Milliseconds of CPU time for one request, from the server's own clock."""
    before = browser.cpu()
    for _ in range(REQUESTS):
        turn()
    return (browser.cpu() - before) / REQUESTS / 1e6
