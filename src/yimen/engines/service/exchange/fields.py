"""The fields of the exchange tables: machine name, words, need, width, code table. Data: ``data/fields.csv``."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
# Child tables as a record names them; all other tables lie flat in the record.
CHILDREN: Mapping[str, str] = {
    "materials": "up_task_general_material",
    "fees": "up_task_general_fee_project",
    "questions": "up_task_general_questions",
}
CHILD_LABELS: Mapping[str, str] = {"materials": "材料", "fees": "收费项目", "questions": "常见问题"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table. ``width``: the most signs it may have, 0 for no bound; ``codes``: its code table."""

    table: str
    name: str
    label: str
    required: bool
    width: int
    codes: str


def _read() -> list[Field]:
    with (DATA / "fields.csv").open(encoding="utf-8", newline="") as file:
        return [
            Field(
                row["table"], row["name"], row["label"], row["required"] == "Y", int(row["max_len"] or 0), row["codes"]
            )
            for row in ({**one, "name": one["field"]} for one in csv.DictReader(file))
        ]


_ALL = _read()
# by_law stands in three tables: what a child table has is no field of the item itself.
FIELDS: Mapping[str, Field] = {one.name: one for one in _ALL if one.table not in CHILDREN.values()}
CHILD_FIELDS: Mapping[str, Mapping[str, Field]] = {
    child: {one.name: one for one in _ALL if one.table == table} for child, table in CHILDREN.items()
}


def label_of(name: str) -> str:
    """What a field or child table is called in Chinese; the name itself when the standard does not know it."""
    return CHILD_LABELS.get(name) or (FIELDS[name].label if name in FIELDS else name)
