"""Really open a file, in a process of its own: ``python opening.py KIND FILE [PAGE]``; the exit code says how it went.

A file made to do harm may want all memory or all time: here it gets one gigabyte and ten seconds, and takes nobody with
it. ``open_apart`` starts this as a plain script, without Django. Beside FILE it may write into the file's folder: with
PAGE that page as ``page.png``, and how many there are as ``pages``.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from pyhanko.pdf_utils.reader import PdfFileReader

OPENED, ENCRYPTED, BROKEN, NO_PAGE = 0, 10, 11, 12
MEMORY, SECONDS, WRITTEN, DRAWN = 2**30, 10, 2**16, 2**24
_NODES = 20_000
_FORMATS = {"jpeg": "jpg", "png": "png", "webp": "webp"}
_SHOWN_SMALL = """#set page(width: 16pt, height: 16pt, margin: 0pt)
#image("{name}", format: "{format}", width: 16pt, height: 16pt, fit: "stretch")
"""
# As large as a screen shows it, whatever size it was made for.
_SHOWN_LARGE = """#set page(width: auto, height: auto, margin: 0pt)
#let told = (format: "{format}", {page})
#context {{
  let size = measure(image("{name}", ..told))
  let k = calc.min(900pt / size.width, 1300pt / size.height)
  image("{name}", width: size.width * k, height: size.height * k, ..told)
}}
"""


def main(kind: str, path: Path, page: int = 0) -> int:
    _limit(DRAWN if page else WRITTEN)
    try:
        if page:
            return _draw(path, kind, page)
        return _open_pdf(path.read_bytes()) if kind == "pdf" else _open_picture(path, _FORMATS[kind])
    except Exception:
        # Whatever the readers say to a file that nobody has seen before: it could not be opened.
        return BROKEN


def _limit(written: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
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
    _compile(path, _SHOWN_SMALL.format(name=path.name, format=format))
    return OPENED


def _draw(path: Path, kind: str, page: int) -> int:
    """One page as a picture, pictures being their own only page."""
    count = sum(1 for _ in _pages(PdfFileReader(BytesIO(path.read_bytes()), strict=False))) if kind == "pdf" else 1
    path.with_name("pages").write_text(str(count))
    if page > count:
        return NO_PAGE
    told = {"format": "pdf", "page": f"page: {page}"} if kind == "pdf" else {"format": _FORMATS[kind], "page": ""}
    path.with_name("page.png").write_bytes(_compile(path, _SHOWN_LARGE.format(name=path.name, **told)))
    return OPENED


def _compile(path: Path, words: str) -> bytes:
    source = path.with_name("shown.typ")
    source.write_text(words)
    nowhere = str(path.with_name("packages"))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])
    compiler = typst.Compiler(
        str(source), root=str(path.parent), font_paths=fonts, package_path=nowhere, package_cache_path=nowhere
    )
    drawn = compiler.compile(format="png", ppi=72)
    if not isinstance(drawn, bytes):
        raise ValueError("not exactly one page")
    return drawn


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:])))
