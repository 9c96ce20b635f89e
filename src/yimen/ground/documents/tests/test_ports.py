from collections.abc import Iterator

import pytest

from yimen.ground.documents import ports
from yimen.ground.documents.ports import SealUnavailable, plug_seal, seal_port


class Stamp:
    demo = True

    def seal(self, pdf: bytes, *, body: str, reason: str, field: str) -> bytes:
        return pdf


@pytest.fixture(autouse=True)
def nothing_plugged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ports, "_plugged", [])
    yield


def test_the_port_that_was_plugged_last_is_used() -> None:
    first, second = Stamp(), Stamp()
    plug_seal(first)
    plug_seal(second)
    assert seal_port() is second


def test_without_a_seal_service_nothing_is_sealed() -> None:
    with pytest.raises(SealUnavailable, match="还没有接上电子印章服务"):
        seal_port()
