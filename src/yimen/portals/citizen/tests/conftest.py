from collections.abc import Callable
from datetime import datetime

import pytest

from yimen.config import middleware
from yimen.domains.cases.tests.make_steps import at


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Pages are opened at this moment."""

    def stand_at(moment: datetime) -> None:
        monkeypatch.setattr(middleware, "now", lambda: moment)

    return stand_at


@pytest.fixture(autouse=True)
def at_the_counter(on: Callable[[datetime], None]) -> None:
    """Unless a test says otherwise: Tuesday 24 November, ten o'clock."""
    on(at(11, 24))
