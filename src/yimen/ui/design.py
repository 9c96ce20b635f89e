"""Sample facts for the pattern page `/design/` (`design.json`). Everybody and everything there is invented."""

import json
from pathlib import Path
from typing import Any

_SAMPLES = json.loads((Path(__file__).parent / "design.json").read_text(encoding="utf-8"))
FIELDS: tuple[dict[str, Any], ...] = tuple(_SAMPLES["fields"])
FAULTS: dict[str, dict[str, Any]] = _SAMPLES["faults"]


def refused() -> list[dict[str, Any]]:
    """The failures of the sample form, as the error summary takes them."""
    found: list[dict[str, Any]] = []
    for key, fault in FAULTS.items():
        if "failure" in fault:
            found.append({"key": key, "sentence": fault["failure"]})
        for inside, sentence in fault.get("parts", {}).items():
            found.append({"key": key, "column": inside, "sentence": sentence})
    return found


def fields(is_refused: bool) -> list[dict[str, Any]]:
    """The sample form, one field of each type; refused, some of them carry failures."""
    return [{**spec, **(FAULTS.get(spec["key"], {}) if is_refused else {})} for spec in FIELDS]


def samples(is_refused: bool) -> dict[str, Any]:
    """Everything that the pattern page shows."""
    errors = refused() if is_refused else []
    return {"fields": fields(is_refused), "errors": errors, **_SAMPLES["lists"], **_SAMPLES["papers"]}
