"""What services say in English, for pages: the maps of all versions, because a case stays on its version."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.models import Version
from yimen.engines.service import ENGLISH, read_english


def phrases() -> Mapping[str, str]:
    """Chinese text → English of every service; the same object until another version is published."""
    newest = Version.objects.order_by("-pk").values_list("pk", "fingerprint").first()
    return _read(newest) if newest else {}


@lru_cache(maxsize=2)
def _read(newest: tuple[int, str]) -> dict[str, str]:
    # The fingerprint belongs to the key: a database that was emptied and filled again gives old ids to new content.
    found: dict[str, str] = {}
    for content in _files():
        found.update(read_english(content))
    return found


def _files() -> Iterator[bytes]:
    """The English of each version and of the parts that lie inside it, oldest first: the newest word counts."""
    for files in Version.objects.order_by("pk").values_list("files", flat=True).iterator(chunk_size=20):
        told = {path: text for path, text in files.items() if path == ENGLISH or path.endswith(f"/{ENGLISH}")}
        yield from from_json(told).values()
