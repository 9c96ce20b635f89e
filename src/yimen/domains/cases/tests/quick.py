"""What makes hundreds of prepared cases cheap: most of a run's time would go into the same papers and the same drawing.

``quick_papers``: neither printed nor sealed, where only their existence counts; what could not be printed is refused
as ever. ``quick_files``: a file is opened in a process of its own once, and the same file not again.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from yimen.ground.documents import ports
from yimen.ground.documents.actions import make
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.documents.glyphs import missing_glyphs
from yimen.ground.files import check


class _Seal:
    demo = True

    def seal(self, pdf: bytes, *, body: str, reason: str, field: str) -> bytes:
        return pdf + body.encode()


def _render(template: str, data: Mapping[str, object], **_: Any) -> bytes:
    if missing := missing_glyphs(str(data)):
        raise MissingGlyphs(missing)
    return f"{data['title']} {data['number']}".encode()


@contextmanager
def quick_papers() -> Iterator[None]:
    with ExitStack() as during:
        during.enter_context(patch.object(make, "render", _render))
        during.enter_context(patch.object(ports, "_plugged", [_Seal()]))
        yield


@contextmanager
def quick_files() -> Iterator[None]:
    with patch.object(check, "open_apart", _opened_once):
        yield


_opened_once = cache(check.open_apart)
