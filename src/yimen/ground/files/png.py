"""PNG (ISO/IEC 15948): every chunk has its check sum; texts, times and Exif are left out."""

import struct
import zlib
from collections.abc import Iterator

from yimen.ground.files.picture import Broken, Moving, Picture

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"pHYs"}


def read_png(content: bytes) -> Picture:
    """Check the chunks of a PNG and take the metadata out.

    Raises:
        Broken: a chunk is cut, its check sum is wrong, or one that must be there is missing.
        Moving: an animated PNG.
    """
    kept, names = [_SIGNATURE], []
    size = (0, 0)
    for name, data, whole in _chunks(content):
        names.append(name)
        if name == b"acTL":
            raise Moving
        if name == b"IHDR":
            size = _size(data)
        if name in _KEPT:
            kept.append(whole)
    if names[0] != b"IHDR" or b"IDAT" not in names:
        raise Broken("no header or no picture")
    return Picture(*size, b"".join(kept))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = len(_SIGNATURE)
    name = b""
    while name != b"IEND":
        if at + 12 > len(content):
            raise Broken("ends before IEND")
        (length,) = struct.unpack_from(">I", content, at)
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if zlib.crc32(name + data).to_bytes(4, "big") != check:
            raise Broken(f"check sum of {name!r}")
        yield name, data, content[at : at + 12 + length]
        at += 12 + length


def _size(header: bytes) -> tuple[int, int]:
    if len(header) != 13:
        raise Broken("header of a wrong length")
    width, height = struct.unpack(">II", header[:8])
    if not width or not height:
        raise Broken("no size")
    return width, height
