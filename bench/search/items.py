"""The real list of one district (demo/imports, 广安区, 1,135 items) as entries, and as many more as a province has."""

import csv
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from yimen.ground.search.entry import Entry

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "demo" / "imports" / "guangan.csv"
QUERIES = ROOT / "tests" / "search" / "queries.csv"
UNHEARD = ROOT / "tests" / "search" / "unheard.csv"


def sample() -> Iterator[Entry]:
    """Every item of the district."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Entry(
                kind="sample",
                key=row["implement_code"],
                name=row["item_name"],
                department=row["department"],
                region="广安区",
                type=row["task_type"],
            )


def many(count: int) -> Iterator[Entry]:
    """The names again and again, each time in another region and at another department."""
    names = list(sample())
    for turn, one in enumerate(islice(cycle(names), count)):
        region = f"第{turn // len(names) + 1}区"
        yield Entry(
            kind="sample",
            key=f"{one.key}-{turn}",
            name=one.name,
            department=f"{region}{one.department.removeprefix('区')}",
            region=region,
            type=one.type,
            online=turn % 3 == 0,
            enterprises=turn % 2 == 0,
        )
