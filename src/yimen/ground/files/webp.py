"""WebP (RFC 9649): a RIFF container; its EXIF and XMP chunks are left out."""

import struct
from collections.abc import Iterator

from yimen.ground.files.picture import Broken, Moving, Picture

_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
_ANIMATION, _XMP, _EXIF = 0x02, 0x04, 0x08


def read_webp(content: bytes) -> Picture:
    """Check the chunks of a WebP file and take the metadata out.

    Raises:
        Broken: a chunk is cut, or there is no picture in it.
        Moving: an animated WebP.
    """
    chunks = dict(_chunks(content))
    if b"ANIM" in chunks or b"ANMF" in chunks:
        raise Moving
    kept = {name: data for name, data in chunks.items() if name in _KEPT}
    if extended := kept.get(b"VP8X"):
        kept[b"VP8X"] = _without_metadata(extended)
    body = b"".join(_chunk(name, data) for name, data in kept.items())
    return Picture(*_size(kept), b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    (length,) = struct.unpack_from("<I", content, 4)
    end = length + 8
    if length < 12 or end > len(content):
        raise Broken("ends too early")
    at = 12
    while at + 8 <= end:
        name = content[at : at + 4]
        (length,) = struct.unpack_from("<I", content, at + 4)
        if at + 8 + length > end:
            raise Broken(f"chunk {name!r} is cut")
        yield name, content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _without_metadata(extended: bytes) -> bytes:
    if len(extended) < 10:
        raise Broken("extended header too short")
    if extended[0] & _ANIMATION:
        raise Moving
    return bytes([extended[0] & ~(_XMP | _EXIF)]) + extended[1:]


def _size(chunks: dict[bytes, bytes]) -> tuple[int, int]:
    """Of the picture itself; the larger one, should the extended header say another."""
    lossy, lossless, extended = chunks.get(b"VP8 "), chunks.get(b"VP8L"), chunks.get(b"VP8X")
    sizes = []
    if lossy is not None:
        if lossy[3:6] != b"\x9d\x01\x2a" or len(lossy) < 10:
            raise Broken("no key frame")
        width, height = struct.unpack("<HH", lossy[6:10])
        sizes.append((width & 0x3FFF, height & 0x3FFF))
    elif lossless is not None:
        if lossless[:1] != b"\x2f" or len(lossless) < 5:
            raise Broken("no lossless header")
        bits = int.from_bytes(lossless[1:5], "little")
        sizes.append(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
    else:
        raise Broken("no picture")
    if extended is not None:
        sizes.append((int.from_bytes(extended[4:7], "little") + 1, int.from_bytes(extended[7:10], "little") + 1))
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    if not width or not height:
        raise Broken("no size")
    return width, height
