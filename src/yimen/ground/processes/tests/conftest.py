import pytest

from tests.cast import Cast
from yimen.ground.processes import subjects
from yimen.ground.processes.tests.make import Probe


@pytest.fixture
def probe(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Probe:
    """A subject of kind ``probe``, plugged in for one test."""
    found = Probe()
    monkeypatch.setitem(subjects._SUBJECTS, "probe", found.subject())
    return found
