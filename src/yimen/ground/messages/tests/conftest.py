from collections.abc import Callable, Iterator

import pytest

from yimen.ground.messages import links, ports
from yimen.ground.messages.actions.send_sms import gave_up, send_sms
from yimen.ground.messages.events import SmsQueued
from yimen.ground.messages.tests.make import Gateway
from yimen.ground.outbox import registry


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the product is wired, and nothing else listens or leads anywhere."""
    monkeypatch.setattr(registry, "_LISTENERS", {})
    monkeypatch.setattr(links, "_ADDRESSES", {})
    registry.listen(SmsQueued, send_sms, name="messages.send-sms", gave_up=gave_up)
    links.register("case", lambda number: f"/cases/{number}/")


@pytest.fixture
def plug() -> Iterator[Callable[[Gateway], Gateway]]:
    """Put a gateway in; afterwards the one that was there is back."""
    before = list(ports._plugged)

    def put(gateway: Gateway) -> Gateway:
        ports.plug_sms_gateway(gateway)
        return gateway

    ports._plugged.clear()
    yield put
    ports._plugged[:] = before
