"""From older formats to the present one, a step each; an archive is read through all steps that it needs.

Format 1: one file, ``catalogue.json``, with all versions and their files in place (text, or ``base64:`` and base64);
no days of validity, no drafts. Format 2: contents apart under their hash, a hash of every file, days, drafts.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, NotRequired, TypedDict

from yimen.engines.service.archive.model import ArchiveError
from yimen.engines.service.shape import faults

FORMAT = 2
Files = Mapping[str, bytes]
_BASE64 = "base64:"


class Version1(TypedDict):
    """A version of format 1."""

    number: int
    fingerprint: str
    files: dict[str, object]
    parts: NotRequired[dict[str, str]]
    published_at: str


class Item1(TypedDict):
    """An item of format 1."""

    slug: str
    part_of: NotRequired[str]
    versions: list[Version1]


class Catalogue1(TypedDict):
    """``catalogue.json`` of format 1."""

    format: int
    items: list[Item1]


def from_1(files: Files) -> dict[str, bytes]:
    """Contents go to ``blobs/``, each item to a file of its own, and everything gets its hash."""
    data = json.loads(files["catalogue.json"])
    if found := next(faults(data, Catalogue1, "catalogue.json"), None):
        raise ArchiveError(f"档案写得不对：{found}")
    made: dict[str, bytes] = {}
    told: dict[str, str] = {}
    for item in data["items"]:
        item["versions"] = [_apart(one, made) for one in item["versions"]]
        name, content = f"items/{item['slug']}.json", _json(item)
        if name in made:
            raise ArchiveError(f"档案里 {item['slug'][:80]} 写了两次。")
        made[name], told[name] = content, _hash(content)
    # Written out here and not by `write`: a step leads to format 2 for ever, whatever format comes after it.
    return {**made, "catalogue.json": _json({"kind": "yimen-catalogue", "format": 2, "files": told})}


def _apart(version: dict[str, Any], made: dict[str, bytes]) -> dict[str, Any]:
    contents = {path: _content(path, text) for path, text in version["files"].items()}
    made |= {f"blobs/{_hash(content)}": content for content in contents.values()}
    return {**version, "files": {path: _hash(content) for path, content in contents.items()}}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _content(path: str, text: Any) -> bytes:
    if not isinstance(text, str):
        raise ArchiveError(f"档案写得不对：{path} 的内容不是文字。")
    if not text.startswith(_BASE64):
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix(_BASE64), validate=True)
    except binascii.Error as error:
        raise ArchiveError(f"档案写得不对：{path} 的内容不完整。从原来的地方再导出一次。") from error


STEPS: Mapping[int, Callable[[Files], dict[str, bytes]]] = {1: from_1}
