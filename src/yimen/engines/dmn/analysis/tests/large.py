"""Large tables for the tests: 200 rules over 8 numbers, in forms that are easy and forms that are hard to judge."""

from __future__ import annotations

import random

from yimen.engines.dmn.tests.make import decision, fact, needs, table, xml

COLUMNS = 8
Rows = list[list[str]]
Bounds = tuple[tuple[int, int], ...]


def partition(rules: int = 200, seed: int = 1) -> Rows:
    """Boxes that cut the whole space, each point in exactly one: sound for every hit policy."""
    dice = random.Random(seed)
    boxes: list[Bounds] = [((0, 1000),) * COLUMNS]
    while len(boxes) < rules:
        at = max(range(len(boxes)), key=lambda one: dice.random() * max(high - low for low, high in boxes[one]))
        box, axis = boxes.pop(at), dice.randrange(COLUMNS)
        low, high = box[axis]
        if high - low < 2:
            boxes.append(box)
            continue
        cut = dice.randrange(low + 1, high)
        boxes += [(*box[:axis], part, *box[axis + 1 :]) for part in ((low, cut), (cut, high))]
    return [[*(_bounds(low, high) for low, high in box), f'"{at}"'] for at, box in enumerate(boxes)]


def _bounds(low: int, high: int) -> str:
    if (low, high) == (0, 1000):
        return "-"
    if low == 0:
        return f"< {high}"
    return f">= {low}" if high == 1000 else f"[{low}..{high})"


def scattered(named: int, rules: int = 200, seed: int = 2) -> Rows:
    """Random ranges in ``named`` of the columns of each rule: gaps and overlaps everywhere."""
    dice = random.Random(seed)
    rows = []
    for at in range(rules):
        chosen = set(dice.sample(range(COLUMNS), named))
        rows.append([*(_range(dice) if column in chosen else "-" for column in range(COLUMNS)), f'"{at % 3}"'])
    return rows


def halves(rules: int = 200, named: int = 3, seed: int = 3) -> Rows:
    """One bound in ``named`` columns of each rule: rules so large that they almost cover everything."""
    dice = random.Random(seed)
    rows = []
    for at in range(rules):
        chosen = set(dice.sample(range(COLUMNS), named))
        cells = [f"{dice.choice(['<', '>='])} {dice.randrange(1000)}" if c in chosen else "-" for c in range(COLUMNS)]
        rows.append([*cells, f'"{at % 3}"'])
    return rows


def _range(dice: random.Random) -> str:
    low = dice.randrange(900)
    return f"[{low}..{low + dice.randrange(1, 600)})"


def file(rows: Rows, policy: str) -> bytes:
    names = [f"x{at}" for at in range(COLUMNS)]
    values = ",".join(dict.fromkeys(row[-1] for row in rows))
    made = table(names, [f"o={values}"], rows, policy)
    return xml(*(fact(name, "number") for name in names), decision("d", made, needs(*names)))
