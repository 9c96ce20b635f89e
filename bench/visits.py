"""What is measured: one kind of request each, with what it costs at least. Written by ``city``, read by the others."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

TOKEN = "b" * 32


@dataclass(frozen=True, slots=True)
class Visit:
    """One kind of request.

    Attributes:
        name: as the figures call it: service_page, case_page, worklist, submit.
        paths: where it goes. A page is asked for again and again; each path that is posted to takes one post only.
        sessions: the session of each path, "" for a visitor who has not signed in.
        form: what is posted; None for a page.
        reads, writes: the questions and changes that the product puts to the database for it.
        size: bytes of the page as HTML, before it is compressed.
    """

    name: str
    paths: tuple[str, ...]
    sessions: tuple[str, ...]
    form: dict[str, str] | None
    reads: int
    writes: int
    size: int

    @property
    def floor(self) -> str:
        """Where the bare view does as much."""
        return "/?" + urlencode({"reads": self.reads, "writes": self.writes, "bytes": self.size})


def write(visits: list[Visit], path: Path) -> None:
    path.write_text(json.dumps([asdict(one) for one in visits]))


def read(path: Path) -> list[Visit]:
    return [
        Visit(**{**one, "paths": tuple(one["paths"]), "sessions": tuple(one["sessions"])})
        for one in json.loads(path.read_text())
    ]
