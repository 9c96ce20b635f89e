"""Typst template and data → PDF/A-2a, tagged (PDF/UA-1), in our fonts, reading nothing but what is given."""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path, PurePosixPath

import typst

from yimen.ground.documents.errors import MissingGlyphs, TemplateBroken
from yimen.ground.documents.glyphs import FONTS, missing_glyphs

TEMPLATES = Path(__file__).parent / "templates"
_SHARED = ("layout.typ", "seal.typ")
# A package ("@preview/…") is fetched from the network while printing; eval and std are ways around this look.
_IMPORT = re.compile(r"\b(?:import|include)\b(?!\s*\"[^\"@\\]+\.typ\")")
_FORBIDDEN = re.compile(r"(?<![\w-])(?:eval|std|plugin)(?![\w-])")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def render(
    template: str,
    data: Mapping[str, object],
    *,
    files: Mapping[str, bytes] | None = None,
    made_at: datetime | None = None,
) -> bytes:
    """Print a paper.

    Args:
        template: Typst source. It reads its data with ``json("/data.json")``, may import ``/yimen/seal.typ`` and
            ``/yimen/layout.typ``, and must set a document title (PDF/UA).
        data: JSON values. They reach the paper as text, never as Typst source.
        files: further files by relative path, such as ``qr.svg``.
        made_at: the time written into the file, with its zone; without it the clock's.
    Returns:
        the PDF, unsealed.
    Raises:
        MissingGlyphs: a sign in ``data`` is not in our fonts.
        TemplateBroken: the template does not compile, or wants what it may not have.
    """
    given = {name: content for name, content in (files or {}).items() if _check_name(name)}
    for source in (
        template,
        *(content.decode(errors="replace") for name, content in given.items() if name.endswith(".typ")),
    ):
        _refuse_foreign_code(source)
    missing = missing_glyphs("".join(_texts(data)))
    if missing:
        raise MissingGlyphs(missing)
    given |= {
        "main.typ": template.encode(),
        "data.json": json.dumps(data, ensure_ascii=False, allow_nan=False).encode(),
    }
    given |= {f"yimen/{name}": (TEMPLATES / name).read_bytes() for name in _SHARED}
    with tempfile.TemporaryDirectory(prefix="yimen-print-") as folder:
        return _compile(Path(folder), given, made_at)


def _check_name(name: str) -> bool:
    path = PurePosixPath(name)
    if (
        path.is_absolute()
        or ".." in path.parts
        or path.parts[:1] in ((), ("yimen",))
        or name in ("main.typ", "data.json")
    ):
        raise ValueError(f"not a name for a file beside a template: {name!r}")
    return True


def _refuse_foreign_code(source: str) -> None:
    found = _IMPORT.search(source) or _FORBIDDEN.search(source)
    if found:
        line = source.count("\n", 0, found.start()) + 1
        raise TemplateBroken(f'第 {line} 行的 {found.group()} 不能用；只能用 import "….typ" 引用同一事项里的文件')


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _compile(folder: Path, files: Mapping[str, bytes], made_at: datetime | None) -> bytes:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    nowhere = folder / "packages"
    compiler = typst.Compiler(
        str(folder / "main.typ"),
        root=str(folder),
        font_paths=_fonts(),
        package_path=str(nowhere),
        package_cache_path=str(nowhere),
    )
    try:
        # Typst knows no zones, only fixed offsets, and no fractions of a second.
        timestamp = made_at.astimezone(UTC).replace(microsecond=0) if made_at else None
        pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=timestamp)
    except typst.TypstError as error:
        raise TemplateBroken(error.message.replace(str(folder), "")) from error
    if not isinstance(pdf, bytes):
        raise TemplateBroken("没有可打印的内容")
    return pdf
