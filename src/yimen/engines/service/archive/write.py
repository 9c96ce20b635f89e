"""From a catalogue to the files of an archive; the same catalogue gives the same bytes on every machine."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from yimen.engines.service.archive.migrations import FORMAT
from yimen.engines.service.archive.model import Archive, ArchivedDraft, ArchivedItem, ArchivedVersion

MANIFEST = "catalogue.json"


def write(archive: Archive) -> dict[str, bytes]:
    """``catalogue.json``, ``items/<slug>.json``, ``drafts/<slug>.json`` and ``blobs/<sha256>``.

    A content that many versions share is there once.
    """
    blobs: dict[str, bytes] = {}
    told = {f"items/{slug}.json": _json(_item(one, blobs)) for slug, one in archive.items.items()}
    told |= {f"drafts/{slug}.json": _json(_draft(one, blobs)) for slug, one in archive.drafts.items()}
    hashes = {name: sha256(content) for name, content in told.items()}
    manifest = _json({"kind": "yimen-catalogue", "format": FORMAT, "files": hashes})
    return {MANIFEST: manifest, **dict(sorted(told.items())), **dict(sorted(blobs.items()))}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _item(item: ArchivedItem, blobs: dict[str, bytes]) -> dict[str, Any]:
    versions = [_version(one, blobs) for one in item.versions]
    return _told({"slug": item.slug, "part_of": item.part_of, "versions": versions})


def _version(version: ArchivedVersion, blobs: dict[str, bytes]) -> dict[str, Any]:
    return _told(
        {
            "number": version.number,
            "fingerprint": version.fingerprint,
            "files": _hashes(version.files, blobs),
            "parts": dict(version.parts),
            "published_at": version.published_at,
            "in_force_from": version.in_force_from,
            "in_force_until": version.in_force_until,
        }
    )


def _draft(draft: ArchivedDraft, blobs: dict[str, bytes]) -> dict[str, Any]:
    return {"slug": draft.slug, "files": _hashes(draft.files, blobs), "told": _told(dict(draft.told))}


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing; an empty list of files says something."""
    return {key: value for key, value in entry.items() if value not in (None, "", 0) and (value or key == "versions")}


def _hashes(files: Mapping[str, bytes], blobs: dict[str, bytes]) -> dict[str, str]:
    hashes = {path: sha256(content) for path, content in files.items()}
    blobs |= {f"blobs/{hashes[path]}": content for path, content in files.items()}
    return hashes


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
