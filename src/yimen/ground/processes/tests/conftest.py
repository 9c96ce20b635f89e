import pytest

from tests.cast import Cast
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes import subjects
from yimen.ground.processes.tests.make import Probe


@pytest.fixture
def probe(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Probe:
    """A subject of kind ``probe``, plugged in for one test."""
    # What loading the city has announced is none of the probe's.
    Delivery.objects.all().delete()
    found = Probe()
    monkeypatch.setitem(subjects._SUBJECTS, "probe", found.subject())
    return found
