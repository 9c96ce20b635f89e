"""Laws and things that cite them, made for tests: a law in one version, then in a newer one with moved articles."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from yimen.domains.law import ports
from yimen.domains.law.actions.import_laws import Imported, import_laws
from yimen.engines.law import read_index
from yimen.engines.law.tests.small import INDEX, TEXTS
from yimen.ground.audit import SYSTEM

# The index before the law was revised.
BEFORE = "\n".join(line for line in INDEX.splitlines() if "shop-2" not in line)


def imported(index: str, now: datetime, texts: dict[str, str] = TEXTS) -> Imported:
    return import_laws(actor=SYSTEM, index=read_index(index, texts.__getitem__), now=now)


def citing(article: str, version: str = "shop@1", since: str = "2020-01-01") -> ports.Citing:
    """A service that rests on an article of the law."""
    told = {"legal_basis": [{"document": "中华人民共和国开店法", "article": article, "in_force_from": since}]}
    return ports.Citing("service", "shop", "开店", version, told)


@contextmanager
def cited_by(*things: ports.Citing) -> Iterator[None]:
    """Only these cite laws for as long as the test says."""
    with patch.object(ports, "_SOURCES", {}):
        ports.register("service", lambda: things, lambda ref: f"/s/{ref}/", "事项")
        yield
