from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yimen.adapters.demo.payments import OneCard
from yimen.adapters.demo.seal import DemoSeal, set_up
from yimen.domains.benefits import ports
from yimen.domains.benefits.tests import make
from yimen.ground.documents import ports as documents


@pytest.fixture
def city(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> make.Place:
    """A body that pays, a village, the sample service; the demo's 一卡通 behind the port."""
    settings.YIMEN_VAR = tmp_path
    monkeypatch.setattr(ports, "_plugged", [OneCard(tmp_path / "payments")])
    found = make.place()
    make.publish()
    return found


@pytest.fixture(scope="session")
def seals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seals")
    set_up(folder, {"sample-payer": "云溪市民政局"})
    return folder


@pytest.fixture
def sealing(city: make.Place, seals: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Letters can be sealed."""
    monkeypatch.setattr(documents, "_plugged", [DemoSeal(seals)])
    yield
