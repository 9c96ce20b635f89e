"""The process that is measured: intake, a choice, three tasks side by side, an approval, a script; and its forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from yimen.engines import bpmn

ORDER = ("intake", "fire", "tax", "health", "approve")
FORMS: dict[str, dict[str, object]] = {
    "intake": {"amount": 1200, "name": "张三", "address": "x" * 60, "ids": list(range(8))},
    "fire": {"fire_ok": True, "note": "y" * 40},
    "tax": {"tax_ok": True, "note2": "z" * 40},
    "health": {"health_ok": True},
    "approve": {"approved": True},
}
# The same questions with nothing filled in, but for what the process itself asks.
EMPTY: dict[str, dict[str, object]] = {
    node: {name: 1 if name == "amount" else None for name in form} for node, form in FORMS.items()
}
LICENCE = "L-1200"


def xml(condition: str, script_format: str, script: str) -> bytes:
    """The file, with the choice and the script in the language of the engine that reads it."""
    drawing = Path(__file__).with_name("permit.bpmn").read_text("utf-8")
    return drawing.replace("COND", condition).replace("SFMT", script_format).replace("SCRIPT", script).encode()


@cache
def process() -> bpmn.Process:
    """The process for our engine, read once."""
    return bpmn.read(xml("amount &lt; 5000", "feel", '"L-" + string(amount)'))
