"""Many processes draw certificate numbers at the same moment: no number twice, and no gap where one was rolled back."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.test_worker_and_races import HERE, _database

DRAWERS, EACH, LOST = 4, 20, 5
PATTERN = "云消安检字〔{year}〕第{serial:4}号"
DRAW = f"""
import sys
from datetime import date
import django; django.setup()
from django.db import transaction
from yimen.ground.numbering.plain import new_plain_number

class Refused(Exception): pass

for turn in range({EACH}):
    try:
        with transaction.atomic():
            told = new_plain_number(pattern={PATTERN!r}, region="990181", on=date(2026, 11, 20))
            if turn % {LOST} == 0:
                raise Refused
        print(told)
    except Refused:
        pass
"""


def test_numbers_drawn_at_once_are_all_different_and_without_gaps(tmp_path: Path) -> None:
    with _database(tmp_path) as address:
        told = {**os.environ, "YIMEN_MODE": "test", "YIMEN_VAR": str(tmp_path), "YIMEN_DATABASE_URL": address}
        told |= {"DJANGO_SETTINGS_MODULE": "yimen.config.settings", "PYTHONIOENCODING": "utf-8"}
        migrate = [sys.executable, "-m", "yimen.cli", "manage", "migrate", "numbering", "--verbosity", "0"]
        subprocess.run(migrate, env=told, cwd=HERE, check=True)
        draw = [sys.executable, "-c", DRAW]
        drawing = [
            subprocess.Popen(draw, env=told, cwd=HERE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
            for _ in range(DRAWERS)
        ]
        drawn = [line for one in drawing for line in one.communicate(timeout=120)[0].splitlines()]
        assert [one.returncode for one in drawing] == [0] * DRAWERS
    kept = DRAWERS * (EACH - EACH // LOST)
    assert sorted(drawn) == [f"云消安检字〔2026〕第{serial:04}号" for serial in range(1, kept + 1)]
