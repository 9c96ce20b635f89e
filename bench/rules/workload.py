"""A table of 12 rules over 5 facts, rows for it, and the answers: that of ``../shared/bench/table12.py``."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

INPUTS = {"age": "number", "income": "number", "region": "string", "size": "number", "status": "string"}
REGIONS = ("north", "south", "east", "west")
STATUSES = ("student", "trainee", "employed", "unemployed", "retired", "disabled")
Rule = tuple[str, str, str, str, str, int, str]
RULES: tuple[Rule, ...] = (
    ("[0..6)", "< 2000", '"east","west"', ">= 3", "-", 300, "child-a"),
    ("[0..6)", "[2000..3500)", 'not("south")', "-", "-", 180, "child-b"),
    ("[6..16)", "< 2500", "-", "-", '"student"', 150, "pupil"),
    ("[16..25]", "< 1800", '"north","east"', "<= 2", '"student","trainee"', 220, "youth-a"),
    ("[16..25]", "< 1200", "-", "-", 'not("employed")', 160, "youth-b"),
    ("(25..60)", "< 900", 'not("west","south")', "-", '"unemployed"', 480, "work-a"),
    ("(25..60)", "[900..1500]", "-", "> 4", 'not("retired","student")', 260, "work-b"),
    ("(25..60)", "< 1500", '"south"', "-", '"disabled"', 520, "dis-a"),
    (">= 60", "< 1000", "-", "1,2", '"retired","disabled"', 610, "old-a"),
    (">= 60", "[1000..2200)", '"north","south"', "-", "-", 240, "old-b"),
    (">= 80", "-", "-", "-", 'not("employed")', 120, "old-c"),
    ("-", "-", "-", "-", "-", 0, "none"),
)
Row = dict[str, object]


def rows(count: int, seed: int = 7) -> list[Row]:
    """Random facts, numbers as JSON gives them: Python's integers."""
    chosen = random.Random(seed)
    return [
        {
            "age": chosen.randint(0, 95),
            "income": chosen.randint(0, 4000),
            "region": chosen.choice(REGIONS),
            "size": chosen.randint(1, 7),
            "status": chosen.choice(STATUSES),
        }
        for _ in range(count)
    ]


def as_decimals(row: Row) -> Row:
    """The same facts with their numbers as decimals, as forms and registers give them."""
    return {name: Decimal(value) if isinstance(value, int) else value for name, value in row.items()}


def dmn_xml(rules: Sequence[Rule], policy: str = "FIRST") -> bytes:
    """The table as a decision model; each rule has an annotation and a legal reference."""
    parts = ['<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:bench">']
    parts += [
        f'<inputData id="i_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for name, kind in INPUTS.items()
    ]
    parts.append('<decision id="grant" name="grant"><variable name="grant"/>')
    parts += [f'<informationRequirement><requiredInput href="#i_{name}"/></informationRequirement>' for name in INPUTS]
    parts.append(f'<decisionTable id="table" hitPolicy="{policy}">')
    parts += [
        f'<input><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in INPUTS.items()
    ]
    parts.append('<output name="amount" typeRef="number"/><output name="category" typeRef="string"/>')
    parts.append('<annotation name="说明"/><annotation name="依据"/>')
    parts += [_rule(at, rule) for at, rule in enumerate(rules, start=1)]
    return ("".join(parts) + "</decisionTable></decision></definitions>").encode()


def _rule(at: int, rule: Rule) -> str:
    *cells, amount, category = rule
    entries = "".join(f"<inputEntry><text>{escape(str(cell))}</text></inputEntry>" for cell in cells)
    outputs = f'<outputEntry><text>{amount}</text></outputEntry><outputEntry><text>"{category}"</text></outputEntry>'
    notes = "".join(f"<annotationEntry><text>{text} {at}</text></annotationEntry>" for text in ("说明", "第"))
    return f'<rule id="r{at}">{entries}{outputs}{notes}</rule>'
