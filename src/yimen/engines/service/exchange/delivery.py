"""A delivery: the exchange tables as CSV (UTF-8) in a folder or a zip, with a manifest that says from whom, to whom,
under which number, which items in which version, which fields are locked.

Rows of all tables are tied to their item by the first column, ``item_key``; columns that the standard does not know are
carried along. The same items always give the same bytes. ``read`` refuses what was altered on the way.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yimen.engines.service.exchange.fields import CHILD_FIELDS, CHILDREN, FIELDS
from yimen.engines.service.exchange.record import Record, cleaned, rows_of

MANIFEST, KEY = "manifest.json", "item_key"
FORMAT = 1
_EXTRA = "local_extra"
_TABLES = ("up_task_directory", "up_task_general_basic", "up_task_general_extend", _EXTRA)
_PLACE = ("region_code", "region_name")
_MOST_BYTES = 400_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)


class DeliveryError(ValueError):
    """The delivery as a whole cannot be used; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends or receives: a region."""

    region_code: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a delivery. ``locks``: fields that the sender has locked."""

    key: str
    version: int
    record: Record
    locks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """``since``: the number of the delivery that it builds on, empty when it holds everything; ``ended``: keys of items
    that are no more; ``faults``: rows that could not be used."""

    sender: Party
    receiver: Party
    number: str
    made_on: str
    since: str = ""
    items: tuple[Item, ...] = ()
    ended: tuple[str, ...] = ()
    faults: tuple[str, ...] = field(default=(), compare=False)


