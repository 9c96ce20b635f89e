"""Fifty of the runs of ``make crash``, on the database of the tests; and the judge, who must see each fault."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[2]
RUNS = 50
LOST, DOUBLED, STUCK = range(3)


def told(folder: Path, *command: str) -> Any:
    """The last line that the command prints."""
    env = {**os.environ, "YIMEN_MODE": "test", "YIMEN_VAR": str(folder)}
    done = subprocess.run([sys.executable, "-m", *command], env=env, cwd=HERE, capture_output=True, text=True)
    assert done.stdout.strip(), done.stderr
    return json.loads(done.stdout.splitlines()[-1]) | {"words": done.stdout}


def test_whoever_is_killed_nothing_is_lost_doubled_or_stuck(tmp_path: Path) -> None:
    found = told(tmp_path, "tests.crash", "--here", "--count", str(RUNS), "--lanes", "2")
    assert (found["runs"], found["lost"], found["doubled"], found["stuck"]) == (RUNS, 0, 0, 0), found["words"]


def test_who_is_killed_goes_the_way_of_the_product_and_may_die_at_each_commit_of_the_driver(tmp_path: Path) -> None:
    found = told(tmp_path, "tests.crash.way")
    assert found["straight"] > 30 and found["by a cursor"] == 0
    if "postgres" not in os.environ.get("YIMEN_DATABASE_URL", ""):
        assert found["points"] == 2 * found["commits"] > 100


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """What the judge counted for each planted fault."""
    found: dict[str, list[int]] = told(tmp_path_factory.mktemp("faults"), "tests.crash.faults")
    return found


def test_where_nothing_is_wrong_the_judge_finds_nothing(counted: dict[str, list[int]]) -> None:
    assert counted["nothing"] == [0, 0, 0]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("a task is gone", LOST),
        ("an event is gone", LOST),
        ("a variable is forged", LOST),
        ("a token that nobody put there", LOST),
        ("a paper is gone", LOST),
        ("somebody was told what is not so", LOST),
        ("a paper twice", DOUBLED),
        ("an act on record twice", DOUBLED),
        ("a letter twice", DOUBLED),
        ("a wait is forgotten", STUCK),
        ("a timer is dropped", STUCK),
        ("a delivery is dropped", STUCK),
        ("a lease without end", STUCK),
        ("makes a paper without looking", DOUBLED),
        ("closes a timer before it fires", STUCK),
        ("a signal is told to nobody", STUCK),
        ("a signal is told once more", DOUBLED),
        ("throws a signal under a new key", DOUBLED),
        ("a failed step is forgotten", STUCK),
        ("an operator was told what is not so", LOST),
        ("a repair twice on record", DOUBLED),
        ("closes an incident before it tries again", STUCK),
        ("a process moved without its matter", LOST),
        ("a matter moved without its process", LOST),
    ],
)
def test_the_judge_sees_each_fault(counted: dict[str, list[int]], fault: str, kind: int) -> None:
    assert counted[fault][kind] > 0


def test_of_many_missed_timers_each_is_fired_once_in_its_turn_and_by_whoever_is_free(tmp_path: Path) -> None:
    found = told(tmp_path, "tests.crash.missed")
    assert found["timers"] == found["tried"] == 120
    assert found["never"] == found["again"] == found["in the wrong order"] == 0
    assert all(found["shares"]), "one worker had to wait until the others were done"


@pytest.mark.skipif("postgres" not in os.environ.get("YIMEN_DATABASE_URL", ""), reason="SQLite has no server to fall")
def test_when_the_database_server_falls_under_load_all_recover_by_themselves(tmp_path: Path) -> None:
    found = told(tmp_path, "tests.crash.restart", "--restarts", "2")
    assert (found["lost"], found["doubled"], found["stuck"]) == (0, 0, 0), found["words"]
    away = found["pages"].get("500") or found["pages"].get("503")
    assert found["people sent away"] and away, "nobody was there when it fell"
    assert found["last page"] == "200"
