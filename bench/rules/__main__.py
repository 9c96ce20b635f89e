"""``python -m bench.rules``: measure, check that all engines answer alike, tell. The last line is one JSON object."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench.rules import by_hand, large, peers
from bench.rules.timing import Contender, machine, rates, seconds
from bench.rules.workload import RULES, Row, as_decimals, dmn_xml, rows
from yimen.engines import dmn
from yimen.engines.dmn.analysis.tests import large as tables

COUNT = 2000
BARS = {
    "vs_zen": (">=", 5),
    "vs_spiffworkflow": (">=", 100),
    "vs_handwritten": (">=", 0.5),
    "indexed_10k_over_100": ("<=", 5),
    "compile_1000_rules_s": ("<=", 1),
    "check_200_rules_s": ("<=", 2),
}


class Differs(Exception):
    """An engine answers otherwise than the others."""


def main() -> int:
    table = dmn.read(dmn_xml(RULES))
    ours = dmn.prepare(table, "grant")
    plain = rows(COUNT)
    decimals = [as_decimals(row) for row in plain]
    _check_ours(ours, plain, decimals)
    contenders = [
        Contender("ours", ours.answer, plain),
        Contender("ours, full record", ours.decide, plain),
        Contender("ours, decimals", ours.answer, decimals),
        Contender("by hand, decimals", by_hand.grant, decimals),
    ]
    for name, make, count in (("zen-engine", peers.zen, COUNT), ("SpiffWorkflow", peers.spiff, 300)):
        try:
            contenders.append(_peer(name, make, plain[:count]))
        except peers.Absent as absent:
            print(f"{name}: left out, {absent}")
    found = rates(contenders)
    for name, rate in sorted(found.items(), key=lambda one: -one[1]):
        print(f"{name:20} {rate:12,.0f} per CPU-second  {1e6 / rate:9.2f} µs")
    figures = _figures(found)
    for figure, (sign, bar) in BARS.items():
        value = figures[figure]
        print(f"{figure:22} {value} (bar {sign} {bar}: {_held(value, sign, bar)})")
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, Python {platform.python_version()}")
    print(json.dumps(figures))
    return 0


def _held(value: float | None, sign: str, bar: float) -> str:
    if value is None:
        return "not measured"
    return "held" if (value >= bar if sign == ">=" else value <= bar) else "NOT HELD"


def _figures(found: Mapping[str, float]) -> dict[str, float | None]:
    def over(one: str, other: str) -> float | None:
        return round(found[one] / found[other], 2) if other in found else None

    return {
        "decisions_per_cpu_s": round(found["ours"]),
        "records_per_cpu_s": round(found["ours, full record"]),
        "vs_zen": over("ours", "zen-engine"),
        "vs_spiffworkflow": over("ours", "SpiffWorkflow"),
        "vs_handwritten": over("ours, decimals", "by hand, decimals"),
        "indexed_10k_over_100": _indexed(),
        "compile_1000_rules_s": round(_compiled(), 3),
        "check_200_rules_s": round(_checked(), 3),
    }


def _indexed() -> float:
    """The time of a decision of a table of 10,000 rules over that of 100 rules."""
    contenders = []
    for count in (100, 10_000):
        prepared = dmn.prepare(dmn.read(dmn_xml(large.by_code(count), "UNIQUE")), "grant")
        asked = large.rows_by_code(COUNT, count)
        for row in asked:
            answer = prepared.answer(row).outputs
            amount = None if answer is None else answer["amount"]  # type: ignore[index]
            _same(f"{count} rules", amount, large.expected(row, count), row)
        contenders.append(Contender(str(count), prepared.answer, asked))
    found = rates(contenders)
    return round(found["100"] / found["10000"], 2)


def _compiled() -> float:
    xml = dmn_xml(large.distinct(1000), "COLLECT")
    row = rows(1)[0]
    return seconds(lambda: dmn.prepare(dmn.read(xml), "grant").answer(row))


def _checked() -> float:
    """The check before publishing of that table of 200 rules and 8 inputs, easy or hard, which takes it longest."""
    forms = [tables.partition(), *(tables.scattered(named) for named in (2, 4, 8))]
    forms += [tables.halves(named=named) for named in (2, 3, 4, 5)]
    models = [dmn.read(tables.file(rows, policy)) for rows in forms for policy in ("UNIQUE", "FIRST")]
    checks = [partial(dmn.check, model) for model in models]
    return seconds(max(checks, key=lambda check: seconds(check, 1)))


def _check_ours(ours: dmn.Prepared, plain: list[Row], decimals: list[Row]) -> None:
    for row, exact in zip(plain, decimals, strict=True):
        amount, category, rule = by_hand.grant(exact)
        for one in (row, exact):
            answer, record = ours.answer(one), ours.decide(one)
            _same("ours", answer, ({"amount": amount, "category": category}, (rule,), ()), row)
            _same("ours, full record", (record.outputs, record.rules_hit[0].rule_id), (answer.outputs, rule), row)


def _peer(name: str, make: Callable[[], tuple[peers.Ask, Callable[[Any], peers.Found]]], asked: list[Row]) -> Contender:
    ask, shown = make()
    for row in asked:
        amount, category, _ = by_hand.grant(as_decimals(row))
        found = shown(ask(row))
        _same(name, (float(found[0]), found[1]), (float(amount), category), row)
    return Contender(name, ask, asked)


def _same(name: str, found: object, wanted: object, row: Row) -> None:
    if found != wanted:
        raise Differs(f"{name} answers {found} to {row}, not {wanted}")


if __name__ == "__main__":
    sys.exit(main())
