"""Does the data say all that a kind must say? What lacks is named in words, with its key for whoever fills it in."""

from collections.abc import Iterator, Mapping

from yimen.ground.documents.kinds.kind import Choice, Kind, Rows
from yimen.ground.documents.kinds.names import NAMES


def missing_entries(kind: Kind, data: Mapping[str, object]) -> tuple[str, ...]:
    """What may not be empty and is, or is none of its fixed values: “需要补正的内容（points）第2项的依据（basis）”."""
    return tuple(_missing(kind, data))


def _missing(kind: Kind, data: Mapping[str, object]) -> Iterator[str]:
    due = [key for when in kind.when if _applies(data.get(when.key), when.value) for key in when.says]
    yield from (_name(key) for key in dict.fromkeys((*kind.says, *due)) if not _said(data.get(key)))
    for rows in kind.rows:
        yield from _missing_in_rows(rows, data.get(rows.key))
    yield from (_wrong_choice(choice) for choice in kind.choices if _is_none_of(choice, data.get(choice.key)))


def _said(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None and value not in ([], (), {})


def _applies(value: object, wanted: str) -> bool:
    return value == wanted if wanted else _said(value)


def _missing_in_rows(rows: Rows, value: object) -> Iterator[str]:
    if not _said(value):
        return
    if not isinstance(value, list | tuple):
        yield f"{_name(rows.key)}的各项"
        return
    for position, row in enumerate(value, 1):
        place = f"{_name(rows.key)}第{position}项"
        if rows.says and isinstance(row, Mapping):
            yield from (f"{place}的{_name(key)}" for key in rows.says if not _said(row.get(key)))
        elif rows.says or not (isinstance(row, str) and _said(row)):
            yield place


def _is_none_of(choice: Choice, value: object) -> bool:
    return _said(value) and value not in choice.values


def _wrong_choice(choice: Choice) -> str:
    return f"{_name(choice.key)}，只能是{'、'.join(choice.values)}之一"


def _name(key: str) -> str:
    return f"{NAMES[key]}（{key}）" if key in NAMES else key
