"""Reads a compiled catalogue (``.mo``, the format of GNU gettext) as a plain map."""

import struct
from pathlib import Path

_MAGIC = 0x950412DE


def read(path: Path) -> dict[str, str]:
    """Messages of a catalogue, Chinese → English. Plural messages give the form for many; the header is left out.

    Raises:
        ValueError: the file is no catalogue of this byte order.
    """
    data = path.read_bytes()
    magic, _, count, ids, texts = struct.unpack_from("<5I", data)
    if magic != _MAGIC:
        raise ValueError(f"{path} is no compiled catalogue")
    found = {}
    for n in range(count):
        message, text = (_text(data, table + 8 * n) for table in (ids, texts))
        if message and "\x04" not in message:
            found[message.split("\0")[0]] = text.split("\0")[-1]
    return found


def _text(data: bytes, at: int) -> str:
    length, offset = struct.unpack_from("<2I", data, at)
    return data[offset : offset + length].decode()
