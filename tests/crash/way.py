"""Whether what is killed is what the product does: ``python -m tests.crash.way``.

Prints, as JSON, of one life the points at commits, how many letters were sent, how often the store went straight to the
driver inside a transaction and how often not, and, on SQLite, how many commits the driver itself has seen.
"""

import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.crash.settings"
django.setup()

from django.db import connection  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402

from tests.crash import forks, life, outside  # noqa: E402
from tests.crash.boundaries import Points, counted  # noqa: E402
from tests.crash.databases import open_databases  # noqa: E402
from tests.crash.runs import ONE, City, city  # noqa: E402
from yimen.ground.processes.store.database import Database  # noqa: E402

_WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


class Driver:
    """What SQLite says that it does: a commit is a COMMIT, or a write that nobody has begun a transaction for."""

    def __init__(self) -> None:
        self.commits, self._open = 0, False

    def hear(self, statement: str) -> None:
        if statement.startswith("BEGIN"):
            self._open = True
        elif statement.startswith(("COMMIT", "ROLLBACK")) and not statement.startswith("ROLLBACK TO"):
            self.commits += statement.startswith("COMMIT")
            self._open = False
        elif not self._open and statement.startswith(_WRITES):
            self.commits += 1


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="yimen-way-") as name,
        open_databases(Path(name)) as databases,
        city(databases, Path(name), 0) as made,
    ):
        print(json.dumps(forks.ask(made.does(lambda: _lived(made)), made.errors)))


def _lived(made: City) -> dict[str, Any]:
    points, letters, driver, ways = Points(), Points(), Driver(), Counter[bool]()
    looked_up = Database.__init__

    def looking_up(self: Database) -> None:
        looked_up(self)
        if connection.in_atomic_block:
            ways[not isinstance(self._execute.__self__, CursorWrapper)] += 1  # type: ignore[attr-defined]

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(driver.hear)
    with counted(points), patch.object(Database, "__init__", looking_up), patch.object(outside, "around", letters.one):
        life.to_the_end(made.folder, ONE)
    return {
        "points": points.passed,
        "letters": letters.passed // 2,
        "straight": ways[True],
        "by a cursor": ways[False],
        "commits": driver.commits,
    }


if __name__ == "__main__":
    main()
