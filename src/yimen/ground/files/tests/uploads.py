"""Files as people bring them, made here: whole, cut, disguised, locked, and with what a camera writes about itself."""

import base64
import struct
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from yimen.ground.audit import Actor

ACTOR = Actor(id="7", name="张伟", kind="citizen", authority="本人")
PLACE = b"GPS 30.2741N 120.1551E"


@dataclass(frozen=True, slots=True)
class About:
    kind: str = "case"
    reference: str = "YX20261120-00001"


def upload(content: bytes, name: str, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


@cache
def pdf(pages: int = 2) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "main.typ"
        source.write_text("\n#pagebreak()\n".join(f"Page {n + 1}" for n in range(pages)))
        return typst.compile(str(source), format="pdf")


@cache
def locked_pdf(user_password: str = "secret") -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf())))
    writer.encrypt(owner_pass="owner", user_pass=user_password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def empty_pdf() -> bytes:
    """A correct PDF without a single page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    return pdf_of(objects)


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def exif(orientation: int = 1, text: bytes = PLACE) -> bytes:
    """What a phone writes: which way up, and where."""
    tiff = struct.pack("<4sIH", b"II*\0", 8, 2)
    tiff += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff += struct.pack("<HHII", 0x010E, 2, len(text), 8 + 2 + 24 + 4) + struct.pack("<I", 0) + text
    return segment(0xE1, b"Exif\0\0" + tiff)


def jpeg(width: int = 64, height: int = 48, extra: bytes = b"", after: bytes = b"") -> bytes:
    """A grey baseline JPEG (T.81): every difference is zero, coded with one bit."""
    huffman = b"\x01" + bytes(15) + b"\0"
    head = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + extra
    head += segment(0xDB, b"\0" + b"\x10" * 64)
    head += segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0")
    head += segment(0xC4, b"\0" + huffman) + segment(0xC4, b"\x10" + huffman)
    bits = -(-width // 8) * -(-height // 8) * 2
    data = bytes(bits // 8) + (bytes([(1 << (8 - bits % 8)) - 1]) if bits % 8 else b"")
    return b"\xff\xd8" + head + segment(0xDA, b"\x01\x01\0\0\x3f\0") + data + b"\xff\xd9" + after


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 64, height: int = 48, extra: bytes = b"", rows: int | None = None) -> bytes:
    """A grey PNG; with ``rows`` it has fewer than it says."""
    packed = zlib.compress((b"\0" + b"\x80" * width) * (height if rows is None else rows), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


_PIXEL = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")


def webp(extra: bytes = b"", flags: int = 0) -> bytes:
    """One lossless pixel; with ``extra`` chunks in the extended form."""
    picture = _PIXEL[12:]
    body = picture
    if extra or flags:
        body = b"VP8X" + struct.pack("<I", 10) + bytes([flags, 0, 0, 0]) + bytes(6) + picture + extra
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "内容")
    return out.getvalue()
