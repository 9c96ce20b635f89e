"""A folder's bytes as JSON and back, byte for byte."""

import base64
from collections.abc import Mapping

_PREFIX = "base64:"


def to_json(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: _as_text(content) for path, content in sorted(files.items())}


def from_json(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: _as_bytes(content) for path, content in files.items()}


def _as_text(content: bytes) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return _PREFIX + base64.b64encode(content).decode()
    # A text that happens to begin with the prefix, or holds NUL (PostgreSQL refuses it), would not come back as it was.
    return _PREFIX + base64.b64encode(content).decode() if text.startswith(_PREFIX) or "\0" in text else text


def _as_bytes(content: str) -> bytes:
    return base64.b64decode(content.removeprefix(_PREFIX)) if content.startswith(_PREFIX) else content.encode()
