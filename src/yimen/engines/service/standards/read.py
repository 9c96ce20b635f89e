"""From standard.yaml to a standard. Every fault is named with its place."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from yimen.engines.problem import Problem
from yimen.engines.service import strict_yaml
from yimen.engines.service.model import ServiceError
from yimen.engines.service.shape import faults
from yimen.engines.service.standards.model import KINDS, SHAPES, Standard

FILE = "standard.yaml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Kind → the key of its rows, and how a row is named; rows of rows have both.
_ROWS: Mapping[str, tuple[str, str]] = {
    "codes": ("tables", "id"),
    "fields": ("tables", "id"),
    "form": ("elements", "id"),
    "materials": ("papers", "id"),
    "quality": ("rules", "id"),
}
_INNER: Mapping[str, tuple[str, str]] = {"codes": ("codes", "code"), "fields": ("fields", "name")}


def read(content: bytes) -> Standard:
    """Read one standard. Raises ``ServiceError`` with every fault found."""
    try:
        data = strict_yaml.load(content.decode())
    except ValueError as error:
        raise ServiceError([Problem(FILE, f"读不懂：{error}")]) from error
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise ServiceError([Problem(f"{FILE}#kind", f"写的是 {kind!r}，", f"可以写：{'、'.join(KINDS)}。")])
    found = list(faults(data, SHAPES[kind], FILE)) or list(_faults(data))
    if found:
        raise ServiceError(found)
    return Standard(data, content)


def read_folder(folder: Path | str) -> Standard:
    """Read a standard from its folder, whose name is its id. Raises ``ServiceError``."""
    path = Path(folder)
    if not (path / FILE).is_file():
        raise ServiceError([Problem(FILE, "没有这个文件。", "每个标准都要有。")])
    found = read((path / FILE).read_bytes())
    if found.id != path.name:
        raise ServiceError([Problem(f"{FILE}#id", f"id 是 {found.id}，文件夹叫 {path.name}，两个要一样。")])
    return found


def folders_below(path: Path) -> list[Path]:
    """The folders that hold a standard: the path itself, or those below it."""
    return sorted(file.parent for file in path.rglob(FILE))


def _faults(data: Mapping[str, Any]) -> Iterator[Problem]:
    if not _ID.fullmatch(data["id"]):
        yield Problem(f"{FILE}#id", f"{data['id']} 不能用，", "用小写字母、数字和短横线。")
    if data["version"] < 1:
        yield Problem(f"{FILE}#version", f"写的是 {data['version']}，", "从 1 开始。")
    days = [key for key in ("in_force_from", "in_force_to") if key in data and not _is_day(data[key])]
    for key in days:
        yield Problem(f"{FILE}#{key}", f"{data[key]} 不是日期，", "写成 2026-01-05 这样。")
    if not days and data.get("in_force_to", "9999") < data["in_force_from"]:
        yield Problem(f"{FILE}#in_force_to", "失效的日子在施行的日子前面。")
    rows, name = _ROWS[data["kind"]]
    yield from _once(rows, data[rows], name)
    if data["kind"] in _INNER:
        inner, key = _INNER[data["kind"]]
        for table in data[rows]:
            yield from _once(f"{rows}/{table['id']}/{inner}", table[inner], key)


def _once(place: str, rows: list[Mapping[str, Any]], key: str) -> Iterator[Problem]:
    if not rows:
        yield Problem(f"{FILE}#{place}", "一行都没有。", "写上内容，或者不要这张表。")
    names = [row[key] for row in rows]
    for one in sorted({one for one in names if names.count(one) > 1}):
        yield Problem(f"{FILE}#{place}/{one}", f"{one} 写了 {names.count(one)} 次，", "每个只写一次。")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
