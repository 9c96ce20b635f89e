"""Really open a file, in a process of its own: ``python opening.py KIND FILE``; the exit code says how it went.

A file made to do harm may want all memory or all time: here it gets one gigabyte and ten seconds, and takes nobody with
it. ``open_apart`` starts this as a plain script, without Django. Beside FILE it may write into the file's folder.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from pyhanko.pdf_utils.reader import PdfFileReader

OPENED, ENCRYPTED, BROKEN = 0, 10, 11
MEMORY, SECONDS, WRITTEN = 2**30, 10, 2**16
_NODES = 20_000
_FORMATS = {"jpeg": "jpg", "png": "png", "webp": "webp"}
_SHOWN_SMALL = """#set page(width: 16pt, height: 16pt, margin: 0pt)
#image("{name}", format: "{format}", width: 16pt, height: 16pt, fit: "stretch")
"""


def main(kind: str, path: Path) -> int:
    _limit()
    try:
        return _open_pdf(path.read_bytes()) if kind == "pdf" else _open_picture(path, _FORMATS[kind])
    except Exception:
        # Whatever the readers say to a file that nobody has seen before: it could not be opened.
        return BROKEN


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open_pdf(content: bytes) -> int:
    """Every page can be reached and what is drawn on it can be unpacked."""
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        if reader.encrypted:
            return ENCRYPTED
    except Exception:
        return ENCRYPTED if b"/Encrypt" in content else BROKEN
    count = 0
    for page in _pages(reader):
        count += 1
        _unpack(page)
    return OPENED if count else BROKEN


def _pages(reader: PdfFileReader) -> Iterator[Any]:
    waiting, seen = [reader.root["/Pages"]], 0
    while waiting:
        node = waiting.pop()
        seen += 1
        if seen > _NODES:
            raise ValueError("a page tree without end")
        if "/Kids" not in node:
            yield node
        else:
            kids = node["/Kids"]  # by key or index, never by get or loop: only so are references followed
            waiting.extend(kids[at] for at in reversed(range(len(kids))))


def _unpack(page: Any) -> None:
    if "/Contents" not in page:
        return  # an empty page
    drawn = page["/Contents"]
    streams = [drawn] if hasattr(drawn, "data") else [drawn[at] for at in range(len(drawn))]
    for stream in streams:
        try:
            stream.data  # noqa: B018
        except NotImplementedError:
            continue  # packed in a way that only this reader does not know


def _open_picture(path: Path, format: str) -> int:  # noqa: A002
    """The whole picture can be decoded: it is drawn, small."""
    source = path.with_name("shown.typ")
    source.write_text(_SHOWN_SMALL.format(name=path.name, format=format))
    nowhere = str(path.with_name("packages"))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])
    compiler = typst.Compiler(
        str(source), root=str(path.parent), font_paths=fonts, package_path=nowhere, package_cache_path=nowhere
    )
    compiler.compile(format="png", ppi=72)
    return OPENED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
