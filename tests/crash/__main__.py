"""``python -m tests.crash [--count N] [--restarts N] [--lanes N] [--seed N]``: see ``make crash``."""

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_FAULTS = ("lost", "doubled", "stuck")
MEMORY = Path("/dev/shm")
ROOT = Path(__file__).parents[2]


def main() -> int:
    told = _arguments()
    if told.here:
        return _here(told)
    return _everywhere(told)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--count", type=int, default=1000, help="runs over both databases")
    parser.add_argument("--lanes", type=int, default=os.cpu_count() or 1, help="runs at a time")
    parser.add_argument("--restarts", type=int, default=5, help="how often PostgreSQL falls under load")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--here", action="store_true", help="on the database of YIMEN_DATABASE_URL alone")
    return parser.parse_args()


def _everywhere(told: argparse.Namespace) -> int:
    """Both databases, one after the other, each in a process whose settings name it."""
    with tempfile.TemporaryDirectory(prefix="yimen-crash-") as name:
        half = ["--count", str((told.count + 1) // 2), "--lanes", str(told.lanes), "--seed", str(told.seed), "--here"]
        sqlite = {"YIMEN_DATABASE_URL": f"sqlite:///{name}/none.sqlite3"}
        found = [
            _process([sys.executable, "-m", "tests.crash", *half], sqlite, name),
            _process([sys.executable, "-m", "tests.postgres", sys.executable, "-m", "tests.crash", *half], {}, name),
        ]
        if told.restarts:
            restart = ["-m", "tests.crash.restart", "--restarts", str(told.restarts), "--seed", str(told.seed)]
            found.append(_process([sys.executable, *restart], {}, name))
    total = {key: sum(one.get(key, 0) for one in found) for key in ("runs", *_FAULTS)}
    print(json.dumps(total), flush=True)
    return int(any(total[key] for key in _FAULTS) or total["runs"] < told.count)


def _process(command: list[str], more: dict[str, str], folder: str) -> dict[str, int]:
    # A kill of processes, not of the machine, needs no disk: a private server is several times as fast in memory.
    memory = {"TMPDIR": str(MEMORY)} if MEMORY.is_dir() else {}
    env = {**os.environ, **memory, "XDG_RUNTIME_DIR": folder, "YIMEN_VAR": folder, **more}
    with (Path(folder) / "errors").open("w+") as errors:
        done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
        *words, last = done.stdout.splitlines() or [""]
        print(*words, sep="\n", flush=True)
        if not last.startswith("{"):
            errors.seek(0)
            sys.stderr.write(errors.read())
    if not last.startswith("{"):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return json.loads(last)


def _here(told: argparse.Namespace) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.crash.settings"
    import django

    django.setup()
    from tests.crash.campaign import campaign

    # What is warm stays shared: no child copies it because the collector looks at it.
    gc.collect()
    gc.freeze()
    began = time.monotonic()
    report = campaign(told.count, told.lanes, told.seed)
    verdict = report.verdict
    for sentence in verdict.words[:40]:
        print(sentence)
    counts = {"runs": report.runs, "lost": verdict.lost, "doubled": verdict.doubled, "stuck": verdict.stuck}
    where = f"{report.at_boundaries} at {report.points} boundaries, {report.by_chance} by chance, seed {told.seed}"
    what = ", ".join(f"{name} {number}" for name, number in counts.items())
    print(f"{report.kind}: {what} ({where}), {time.monotonic() - began:.0f} s")
    print(json.dumps(counts), flush=True)
    return int(not verdict.good)


if __name__ == "__main__":
    sys.exit(main())
