"""JPEG (ITU-T T.81): the segments of a file are read one by one; metadata is left out, the picture is not touched."""

import struct
from collections.abc import Iterator

from yimen.ground.files.picture import Broken, Picture

_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_EXIF = b"Exif\0\0"
# APP0 (JFIF), colour profile and Adobe's colour transform say how the picture looks; the rest says who made it where.
_KEPT = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
_ORIENTATION = 0x0112


def read_jpeg(content: bytes) -> Picture:
    """Check the structure of a JPEG and take the metadata out; which way up it was held stays.

    Raises:
        Broken: it ends before its end mark, or its segments make no sense.
    """
    kept = [b"\xff\xd8"]
    size, orientation = None, 1
    for marker, payload, whole in _segments(content):
        if marker in _FRAMES:
            size = _size(payload)
        if marker == 0xE1 and payload.startswith(_EXIF):
            orientation = _orientation(payload[len(_EXIF) :])
        if _is_kept(marker, payload):
            kept.append(whole)
    if size is None:
        raise Broken("no frame header")
    if orientation != 1:
        kept.insert(1, _exif_with(orientation))
    return Picture(*size, b"".join(kept))


def _is_kept(marker: int, payload: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return any(marker == one and payload.startswith(start) for one, start in _KEPT)
    return marker != _COMMENT


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each marker with its payload and all its bytes (a scan with its data), up to the end mark; the rest is cut."""
    at = 2
    while True:
        marker, start = _marker(content, at)
        if marker == _END:
            yield marker, b"", b"\xff\xd9"
            return
        length = int.from_bytes(content[start : start + 2], "big")
        end = start + length
        if length < 2 or end > len(content):
            raise Broken(f"segment {marker:02x} is longer than the file")
        payload = content[start + 2 : end]
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        yield marker, payload, b"\xff" + bytes([marker]) + content[start:end]
        at = end


def _marker(content: bytes, at: int) -> tuple[int, int]:
    if content[at : at + 1] != b"\xff":
        raise Broken("no marker where one must be")
    while content[at : at + 1] == b"\xff":  # fill bytes
        at += 1
    if at >= len(content):
        raise Broken("ends before its end mark")
    return content[at], at + 1


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the coded data ends: at a marker that is neither a stuffed zero nor a restart."""
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        following = content[at + 1]
        if following != 0 and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2
    raise Broken("coded data without end")


def _size(frame: bytes) -> tuple[int, int]:
    if len(frame) < 6:
        raise Broken("frame header too short")
    height, width = struct.unpack(">HH", frame[1:5])
    if not width or not height:
        raise Broken("no size")
    return width, height


def _orientation(tiff: bytes) -> int:
    """Tag 0x0112 of the first directory (Exif 2.3, 4.6.4); 1, upright, if it cannot be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    try:
        if order is None:
            return 1
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for n in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * n)
            if tag == _ORIENTATION and kind == 3:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _exif_with(orientation: int) -> bytes:
    """An Exif segment that says which way up, and nothing else."""
    tiff = struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    payload = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload
