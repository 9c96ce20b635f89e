"""The index file of a folder of laws: which documents there are, their versions, since when each is in force.

A document without a version is known by name only: its text is not held. ``src`` says where the dates come from: L read
in the text itself, F found in a public page, K professional knowledge, D made for the demo.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from yimen.engines.law.citation import places
from yimen.engines.law.model import LawTextError, Place, Statute
from yimen.engines.law.read import read

FILE = "index.yaml"
KINDS = ("法律", "行政法规", "地方性法规", "部门规章", "规范性文件", "标准")
SOURCES = ("L", "F", "K", "D")


class LawIndexError(ValueError):
    """The index or a text that it names cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A version is no longer in force. ``since``: from which day on, None when that is not known; ``by``: key of the
    document in its place, "" when it is not held; ``title``: how it is called; ``places``: known to have changed."""

    since: date | None
    by: str
    title: str
    src: str
    note: str = ""
    places: tuple[Place, ...] = ()

    def reached(self, day: date) -> bool:
        return self.since is None or self.since <= day


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One version: its text and what is known about it. ``label`` tells versions of a document apart: 2019年修正."""

    label: str
    text: str
    statute: Statute
    number: str
    promulgated: date | None
    in_force_from: date | None
    src: str
    note: str
    ended: Ending | None


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document with its versions, the oldest first; ``names``: what it is called besides its title."""

    key: str
    title: str
    names: tuple[str, ...]
    kind: str
    issuer: str
    versions: tuple[VersionEntry, ...]


@dataclass(frozen=True, slots=True)
class Index:
    documents: tuple[DocumentEntry, ...]


def read_folder(folder: Path) -> Index:
    """The index and the texts of a folder. Raises LawIndexError."""
    try:
        return read_index((folder / FILE).read_text(encoding="utf-8"), lambda name: _text(folder, name))
    except OSError as error:
        raise LawIndexError(f"{folder}：读不到 {FILE}（{error.strerror}）。") from error


def read_index(source: str, text_of: Callable[[str], str]) -> Index:
    """An index in YAML; ``text_of`` gives the text of a file that it names.

    Raises:
        LawIndexError: it has not the shape of an index, a text cannot be read, a key or a name stands twice.
    """
    try:
        told = yaml.safe_load(source)
        entries = tuple(_document(one, text_of) for one in told["documents"])
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise LawIndexError(f"{FILE} 读不出来：{error!r}。") from error
    _refuse_twice([one.key for one in entries], "key")
    _refuse_twice([name for one in entries for name in {one.title, *one.names}], "名称")
    known = {one.key for one in entries}
    for one in entries:
        for version in one.versions:
            if version.ended and version.ended.by and version.ended.by not in known:
                raise LawIndexError(f"{one.key}：取代它的 {version.ended.by} 不在目录里。")
    return Index(entries)


def _text(folder: Path, name: str) -> str:
    if "/" in name or name.startswith("."):
        raise LawIndexError(f"{name} 不是这个文件夹里的文件。")
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LawIndexError(f"{name} 读不到：{error}。") from error


def _document(told: Mapping[str, Any], text_of: Callable[[str], str]) -> DocumentEntry:
    key = str(told["key"])
    if told["kind"] not in KINDS:
        raise LawIndexError(f"{key}：kind 写的是 {told['kind']}，可以写：{'、'.join(KINDS)}。")
    versions = tuple(_version(key, one, text_of) for one in told.get("versions", []))
    _refuse_twice([one.label for one in versions], f"{key} 的 label")
    dates = [one.in_force_from or date.min for one in versions]
    if dates != sorted(set(dates)):
        raise LawIndexError(f"{key}：几个版本要从早到晚写，施行日不能相同。")
    names = tuple(str(one) for one in told.get("names", []))
    return DocumentEntry(key, str(told["title"]), names, told["kind"], str(told.get("issuer", "")), versions)


def _version(key: str, told: Mapping[str, Any], text_of: Callable[[str], str]) -> VersionEntry:
    if told["src"] not in SOURCES:
        raise LawIndexError(f"{key}：src 写的是 {told['src']}，可以写：{'、'.join(SOURCES)}。")
    text = text_of(str(told["file"]))
    try:
        statute = read(text)
    except LawTextError as error:
        raise LawIndexError(f"{told['file']}：{error}") from error
    return VersionEntry(
        label=str(told["label"]),
        text=text,
        statute=statute,
        number=str(told.get("number", "")),
        promulgated=_day(key, told.get("promulgated")),
        in_force_from=_day(key, told.get("in_force_from")),
        src=told["src"],
        note=str(told.get("note", "")),
        ended=_ending(key, told["ended"]) if "ended" in told else None,
    )


def _ending(key: str, told: Mapping[str, Any]) -> Ending:
    return Ending(
        since=_day(key, told.get("since")),
        by=str(told.get("by", "")),
        title=str(told.get("title", "")),
        src=str(told["src"]),
        note=str(told.get("note", "")),
        places=tuple(places(str(told.get("articles", "")))),
    )


def _day(key: str, value: object) -> date | None:
    if value is None or type(value) is date:
        return value
    raise LawIndexError(f"{key}：日子写的是 {value!r}，写成 2026-07-01 这样；不知道的不写。")


def _refuse_twice(values: list[str], what: str) -> None:
    for value in values:
        if values.count(value) > 1:
            raise LawIndexError(f"{what} {value} 写了两次。")
