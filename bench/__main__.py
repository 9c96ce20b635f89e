"""``python -m bench [sqlite] [postgres]``: make a city on each database, measure it, tell. It ends by itself.

Nothing of it stays: the city stands in a temporary folder, PostgreSQL is a server of its own.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from bench import report, visits
from bench.cost import Posts, cost
from bench.databases import empty
from bench.load import load
from bench.server import FLOOR, PRODUCT, Browser, environment, serving
from bench.weight import weight

DATABASES = ("sqlite", "postgres")
# As docs/operations/production.md starts it.
WORKERS = 2


def main(wanted: list[str]) -> int:
    measured: dict[str, list[report.Row]] = {}
    heaviest = 0
    for database in wanted or list(DATABASES):
        with tempfile.TemporaryDirectory(prefix="yimen-bench-") as folder, empty(database, Path(folder)) as address:
            measured[database], weights = _measure(database, Path(folder), address)
            heaviest = max(heaviest, *weights)
    print("\n" + report.table(measured, heaviest) + "\n")
    print(report.figures(measured, heaviest))
    return 0


def _measure(database: str, var: Path, address: str) -> tuple[list[report.Row], list[int]]:
    _say(f"{database}: making a city with 10,000 open cases")
    told = var / "visits.json"
    subprocess.run(
        [sys.executable, "-m", "bench.city", str(told)], env=environment(var, address, mode="demo"), check=True
    )
    env, found = environment(var, address, mode="production"), visits.read(told)
    posts = {one.name: Posts(one) for one in found if one.form is not None}
    with serving(PRODUCT, env, workers=1) as ours, serving(FLOOR, env, workers=1) as floor:
        costs = {}
        for one in found:
            _say(f"{database}: {one.name} beside the floor")
            costs[one.name] = cost(one, Browser(ours), Browser(floor), posts.get(one.name))
    with serving(PRODUCT, env, workers=WORKERS) as ours:
        weights = [weight(one, ours) for one in found if one.form is None]
        _say(f"{database}: 16 users")
        loads = {one.name: load(one, ours, first=posts[one.name].used if one.form else 0) for one in found}
    return [(one, costs[one.name], loads[one.name]) for one in found], weights


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
