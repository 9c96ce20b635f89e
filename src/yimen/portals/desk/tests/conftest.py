import pytest

from tests.cast import NOW, Cast
from yimen.portals.desk.tests import make


@pytest.fixture
def staff(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> make.Staff:
    """The officers, and requests that happen when the tests act: lights and days are those of that Friday."""
    make.at(monkeypatch, NOW)
    return make.staff()