def write(delivery: Delivery) -> dict[str, bytes]:
    """The files of a delivery by name."""
    items = sorted(delivery.items, key=lambda one: one.key)
    files = {f"{table}.csv": _flat(table, items) for table in _TABLES}
    files |= {f"{CHILDREN[child]}.csv": _child(child, items) for child in CHILDREN}
    manifest = {
        "format": FORMAT,
        "from": {"region_code": delivery.sender.region_code, "name": delivery.sender.name},
        "to": {"region_code": delivery.receiver.region_code, "name": delivery.receiver.name},
        "number": delivery.number,
        "made_on": delivery.made_on,
        "since": delivery.since,
        "items": {one.key: one.version for one in items},
        "locks": {one.key: sorted(one.locks) for one in items if one.locks},
        "ended": sorted(delivery.ended),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return {MANIFEST: (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode(), **files}


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip that is the same byte for byte whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in sorted(files.items()):
            file.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def files_at(path: Path) -> dict[str, bytes]:
    """The files of a delivery in a folder or a zip; only those that a delivery has. Raises DeliveryError."""
    names = {MANIFEST, *(f"{table}.csv" for table in [*_TABLES, *CHILDREN.values()])}
    if path.is_dir():
        return {name: (path / name).read_bytes() for name in sorted(names) if (path / name).is_file()}
    try:
        with zipfile.ZipFile(path) as file:
            inside = [one for one in file.infolist() if one.filename in names]
            if sum(one.file_size for one in inside) > _MOST_BYTES:
                raise DeliveryError("解开以后太大")
            return {one.filename: file.read(one) for one in inside}
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError) as error:
        raise DeliveryError("打不开，不是文件夹，也不是好的 zip") from error


def read(files: Mapping[str, bytes]) -> Delivery:
    """The delivery in these files. Raises DeliveryError; a row that belongs to no item is told in ``faults``."""
    manifest = _manifest(files)
    for name, told in manifest["files"].items():
        if name not in files:
            raise DeliveryError(f"少了文件 {name}")
        if hashlib.sha256(files[name]).hexdigest() != told:
            raise DeliveryError(f"{name} 和清单里的校验码对不上，路上被改过或者没传完")
    records: dict[str, dict[str, Any]] = {key: {} for key in manifest["items"]}
    faults: list[str] = []
    for table in _TABLES:
        for line, key, row in _rows(files, table, faults):
            _into(records, table, line, key, row, faults)
    for child, table in CHILDREN.items():
        for line, key, row in _rows(files, table, faults):
            if key in records:
                records[key].setdefault(child, []).append(row)
            else:
                faults.append(f"{table}.csv 第 {line} 行的 {key} 不在清单里")
    items = [
        Item(key, version, cleaned(records[key]), tuple(manifest["locks"].get(key, ())))
        for key, version in sorted(manifest["items"].items())
    ]
    return Delivery(
        Party(**manifest["from"]),
        Party(**manifest["to"]),
        manifest["number"],
        manifest["made_on"],
        manifest["since"],
        tuple(items),
        tuple(manifest["ended"]),
        tuple(faults),
    )


def _manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        told = json.loads(files[MANIFEST])
    except (KeyError, ValueError, RecursionError) as error:
        raise DeliveryError(f"没有清单 {MANIFEST}，或者清单读不懂") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise DeliveryError(f"清单的格式不是 {FORMAT}，这个系统还不认识")
    party = {"region_code": str, "name": str}
    shapes: dict[str, Any] = {"number": str, "made_on": str, "since": str, "ended": list, "files": dict, "locks": dict}
    wrong = [name for name, kind in {**shapes, "items": dict}.items() if not isinstance(told.get(name), kind)]
    for name in ("from", "to"):
        found = told.get(name)
        if not isinstance(found, dict) or {key: type(value) for key, value in found.items()} != party:
            wrong.append(name)
    items, locks = told.get("items"), told.get("locks")
    if isinstance(items, dict) and any(type(version) is not int for version in items.values()):
        wrong.append("items")
    if isinstance(locks, dict) and not all(_are_texts(one) for one in locks.values()):
        wrong.append("locks")
    if wrong or not told["number"] or not _are_texts(told["ended"]):
        raise DeliveryError(f"清单里的 {'、'.join(wrong) or 'number'} 不对")
    return told


def _are_texts(told: object) -> bool:
    return isinstance(told, list) and all(isinstance(one, str) for one in told)


def _into(
    records: Mapping[str, dict[str, Any]], table: str, line: int, key: str, row: Mapping[str, str], faults: list[str]
) -> None:
    if key not in records:
        faults.append(f"{table}.csv 第 {line} 行的 {key} 不在清单里")
        return
    for name, value in row.items():
        if records[key].get(name, value) != value:
            faults.append(f"{table}.csv 第 {line} 行的 {name} 和前面的不一样")
        else:
            records[key][name] = value


def _rows(files: Mapping[str, bytes], table: str, faults: list[str]) -> Iterable[tuple[int, str, dict[str, str]]]:
    try:
        text = files.get(f"{table}.csv", b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeliveryError(f"{table}.csv 不是 UTF-8") from error
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = next(reader, [KEY])
        if header[:1] != [KEY]:
            raise DeliveryError(f"{table}.csv 的第一列不是 {KEY}")
        for cells in reader:
            if len(cells) != len(header):
                faults.append(f"{table}.csv 第 {reader.line_num} 行的列数不对")
                continue
            row = {name: cell for name, cell in zip(header[1:], cells[1:], strict=True) if cell}
            yield reader.line_num, cells[0], row
    except csv.Error as error:
        raise DeliveryError(f"{table}.csv 读不懂") from error


def _flat(table: str, items: Sequence[Item]) -> bytes:
    known = [name for name, one in FIELDS.items() if one.table == table]
    if table == "up_task_directory":
        known = [*_PLACE, *known]
    if table == _EXTRA:
        told = {name for one in items for name in cleaned(one.record)}
        known += sorted(told - FIELDS.keys() - set(_PLACE) - CHILDREN.keys())
    rows = [(one.key, cleaned(one.record)) for one in items]
    return _csv([KEY, *known], ([key, *(record.get(name, "") for name in known)] for key, record in rows))


def _child(child: str, items: Sequence[Item]) -> bytes:
    rows = [(one.key, row) for one in items for row in rows_of(cleaned(one.record), child)]
    known = [*CHILD_FIELDS[child], *sorted({name for _, row in rows for name in row} - CHILD_FIELDS[child].keys())]
    return _csv([KEY, *known], ([key, *(row.get(name, "") for name in known)] for key, row in rows))


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(header)
    writer.writerows(rows)
    return made.getvalue().encode()
