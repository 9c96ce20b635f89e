"""From a posted form to what ``engines.forms.take_in`` reads: one raw value per field, rows and parts together."""

import re
from collections.abc import Iterable

from django.http import QueryDict

from yimen.engines.forms import Field

_MAX_ROWS = 200


def typed_in(fields: Iterable[Field], posted: QueryDict) -> dict[str, object]:
    """Raw input per key. A key is present when the page had the field, so that an emptied one is emptied.

    Names are those of ``yimen.ui.fields``: ``key``, ``key.street``, ``key.detail``, ``key.<n>.<column>``.
    """
    present = set(posted.getlist("field"))
    found: dict[str, object] = {}
    for field in fields:
        if field.key not in present:
            continue
        if field.type == "table":
            found[field.key] = _rows(field, posted)
        elif field.type == "address":
            found[field.key] = {part: posted.get(f"{field.key}.{part}", "") for part in ("street", "detail")}
        else:
            found[field.key] = posted.getlist(field.key)
    return found


def _rows(field: Field, posted: QueryDict) -> list[dict[str, object]]:
    pattern = re.compile(rf"{re.escape(field.key)}\.(\d+)\.")
    numbers = sorted({int(match[1]) for name in posted if (match := pattern.match(name))})[:_MAX_ROWS]
    return [
        {column.key: posted.getlist(f"{field.key}.{number}.{column.key}") for column in field.columns}
        for number in numbers
    ]
