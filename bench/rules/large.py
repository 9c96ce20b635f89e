"""Tables of many rules: one with an equality column, as tariffs and lists of towns have it; one of distinct rules."""

from __future__ import annotations

import random

from .workload import REGIONS, STATUSES, Row, Rule

PER_CODE = 4


def by_code(count: int) -> list[Rule]:
    """Rules of which four each ask for one value of ``status`` and part the ages between them."""
    made: list[Rule] = []
    for at in range(count):
        low = 20 * (at % PER_CODE)
        high = low + 20 if at % PER_CODE < PER_CODE - 1 else 200
        made.append((f"[{low}..{high})", "< 3500", "-", "-", f'"code-{at // PER_CODE}"', at, f"c{at}"))
    return made


def rows_by_code(count: int, rules: int, seed: int = 11) -> list[Row]:
    """Facts for ``by_code``; one in twenty asks for a code that no rule knows."""
    chosen = random.Random(seed)
    last = rules // PER_CODE - 1
    return [
        {
            "age": chosen.randint(0, 95),
            "income": chosen.randint(0, 4000),
            "region": chosen.choice(REGIONS),
            "size": chosen.randint(1, 7),
            "status": f"code-{chosen.randint(0, last)}" if chosen.random() < 0.95 else "code-x",
        }
        for _ in range(count)
    ]


def expected(row: Row, rules: int) -> int | None:
    """The amount that ``by_code`` grants; ``None`` when no rule passes."""
    code = str(row["status"]).removeprefix("code-")
    age, income = row["age"], row["income"]
    assert isinstance(age, int) and isinstance(income, int)
    if not code.isdigit() or income >= 3500:
        return None
    return int(code) * PER_CODE + min(age // 20, PER_CODE - 1)


def distinct(count: int, seed: int = 3) -> list[Rule]:
    """Rules with cells of their own, to be read and compiled."""
    chosen = random.Random(seed)
    return [_distinct(chosen, at) for at in range(count)]


def _distinct(chosen: random.Random, at: int) -> Rule:
    age, income = chosen.randint(0, 90), chosen.randint(0, 4000)
    region = chosen.choice(('"east","west"', 'not("south")', "-", f'"{chosen.choice(REGIONS)}"'))
    size = chosen.choice((">= 3", "<= 2", "-", "1,2"))
    earned = f"< {income}" if at % 2 else f"[{income}..{income + 500}]"
    status = f'"{chosen.choice(STATUSES)}-{at % 41}"'
    return f"[{age}..{age + chosen.randint(1, 9)})", earned, region, size, status, chosen.randint(1, 900), f"d{at}"
