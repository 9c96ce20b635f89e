"""Papers that are neither printed nor sealed: most of a run's time goes there, and where only their existence counts
it is not needed. What could not be printed is refused as ever."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from yimen.ground.documents import ports
from yimen.ground.documents.actions import make
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.documents.glyphs import missing_glyphs


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
