from typing import Any

from django.http import QueryDict


def add_rows(fields: list[dict[str, Any]], posted: QueryDict | None) -> None:
    """Without script, adding or removing a row is a round trip: the page comes back with one more, or without it."""
    if posted is None:
        return
    for spec in fields:
        rows = list(spec.get("value") or [])
        if spec["key"] == posted.get("add_row"):
            spec["rows"] = [*rows, {}]
        name, _, number = (posted.get("remove_row") or "").rpartition(".")
        if spec["key"] == name and number.isdigit():
            spec["rows"] = [row for at, row in enumerate(rows) if at != int(number)] or [{}]
