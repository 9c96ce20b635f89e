"""PostgreSQL falls under load and comes back: ``python -m tests.crash.restart [--restarts N]``.

A private server is stopped as by a power cut (``pg_ctl -m immediate``) and started again, while workers, people and a
visitor of the pages are busy. None of them is started again: each has to recover by itself. Prints, as JSON, what was
lost, doubled and stuck, how often people were sent away, and what the visitor saw.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.crash.runs import City

DOWN = 0.6
UNDER_LOAD = 1.5
WORKERS = 3
PATIENCE = 90


class PrivateServer:
    """A server of our own, which may fall."""

    def __init__(self, folder: str) -> None:
        import pgserver

        self._server = pgserver.get_server(folder, cleanup_mode="stop")
        self.address: str = self._server.get_uri()

    def fall(self) -> None:
        from pgserver._commands import pg_ctl

        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self._server.pgdata, user=self._server.system_user)

    def rise(self) -> None:
        self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.address

    def close(self) -> None:
        self._server.cleanup()


@contextmanager
def private_server() -> Iterator[PrivateServer]:
    with tempfile.TemporaryDirectory(prefix="yimen-pg-") as folder:
        server = PrivateServer(folder)
        try:
            yield server
        finally:
            server.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.restart")
    parser.add_argument("--restarts", type=int, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    told = parser.parse_args()
    with private_server() as server:
        os.environ.update(YIMEN_DATABASE_URL=server.address, DJANGO_SETTINGS_MODULE="tests.crash.settings")
        found = _found(server, told.restarts, random.Random(told.seed))
    what = ", ".join(f"{name} {number}" for name, number in found.items())
    print(f"postgresql fell under load: {what} (seed {told.seed})")
    print(json.dumps(found), flush=True)
    return int(any(found[key] for key in ("lost", "doubled", "stuck")))


def _found(server: PrivateServer, restarts: int, chance: random.Random) -> dict[str, Any]:
    import django

    django.setup()
    from tests.crash.databases import open_databases
    from tests.crash.runs import city, undisturbed

    with tempfile.TemporaryDirectory(prefix="yimen-restart-") as name, open_databases(Path(name)) as databases:
        references = [f"M{number}" for number in range(12 * restarts)]
        with city(databases, Path(name), 0) as made:
            expected, _ = undisturbed(made, references)
        with city(databases, Path(name), 0) as made:
            began = time.monotonic()
            _storm(server, made, references, restarts, chance)
            took = time.monotonic() - began
            verdict = made.judged(expected)
            for sentence in verdict.words[:40]:
                print(sentence)
            return {
                "restarts": restarts,
                "lost": verdict.lost,
                "doubled": verdict.doubled,
                "stuck": verdict.stuck,
                "seconds": round(took, 1),
                **_seen(made),
            }


def _storm(server: PrivateServer, made: "City", references: list[str], restarts: int, chance: random.Random) -> None:
    from tests.crash import clock, forks
    from tests.crash.under_load import people_who_try_again, visitor, worker_with_pauses
    from yimen.ground.outbox.deliver import LEASE

    works = [worker_with_pauses] * WORKERS
    works += [lambda: people_who_try_again(made.folder, references), lambda: visitor(made.folder)]
    living = [forks.fork(made.does(work), made.errors) for work in works]
    for _ in range(restarts):
        time.sleep(chance.uniform(0.5, 1) * UNDER_LOAD)
        server.fall()
        time.sleep(chance.uniform(0.5, 2) * DOWN)
        server.rise()
        clock.move(LEASE + timedelta(seconds=1))
    _wait_until_all_is_over(made, len(references))
    still = [forks.ended(number) for number in living]
    for number, code in zip(living, still, strict=True):
        if code is None:
            forks.kill(number)
    if any(code is not None for code in still):
        raise forks.ChildFailed(
            made.errors.read_text() if made.errors.exists() else f"somebody ended by itself: {still}"
        )


def _wait_until_all_is_over(made: "City", matters: int) -> None:
    """Time passes, in which the same workers and people do what is left. What takes too long is left to the judge."""
    from tests.crash import clock, forks, life

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if forks.ask(made.does(lambda: life.all_over(matters)), made.errors):
            return
        clock.move(timedelta(hours=3))
        time.sleep(0.3)


def _seen(made: "City") -> dict[str, Any]:
    from tests.crash import outside

    statuses = [one["status"] for one in outside.lines(made.folder / "seen")]
    return {
        "people sent away": dict(Counter(one["why"] for one in outside.lines(made.folder / "sent-away"))),
        "pages": dict(Counter(statuses)),
        "last page": statuses[-1],
    }


if __name__ == "__main__":
    sys.exit(main())
