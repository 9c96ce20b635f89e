"""The figures as a table for people and, as the last line, as one JSON object for machines."""

import json
from collections.abc import Iterable

from bench.cost import Cost
from bench.load import Load
from bench.visits import Visit

# What a page of that kind may cost at most, beside the floor.
AIMS = {"service_page": 3.0, "case_page": 3.0, "worklist": 3.0}
Row = tuple[Visit, Cost, Load]
_TITLES = (
    *("database", "request", "reads", "writes", "bytes", "floor ms", "ours ms", "ratio", "aim"),
    *("median ms", "p95 ms", "a second"),
)


def table(measured: dict[str, list[Row]], heaviest: int) -> str:
    """The table as Markdown, so that it can be kept in docs/reference/performance.md as it is."""
    rows = [_line(database, *row) for database, found in measured.items() for row in found]
    return "\n".join(
        [
            _row(_TITLES),
            _row("---" for _ in _TITLES),
            *rows,
            "",
            f"The heaviest page with all it brings along: {heaviest / 1024:.1f} KB.",
        ]
    )


def figures(measured: dict[str, list[Row]], heaviest: int) -> str:
    """One JSON object, figure → number."""
    found: dict[str, float] = {}
    for database, rows in measured.items():
        for visit, cost, load in rows:
            found[f"{database}_{visit.name}_ratio"] = round(cost.ratio, 2)
            found[f"{database}_{visit.name}_p95_ms"] = round(load.p95, 1)
    return json.dumps({**found, "page_kb_max": round(heaviest / 1024, 1)})


def _line(database: str, visit: Visit, cost: Cost, load: Load) -> str:
    aim = AIMS.get(visit.name)
    cells = [
        *(database, visit.name, str(visit.reads), str(visit.writes), str(visit.size)),
        *(f"{cost.floor:.2f}", f"{cost.ours:.2f}", f"{cost.ratio:.2f}", f"≤ {aim:g}" if aim else ""),
        *(f"{load.median:.0f}", f"{load.p95:.0f}", f"{load.per_second:.0f}"),
    ]
    return _row(cells)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
